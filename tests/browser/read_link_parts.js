/** A column of print whose lines read as a test says, for test_read_link.py. */

import { isWhole, joinPieces, mayGoOn } from '../../web_src/links/join.js';
import { findLink, isSafeHref } from '../../web_src/links/parse.js';
import { withDots } from '../../web_src/scan/lost_dots.js';
import { isNameAlone, readLink } from '../../web_src/scan/read_link.js';
import { reread } from '../../web_src/scan/reread.js';
import { secondOpinion } from '../../web_src/scan/second.js';
import { settleBegun } from '../../web_src/scan/settle_begun.js';
import { settleHyphens } from '../../web_src/scan/settle_hyphens.js';
import { unreadLink } from '../../web_src/scan/unread.js';

const [HEIGHT, WIDE, PITCH] = [20, 10, 40];
const COLUMN = 600;

/** Where the link's line begins: away from the picture's edge. */
const LEFT = 40;

/**
 * `|` stands for the gap between two columns, `~` for an e that is hard to read, `^` for an o that is most likely none,
 * `¤` for a space that may be none, `¸` for a comma that may be a full stop.
 */
function readingOf(text, sure, others, start = WIDE) {
  const characters = [];
  let x = start;
  for (const char of text) {
    if (char === '|') {
      x += 4 * WIDE;
      continue;
    }
    const [read, confidence, ...others] = { '~': ['e', 0.5], '^': ['o', 0.1], '¤': [' ', 0.8], '¸': [',', 0.8, '.'] }[char] ?? [char, sure];
    const alternatives = others.map((other) => ({ char: other, confidence: 1 - confidence }));
    characters.push({ char: read, confidence, alternatives, x0: x, x1: x + WIDE });
    x += WIDE;
  }
  return { text: characters.map(({ char }) => char).join(''), characters, confidence: 1, others };
}

/** Where a line's link is seen to begin: `late` characters too late. */
const candidate = (line, late = 0) => ({
  kind: 'prefix', score: 1, x: LEFT + late * WIDE, y: 100 + PITCH * line, height: 11, slope: 0, prefixEnd: LEFT + 80,
  baseline: [[LEFT, 100 + PITCH * line], [LEFT + COLUMN, 100 + PITCH * line]],
});

/** Lines begin a little right of the picture's edge, or at it; `hidden` ones are found only where they are expected. */
const parts = (count, edge = 0.2 * WIDE, hidden = false, place = {}) => ({
  findLink, isWhole, joinPieces, mayGoOn,
  cutStrip: (picture, { x: left, y }, { height }, hidden = Math.max(0, Math.round((left - LEFT) / WIDE))) => ({
    line: (y - 100) / PITCH, hidden, data: new Uint8Array(900 * height).fill(255), width: 900, height, cutByEdge: false,
    toPicture: (x) => [LEFT + x + (hidden ? hidden : -1) * WIDE, y], quad: (x0, x1) => [[x0, y - 15], [x1, y - 15], [x1, y + 5], [x0, y + 5]],
  }),
  nextLine: (picture, { y }, endX, { pitch } = {}) => {
    if (hidden && !pitch) return null;
    const line = (y - 100) / PITCH + 1;
    const there = { down: PITCH, right: LEFT + COLUMN, indent: 0, indentBefore: 0, ...place };
    return line < count ? { candidate: { ...candidate(line), x: edge }, ...there } : null;
  },
});

const readerOf = (lines, others = [], between = false) => ({
  height: HEIGHT, sure: 0.9, agreement: 20,
  // A strip that starts within the text starts with ink, but `between` two letters.
  read: async ({ line, hidden }) => readingOf(lines[line].slice(hidden), 0.999,
    others.map(([text, ratio]) => ({ text, ratio })), hidden && !between ? 0 : WIDE),
  linkConfidence: (characters) => characters.reduce((all, { confidence }) => all * confidence, 1),
});

/**
 * @param {string[]} lines
 * @param {object} [options]
 * @param {string} [options.above]   the line above them
 * @param {boolean} [options.aboveWhole] whether that is all of it
 * @param {boolean} [options.aboveCut] whether the picture's edge cuts its end
 * @param {boolean} [options.cut]      and that of the link's line
 * @param {number} [options.paper]     and with how much paper before the edge, px; else there is no print
 * @param {number} [options.top]       y of the picture's upper edge, px
 * @param {number} [options.edge]    x of the lines that follow
 * @param {number} [options.before]  how far print goes left of the link, heights
 * @param {boolean} [options.blank]  whether there is but paper above them, where a test asks for that
 * @param {boolean} [options.outside] whether lines begin left of the picture
 * @param {boolean} [options.hidden] whether the lines below look little like the link's
 * @param {number} [options.pitch]   how far above the link's line the one before it is, px
 * @param {object} [options.place]   what else is known of where the lines below are
 * @param {number} [options.late]    how many characters too late the link is seen to begin
 * @param {boolean} [options.between] whether strips begin between letters, touching none
 * @param {boolean} [options.bulleted] whether the lines below begin with bullets
 * @param {number} [options.inked]   how far right of its start the strip of a line below shows print of none of the letters read, px
 * @returns {Promise<object | null>} the link that begins at the start of the first line
 */
