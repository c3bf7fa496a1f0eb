/**
 * What the page is told of a link: its text and target, how sure each part of it is, and where it stands.
 */

import { textOf } from './characters.js';
import { upToCase } from './confidence.js';
import { pieceOf } from './line_end.js';
import { edgeDoubts, edgesOf } from './link_edges.js';
import { spansOfJoined } from './link_spans.js';
import { JOINED_RIGHT, MAY_BE_ANOTHER, otherReadings } from './other_readings.js';
import { crop, stack } from './strip_image.js';
import { doubtTwins } from './twins.js';
import { OTHER } from './unread.js';

/** @typedef {import('./pipeline.js').Link} Link */
/** @typedef {import('./read_link.js').ReadLine} ReadLine */

/**
 * A link that touches a character that our reader has no class for, or holds it, is a guess; so is
 * one that letters or digits follow without a space: were they read better, they might be part of it.
 */
const RUNS_ON = /[0-9A-Za-z\u00c0-\u024f\ufffd]/;
const GUESS = 0.3;

/** No link is surer than this that has letters beyond ASCII: small print hardly shows what stands above or below them. */
const MARKS_TOLD = 0.8;
const BEYOND_ASCII = /[^ -~]/;

/**
 * @param {ReadLine[]} lines the link's first, and those it may go on in
 * @param {import('./tesseract.js').Reader} reader
 * @param {import('./pipeline.js').Parts} parts
 * @returns {Link | null} nothing where they hold no link that opens
 */
export function describeLink(lines, reader, { findLink, joinPieces }) {
  const text = lines[0].reading.text;
  const joined = lines.length > 1 ? joinPieces(lines.map(pieceOf)) : null;
  const found = joined && joined.lines > 1 ? findLink(joined.printed, { start: true }) : findLink(text, { start: true });
  if (!found?.href) return null;
  const spans = joined && joined.lines > 1 ? spansOfJoined(lines.slice(0, joined.lines), joined.printed, text, findLink)
    : [[found.start, found.end]];
  const own = spans.map(([start, end], i) => lines[i].reading.characters.slice(start, end));
  if (own.some((characters) => !characters.length)) return null;
  const used = lines.slice(0, own.length);
  const edges = edgesOf(used, spans, findLink);
  const unsure = joined && !joined.certain && joined.alternatives.length > 0;
  const weighed = upToCase(own.flat(), found.kind);
  const marked = doubtTwins(weighed, found.kind);
  const sure = confidenceOf(weighed, edges, reader) * (unsure ? JOINED_RIGHT : 1);
  const confidence = marked === weighed ? sure : Math.min(sure, MAY_BE_ANOTHER);
  const characters = marked.map(({ char, confidence: seen, alternatives = [] }) => ({ char, confidence: seen, alternatives }));
  const read = textOf(characters);
  const changed = own.length > 1 ? read !== found.printed : found.changes.length > 0;
  return {
    printed: found.printed,
    href: found.href,
    kind: found.kind,
    confidence,
    doubts: [...new Set([
      ...(confidence < reader.sure || marked !== weighed ? ['letters'] : []),
      ...edgeDoubts(used, own, edges, found.kind),
      ...(unsure ? [own.length > 1 ? 'joined' : 'broken'] : []),
      ...(own.length === 1 ? found.doubts : [...found.doubts.filter((doubt) => doubt !== 'broken'), ...joined.doubts]),
    ])],
    readAs: changed ? read : null,
    quad: quadOf(used[0], own[0]),
    quads: used.map((line, i) => quadOf(line, own[i])),
    image: stack(used.map(({ strip }, i) => crop(strip, own[i][0].x0, own[i].at(-1).x1))),
    characters,
    alternatives: otherReadings(lines, joined, found, confidence, { findLink, joinPieces }),
  };
}

const quadOf = ({ strip }, own) => strip.quad(own[0].x0, own.at(-1).x1);

/**
 * All its characters must be right, and those that it begins behind and ends before, up to a space: were one of them
 * part of it, or no space there, the link would be another.
 */
function confidenceOf(own, { before, after, run, parted }, reader) {
  const all = [before, ...own, ...after].filter(Boolean);
  const confidence = reader.linkConfidence?.(all) ?? Math.min(...own.map((character) => character.confidence));
  const most = own.some(({ char }) => BEYOND_ASCII.test(char)) ? MARKS_TOLD : 1;
  const unknown = [before, ...own].some((character) => character?.char === OTHER) || run.some(({ char }) => RUNS_ON.test(char));
  return Math.min(confidence, unknown ? GUESS : most, parted ? MAY_BE_ANOTHER : 1);
}
