/** A page whose lines read as a test says, below each other in letters of one width, for test_other_lines.py. */

import { findLink, findLinks } from '../../web_src/links/parse.js';
import { scaleCandidate } from '../../web_src/scan/candidates.js';
import { otherLines } from '../../web_src/scan/other_lines.js';
import { scanPhoto } from '../../web_src/scan/pipeline.js';
import { cutStrip } from '../../web_src/scan/strip.js';

const [LEFT, TOP, PITCH, WIDE, HIGH, SIDE] = [40, 100, 40, 10, 20, 1000];

const lineAt = (y) => Math.round((y - TOP) / PITCH);

const place = (lines, i, { x, height }) => {
  const y = TOP + i * PITCH;
  const right = LEFT + (lines[i]?.length ?? 0) * WIDE;
  return lines[i] ? { candidate: { kind: 'prefix', score: 1, x: LEFT, y, height, slope: 0, prefixEnd: LEFT, baseline: [[LEFT, y], [right, y]] }, right, before: x - LEFT } : null;
};

/**
 * @param {string[]} lines `~` is a letter that is hard to read, an empty line ends a column
 * @param {object} [options]
 * @param {[number, number][]} [options.seen]  line and character of the places where the detector sees a link begin
 * @param {boolean} [options.together] whether the reader can read several strips together
 * @param {number} [options.again] how sure each character is when it is looked at again
 * @returns {Promise<{links: string[], read: string[], looked: number}>} what is shown, the text of each strip that was read, and
 *   how often the line next to one was looked for
 */
export async function scan(lines, { seen = [[0, 0]], together = true, again = 0.99 } = {}) {
  const read = [];
  let looked = 0;
  const neighbour = (way) => (picture, candidate) => {
    looked += 1;
    return place(lines, lineAt(candidate.y) + way, candidate);
  };
  const toReading = ({ text }, sure) => ({
    text, characters: [...text].map((char, i) => ({ char: char === '~' ? 'e' : char, confidence: char === '~' ? 0.3 : sure, x0: (i + 1) * WIDE, x1: (i + 2) * WIDE })),
  });
  const reader = {
    height: HIGH, sure: 0.9, atOnce: 4, linkConfidence: (characters) => Math.min(...characters.map(({ confidence }) => confidence)),
    read: async (strip) => {
      read.push(strip.text);
      return toReading(strip, 0.99);
    },
    ...(together && { readTogether: async ([strip]) => toReading(strip, again) }),
  };
  const parts = {
    find: async ({ width }) => seen.map(([line, from]) => {
      const [x, y] = [LEFT + from * WIDE, TOP + line * PITCH];
      const there = { kind: 'prefix', score: 1, x, y, height: 11, slope: 0, prefixEnd: x + 8 * WIDE, baseline: [[x, y], [x + 8 * WIDE, y]] };
      return scaleCandidate(there, width / SIDE, width / SIDE);
    }),
    cutStrip: (picture, { x, y, baseline, height }, { beyond }) => {
      const from = Math.max(0, Math.round((x - LEFT) / WIDE));
      const to = Math.round((baseline.at(-1)[0] + beyond * height - LEFT) / WIDE);
      const text = (lines[lineAt(y)] ?? '').slice(from, to);
      const width = (to - from + 1) * WIDE;
      const start = LEFT + from * WIDE;
      return {
        text, width, height: HIGH, data: new Uint8Array(width * HIGH).fill(255), cutByEdge: false, toPicture: (along) => [start + along - WIDE, y],
        quad: (x0, x1) => [[start + x0 - WIDE, y - 15], [start + x1 - WIDE, y - 15], [start + x1 - WIDE, y + 5], [start + x0 - WIDE, y + 5]],
      };
    },
    reader: async () => reader,
    careful: async () => ({}),
    findLink,
    findLinks,
    nextLine: neighbour(1),
    wholeLineAbove: neighbour(-1),
    joinPieces: () => null,
    mayGoOn: () => false,
  };
  const picture = { data: new Uint8Array(SIDE * SIDE), width: SIDE, height: SIDE };
  const links = new Map();
  for await (const { number, printed } of scanPhoto(picture, parts, { progress() {}, pause: async () => {} })) links.set(number, printed);
  return { links: [...links.values()], read, looked };
}

/**
 * The parts of lines that are read around one, on a picture, where each reads like a text.
 *
 * @returns {Promise<[[number, number], [number, number]][]>} where each strip begins and ends, px
 */
export async function partsAround(picture, candidate, geometry) {
  const toReading = ({ width }) => ({
    characters: Array.from({ length: 8 }, (_, i) => ({ char: 'e', confidence: 1, x0: (i * width) / 8, x1: ((i + 1) * width) / 8 })),
  });
  const strip = cutStrip(picture, candidate, { height: HIGH, beyond: 0 });
  const parts = { ...geometry, cutStrip };
  const reader = { height: HIGH, read: async (one) => toReading(one) };
  const found = [];
  for await (const line of otherLines(picture, [{ candidate, strip, reading: toReading(strip) }], reader, parts, async () => {})) {
    found.push([line.strip.toPicture(0), line.strip.toPicture(line.strip.width)]);
  }
  return found;
}