export async function readColumn(lines, {
  others, late, between, above, aboveWhole = true, aboveCut = false, cut = false, paper = null, top = 0, edge, before = 0, outside = false, pitch = null, hidden = false, place, blank, bulleted = false, inked = null,
} = {}) {
  const all = { ...parts(lines.length, edge, hidden, place), beginsOutside: () => outside, pitchAbove: () => pitch };
  const lower = (seen) => ({ ...seen, y: seen.y - top, baseline: seen.baseline.map(([x, y]) => [x, y - top]) });
  if (above) all.lineAbove = (picture, { height }) => ({ candidate: lower(candidate(-1)), whole: aboveWhole, before: before * height });
  if (top) {
    const { cutStrip } = all;
    all.cutStrip = (picture, seen, ...how) => cutStrip(picture, { ...seen, y: seen.y + top }, ...how);
  }
  if (blank !== undefined) Object.assign(all, { isBlankAbove: () => blank, lineAbove: all.lineAbove ?? (() => null) });
  if (aboveCut || cut) {
    const { cutStrip } = all;
    all.cutStrip = (...asked) => {
      const strip = cutStrip(...asked);
      const text = (strip.line < 0 && aboveCut && above) || (strip.line === 0 && cut && lines[0]);
      const width = (text.length + 1) * WIDE;
      if (text && paper !== null) strip.data[Math.round(strip.height / 2) * width + width - 1 - paper] = 0;
      return text ? { ...strip, width, cutByEdge: true } : strip;
    };
  }
  if (bulleted) {
    const { cutStrip } = all;
    all.cutStrip = (...asked) => {
      const strip = cutStrip(...asked);
      return { ...strip, bullet: strip.line > 0 };
    };
  }
  if (inked !== null) {
    const { cutStrip } = all;
    all.cutStrip = (...asked) => {
      const strip = cutStrip(...asked);
      if (strip.line) strip.data[Math.round(strip.height / 2) * strip.width + inked] = 0;
      return strip;
    };
  }
  const reader = readerOf(Object.assign([...lines], { [-1]: above }), others, between);
  return (await readLink({}, lower(candidate(0, late)), reader, all))?.link ?? null;
}

/** Whether a line's link is a name alone. */
export const isAlone = async (line) => isNameAlone(await readColumn([line]));

/** The same text with a full stop more, where its host lacks one. */
export const dotsFor = (text) => withDots(text, findLink);

/** How many characters are looked at of the second line, whose place is known so far, and of which no more is shown than asked for. */
export async function shownOf(lines, place = {}) {
  const [reader, all] = [readerOf(lines), parts(lines.length)];
  const { nextLine } = all;
  all.nextLine = (...asked) => {
    const found = nextLine(...asked);
    const { right = COLUMN } = place;
    return found && { ...found, ...place, candidate: { ...found.candidate, baseline: found.candidate.baseline.map(([x, y]) => [Math.min(x, right), y]) } };
  };
  const cutStrip = (picture, at, cut) => ({ ...all.cutStrip(picture, at, cut), width: 11 * (cut.extend ?? 80) });
  let shown = 0;
  const read = async (strip) => {
    if (strip.line) shown = strip.width / WIDE;
    const { text, ...reading } = await reader.read(strip);
    const count = Math.floor(strip.width / WIDE) - 1;
    return { ...reading, text: text.slice(0, count), characters: reading.characters.slice(0, count) };
  };
  await readLink({}, candidate(0), { ...reader, read }, { ...all, cutStrip });
  return shown;
}

/** Which lines are read for a link, in this order. */
export async function linesRead(lines) {
  const reader = readerOf(lines);
  const read = [];
  const noting = { ...reader, read: (strip) => { read.push(strip.line); return reader.read(strip); } };
  await readLink({}, candidate(0), noting, parts(lines.length));
  return [...new Set(read)];
}

