/**
 * What the page is told of a link: its text and target, how sure each part of it is, and where it stands.
 */

import { RULES, asciiLower, matchAt } from '../links/rules.js';
import { doubtTwins, upToCase } from './confidence.js';
import { TOUCHING, pieceOf, restOfLine } from './line_end.js';
import { hasSlashedWord } from './slashed_word.js';
import { crop, stack } from './strip_image.js';
import { OTHER } from './unread.js';

/** @typedef {import('./pipeline.js').Link} Link */
/** @typedef {import('./read_link.js').ReadLine} ReadLine */

/** A link that stops this close to its strip's end may go on outside of it, its last letter being cut; in strip heights. */
const RUNNING_OUT = 0.8;

/**
 * A link that touches a character that our reader has no class for, or holds it, is a guess; so is
 * one that letters or digits follow without a space: were they read better, they might be part of it.
 */
const RUNS_ON = /[0-9A-Za-z\u00c0-\u024f\ufffd]/;
const GUESS = 0.3;

/** A link between these is closed by the second: where one more word stands before it, what parts that from the link may be no space. */
const ENCLOSED = { '"': /^[.,;:]? [^\s"]+"/, "'": /^[.,;:]? [^\s']+'/, '<': /^[.,;:]? [^\s<>]+>/ };

/** What opens right before a link closes behind it: where the line ends first, the link may go on. */
const { closers: CLOSERS } = RULES.join;
const LAST_ON_LINE = /^[.,;:!?]*\s*$/;
const SLASHED = /[0-9A-Za-z]\/[0-9A-Za-z]/;

/** What begins its line, without a prefix, and closes an angle bracket: the link may begin on the line above. */
const ANGLE_CLOSED = /^>/;
const HAS_PREFIX = /^(?:https?:|ftp:|mailto:|www\.|doi|10\.)/i;

/** Where a mail address seems to end before its suffix, what parts it from the host behind it may be no space. */
const UNENDED_MAIL = /\w@[\w-]* $/;

/** As close to the picture's edge the widest mark of a name may stand, in heights of the letter h. */
const AT_EDGE = 1;

/** Kinds of link that nothing says the beginning of. */
export const PREFIXLESS = ['domain', 'mail'];

/** Characters of a year and the full stop behind it. */
const YEAR = 5;

/** No link is surer than this that has letters beyond ASCII: small print hardly shows what stands above or below them. */
const MARKS_TOLD = 0.8;
const BEYOND_ASCII = /[^ -~]/;

/** Where two ways to join the lines are offered, the first is right this often (tests/unit/test_links_join.py). */
const JOINED_RIGHT = 0.93;

/** No link is surer than this whose O may as well be a 0, or that a word follows within its quotes, a guess. */
const MAY_BE_ANOTHER = 0.9;

/** How likely a link goes on from the line above, where it may; a guess. */
const BEGUN_ABOVE = 0.3;

/** Other readings shown, and how likely they must be. */
const MOST_ALTERNATIVES = 3;
const LEAST_ALTERNATIVE = 0.05;

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

/** Which characters of each line make the joined link: [first, end], from the first line to the last. */
function spansOfJoined(lines, printed, text, findLink) {
  const { text: firstText } = restOfLine(lines[0]);
  const start = startOf(text, firstText, printed, findLink);
  let left = printed;
  return lines.map((line, i) => {
    const { text: own } = restOfLine(line);
    const from = i === 0 ? start : own.length - own.trimStart().length;
    const trimmed = own.trimEnd();
    if (i === lines.length - 1) {
      const length = tailLength(trimmed.slice(from), left);
      return [from, from + length];
    }
    // A hyphen at the break may have been the printer's: then the link is joined without it.
    const whole = trimmed.slice(from);
    const dropped = whole.endsWith('-') && !left.slice(0, whole.length).endsWith('-') && i + 1 < lines.length;
    left = left.slice(whole.length - Number(dropped));
    return [from, trimmed.length - Number(dropped)];
  });
}

/** Where the link begins in its first line: where it is found, or where what is no link yet does. */
function startOf(text, firstText, printed, findLink) {
  const found = findLink(text, { start: true });
  const line = firstText.trimEnd();
  if (found && found.end >= line.length - 2) return found.start;
  const word = line.lastIndexOf(' ') + 1;
  const shared = [...line.slice(word)].findIndex((_, i) => printed.startsWith(line.slice(word + i).replace(/-$/, '')));
  return word + Math.max(0, shared);
}

/** How many characters of the last line end the link. */
function tailLength(text, left) {
  for (let length = text.length; length > 0; length -= 1) if (left.endsWith(text.slice(0, length))) return length;
  return 0;
}

/** The character right before the link, all that follow it without a space, and those with the space behind them. */
function edgesOf(lines, spans, findLink) {
  const preceding = lines[0].reading.characters.slice(0, spans[0][0]);
  const following = lines.at(-1).reading.characters.slice(spans.at(-1)[1]);
  const space = following.findIndex(({ char }) => /\s/.test(char));
  return {
    before: preceding.at(-1),
    run: space < 0 ? following : following.slice(0, space),
    after: space < 0 ? following : following.slice(0, space + 1),
    ends: space >= 0,
    unclosed: isUnclosed(preceding.at(-1)?.char, textOf(following), restOfLine(lines.at(-1)).text.slice(spans.at(-1)[1])),
    unopened: ANGLE_CLOSED.test(textOf(following)) && !textOf(preceding).trim(),
    parted: UNENDED_MAIL.test(textOf(preceding)) || Boolean(ENCLOSED[preceding.at(-1)?.char]?.test(textOf(following)))
      || hasSlashedWord(textOf(following), findLink),
  };
}

/** The link as it would be with the word behind it, where that may be its rest. */
function withoutSpace(text, { end }, findLink) {
  if (!hasSlashedWord(text.slice(end), findLink)) return null;
  const space = text.indexOf(' ', end);
  return findLink(text.slice(0, space) + text.slice(space + 1), { start: true });
}

/** A bare link as it would be with the year before it, which may be its own: 2012.example.org. */
function withYear(text, { kind, printed, start }, findLink) {
  const year = start >= YEAR && PREFIXLESS.includes(kind) && matchAt(RULES.patterns.year, asciiLower(text), start - YEAR)?.[0];
  const whole = year && findLink((kind === 'mail' ? 'mailto:' : 'https://') + year + printed, { start: true });
  return whole ? { printed: year + printed, href: whole.href } : null;
}

/** Whether what opens right before a link is not closed on its line, where that ends it or more that looks like it follows. */
const isUnclosed = (before, after, onLine) => before in CLOSERS && !after.includes(CLOSERS[before])
  && (LAST_ON_LINE.test(onLine) || SLASHED.test(onLine));

const textOf = (characters) => characters.map(({ char }) => char).join('');

function edgeDoubts(lines, own, { run, ends, unclosed, unopened }, kind) {
  const { strip } = lines.at(-1);
  const last = run.at(-1) ?? own.at(-1).at(-1); // behind a full stop at the strip's end the link may go on
  const left = (strip.width - last.x1) / strip.height;
  const rest = restOfLine(lines.at(-1));
  const open = left < RUNNING_OUT && !ends && !(rest.ended && lines.length > 1);
  const touches = own[0][0].x0 < TOUCHING * lines[0].strip.height;
  const begunBefore = (unopened && !HAS_PREFIX.test(textOf(own[0]))) || (PREFIXLESS.includes(kind) && isAtEdge(lines[0], own[0][0]));
  return [
    ...(lines[0].begunAbove || lines[0].mayBegin || touches || begunBefore ? ['glued'] : []),
    ...(open ? ['cut'] : []),
    ...(lines.at(-1).openEnd || lines.at(-1).goesOn || unclosed ? ['broken'] : []),
  ];
}

/** Whether a character is so close to the picture's left edge that a mark before it, as in `_name@`, is cut off or not told from the edge. */
const isAtEdge = ({ strip, candidate }, { x0 }) => strip.toPicture(x0)[0] < AT_EDGE * candidate.height;

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

/**
 * A link that offers another reading of its print, too; the link itself where that leads nowhere else.
 *
 * @param {Link} link
 * @param {Link} other
 * @returns {Link}
 */
export function alsoOffer(link, { printed, href, confidence }) {
  if ([link, ...link.alternatives].some((one) => one.href === href)) return link;
  return { ...link, alternatives: [...link.alternatives, { printed, href, confidence: Math.min(confidence, 1 - link.confidence) }] };
}

/** Other ways to join the lines, and other texts that the reader holds likely; likeliest first. */
function otherReadings(lines, joined, found, confidence, { findLink, joinPieces }) {
  const offered = new Map();
  const offer = ({ printed, href }, sure) => {
    if (!href || href === found.href || sure < LEAST_ALTERNATIVE) return;
    offered.set(printed, { printed, href, confidence: Math.max(sure, offered.get(printed)?.confidence ?? 0) });
  };
  for (const other of joined?.alternatives ?? []) offer(other, 1 - JOINED_RIGHT);
  for (const whole of [lines[0].begunAbove, ...lines.map(({ goesOn }) => goesOn)]) if (whole) offer(whole, BEGUN_ABOVE);
  if (lines.length === 1) {
    const { text } = lines[0].reading;
    for (const whole of [withoutSpace(text, found, findLink), withYear(text, found, findLink)]) if (whole) offer(whole, 1 - MAY_BE_ANOTHER);
  }
  for (const [i, line] of lines.entries()) {
    for (const { text, ratio } of line.reading.others ?? []) {
      if (ratio * confidence < LEAST_ALTERNATIVE) continue;
      const again = lines.length === 1 ? findLink(text, { start: true })
        : joinPieces(lines.map(pieceOf).map((piece, k) => (k === i ? { ...piece, text } : piece)));
      if (again) offer(again, Math.min(ratio * confidence, 1 - confidence));
    }
  }
  return [...offered.values()].sort((a, b) => b.confidence - a.confidence).slice(0, MOST_ALTERNATIVES);
}