/** The link as read by one reader, and what another one makes of it. */
export async function askAgain(lines, second) {
  const [first, all] = [readerOf(lines), parts(lines.length)];
  const { link, lines: read } = await readLink({}, candidate(0), first, all);
  return [link, await secondOpinion(link, read, {}, first, readerOf(second), all)];
}

/**
 * The link as first read, and as several cuts together read: of these texts the likeliest, or each line as one of them.
 * What the language model holds likely, if there is one, is ten times as likely as anything else. With `sure`, the link
 * is sure at first; where a careful reader looks, too, all are so sure of what they read.
 */
export async function lookAgain(lines, texts, likely, { sure = false, careful = null } = {}) {
  const all = parts(lines.length);
  const language = likely && { likelier: (text) => (text === likely ? 10 : 1) };
  const sizes = [];
  const cutting = { ...all, cutStrip: (picture, candidate, cut) => { sizes.push(candidate.height); return all.cutStrip(picture, candidate, cut); } };
  const reader = {
    ...readerOf(lines),
    readTogether: async ([{ line }], { prior, likelier = () => 1 }) => {
      const worth = (text) => prior(text) * likelier(text, texts[0]);
      return readingOf(prior ? texts.toSorted((a, b) => worth(b) - worth(a))[0] : texts[line], careful ?? 0.999, []);
    },
  };
  const first = await readLink({}, candidate(0), reader, all);
  const link = sure ? { ...first.link, doubts: [], confidence: 0.999 } : first.link;
  const again = await reread(link, first.lines, {}, reader, cutting, { language, careful });
  return { first: first.link, again: again?.link ?? null, sizes };
}

/** Whether a text may begin with a link that another reader would read. */
export const mayBeUnread = (text) => unreadLink(text, findLink) !== null;

/** The links of a page's columns: as each is read, and once all are. */
export async function readPage(columns) {
  const read = [];
  for (const lines of columns) {
    const [reader, all] = [readerOf(lines), parts(lines.length)];
    read.push({ ...await readLink({}, candidate(0), reader, all), column: read.length });
  }
  const settled = read.map(({ link }) => link);
  for (const { link, column } of settleHyphens(read, readerOf([]), parts(0))) settled[column] = link;
  return { alone: read.map(({ link }) => link), settled };
}

/** Two links of a page, the second with this line above it; and what is made of them then. */
export async function readTwo(first, second, above) {
  const read = [];
  for (const [lines, over] of [[[first]], [[second], above]]) {
    const all = parts(lines.length);
    if (over) all.lineAbove = () => ({ candidate: candidate(-1), before: 0 });
    const reader = readerOf(Object.assign([...lines], { [-1]: over }));
    read.push({ ...await readLink({}, candidate(0), reader, all), parts: all, number: read.length + 1 });
  }
  return { alone: read.map(({ link }) => link), settled: settleBegun(read, readerOf([])) };
}

const SCRAPS = ['https://', 'http://', 'htlps:/l', 'www.', 'ftp://', 'javascript:', 'data:text/html,', 'file:///', 'mailto:',
  'doi:10.1000/', 'example.org', 'münchen.de', 'a@b.org', '/a/b', '?q=1&r', '#top', '%zz', '-', '/', '.', ',', ')', '(', ' ',
  '  ', '|', '~', '\ufffd', '\u202e', '\ud83d', ':', '//', '@', '<script>', '"', "'", '\\', '10.0.0.1', ':99999', '[::1]', '\t'];

/** Reads columns of scraps put together at random. */
export async function fuzz(rounds) {
  let state = 12345;
  const random = (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const line = () => Array.from({ length: random(7) }, () => SCRAPS[random(SCRAPS.length)]).join('');
  const result = { links: 0, bad: [] };
  for (let i = 0; i < rounds; i += 1) {
    const lines = [(i % 2 ? SCRAPS[random(10)] : '') + line(), line(), line()].slice(0, 1 + random(3));
    try {
      const link = await readColumn(lines, { others: [[line(), 0.5]] });
      if (!link) continue;
      result.links += 1;
      const hrefs = [link.href, ...link.alternatives.map(({ href }) => href)];
      const whole = link.characters.map(({ char }) => char).join('') === (link.readAs ?? link.printed);
      const likely = link.confidence >= 0 && link.confidence <= 1;
      if (!hrefs.every(isSafeHref) || !whole || !likely) result.bad.push([lines, hrefs, link.printed, link.readAs]);
    } catch (error) {
      result.bad.push([lines, String(error?.stack ?? error)]);
    }
  }
  result.bad = result.bad.slice(0, 5);
  return result;
}
