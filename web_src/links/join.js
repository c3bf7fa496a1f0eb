/**
 * Join a link that is broken over lines. The twin of training/links/join.py; the rules are in rules.json.
 *
 * Paper does not say whether a link goes on in the next line, so signs are weighed: what the line ends with, what
 * the next one starts with, and where both stand. Each sign is a row of `join` in rules.json with its reason. Where
 * they do not settle it, and always where a hyphen stands at the break, the other reading is offered too.
 *
 * What was read of one line: from the link's start to the line's end, or a following line from its start. Places
 * are in pixels along the line, upright; all but the text may be missing.
 * @typedef {object} Piece
 * @property {string} text
 * @property {number} [x0]
 * @property {number} [x1]
 * @property {number} [y]           its baseline
 * @property {number} [right]       where the lines of this column end
 * @property {number} [indent]      how far right of the column's left edge it starts
 * @property {'same' | 'next'} [item]  in a list, of which item it is: of that before it, or of another one
 * @property {boolean} [beside]     whether other print stands left of it in the column
 * @property {boolean} [apart]      whether another paragraph seems to begin with it
 * @property {boolean} [cut]        whether the picture's edge may cut its end
 * @property {number} [lineHeight]  the height of its letter h
 *
 * @typedef {object} Reading
 * @property {string} printed
 * @property {string | null} href
 * @property {string} kind
 * @property {number} lines  how many pieces it takes
 */
import { isSuffix } from './hosts.js';
import { PRIOR, isOwn } from './hyphen.js';
import { findLink } from './parse.js';
import { RULES, asciiLower, foundIn, matchAt, pattern } from './rules.js';

const { join: JOIN, patterns: PATTERNS, brackets: BRACKETS } = RULES;

/** Readings offered for one print, at most: two hyphens at two breaks already make four. */
const MOST_READINGS = 4;

const ALNUM = /[0-9A-Za-z]/;
const LETTER = /^[a-z]$/;
const WORD = /^[a-z]+[.,;:!?]?$/;

/**
 * The link that starts in the first piece, with what belongs to it of the others; null if there is none.
 *
 * @param {Piece[]} pieces
 * @param {object} [about]
 * @param {number} [about.hyphenated]  log-odds that the links of this page are, see hyphen.js
 * @returns {(Reading & {certain: boolean, doubts: string[], alternatives: Reading[]}) | null}  `doubts`: of the link
 *   where it stands, see parse.js; alternatives likeliest first
 */
export function joinPieces(pieces, { hyphenated = PRIOR } = {}) {
  pieces = pieces.map(tidy);
  if (!pieces.length) return null;
  const offered = new Map();
  for (const [link, lines] of readings(fromLink(pieces), pieces, 1, hyphenated)) {
    if (!offered.has(link.printed)) offered.set(link.printed, [link, lines]);
  }
  if (!offered.size) return null;
  const [[best, lines], ...others] = [...offered.values()].slice(0, MOST_READINGS);
  return {
    printed: best.printed,
    href: best.href,
    kind: best.kind,
    certain: best.certain && !others.length,
    doubts: best.doubts,
    lines,
    alternatives: others.map(([{ printed, href, kind }, count]) => ({ printed, href, kind, lines: count })),
  };
}

/** The first line, or only its last word, where that is a mail address with the next line's @, however far from its start. */
function fromLink([{ text }, next]) {
  return next?.text.startsWith('@') && !findLink(text) ? text.slice(text.lastIndexOf(' ') + 1) : text;
}

/** Every white space is one plain space, and there is none at the ends. */
function tidy(piece) {
  return { ...piece, text: piece.text.replace(pattern(PATTERNS.space, 'g'), ' ').replace(/^ +| +$/g, '') };
}

/** The readings of `text`, which the first `used` pieces made, and of what it may go on with; likeliest first. */
function readings(text, pieces, used, hyphenated) {
  const plain = findLink(text);
  const alone = plain ? [[plain, used]] : [];
  if (used === pieces.length) return alone;
  const { score, variants } = weigh(text, pieces[used - 1], pieces[used], hyphenated);
  const joined = variants.flatMap((variant) => readings(variant, pieces, used + 1, hyphenated));
  const margin = score - JOIN.threshold;
  const open = margin < JOIN.sure || pieces[used].apart || pieces[used - 1].cut;
  if (margin >= 0) return open ? [...joined, ...alone] : joined;
  return margin > -JOIN.sure ? [...alone, ...joined] : alone;
}

/**
 * How much speaks for going on in the next line, and the texts if so: joined as is, or with and without hyphen.
 * Minus infinity where it cannot go on: no link, one that ends before its line does, or nothing to add.
 *
 * @param {string} text  the link so far, up to the end of `here`
 * @param {Piece} here
 * @param {Piece} there
 * @param {number} [hyphenated]
 */
export function weigh(text, here, there, hyphenated = PRIOR) {
  const no = { score: -Infinity, variants: [] };
  const {
    link, alone, begun, open,
  } = endOf(text);
  if (!open) return no;
  const variants = [text + there.text];
  if (text.endsWith('-') && (link || begun)) variants.push(text.slice(0, -1) + there.text);
  const dotLost = link && !alone && lacksDot(text, link, there.text);
  if (dotLost) variants.unshift(`${text}.${there.text}`);
  const joined = findLink(variants[0]);
  if (!joined || joined.end <= text.length || joined.start >= text.length) return no;
  if (alone && isAnother(text, joined)) return no;
  const own = alone ? null : link;
  const printed = own ? text.slice(own.start) : text;
  const [first] = there.text.split(' ');
  const last = text.split(' ').at(-1);
  const address = !alone && isAddress(first) && !foundIn(JOIN.doi.service, asciiLower(printed));
  const signs = {
    'prefix alone': alone,
    'host unfinished': own && unknown(own) && !unknown(joined),
    'host spoilt': own && !unknown(own) && unknown(joined),
    begun,
    'bracket open': opensBracket(printed),
    'next address': address,
    'address with a path': address && first.includes('/'),
    'address behind a path': address && first.includes('/') && own && !isHost(own),
    'word before address': begun && address && ALNUM.test(text.slice(-1)) && !last.includes('@') && !isEnclosed(last, { start: 1 }, first),
    'mark before a scheme': foundIn(JOIN.markedScheme, asciiLower(first)) && !printed.includes('?'),
    'slash twice': printed.endsWith('/') && first.startsWith('/'),
    introduced: foundIn(JOIN.introduced, asciiLower(there.text)),
    'angle open': own && text[own.start - 1] === '<' && !text.slice(own.start).includes('>'),
    'dot before address': address && text.endsWith('.') && (own ? isHost(own) : begun && text.includes('@')),
    enclosed: own && isEnclosed(text, own, first),
    "doi's number": foundIn(JOIN.doi.broken, asciiLower(printed)) && foundIn(JOIN.doi.number, first),
    'last letter': !alone && LETTER.test(text.slice(-1)) && LETTER.test(there.text),
    'within a word': !alone && ALNUM.test(text.slice(-1)) && WORD.test(first),
    country: foundIn(JOIN.country.ends, printed) && foundIn(JOIN.country.starts, first) && !unknown(joined),
    'host run on': own && !dotLost && ALNUM.test(text.slice(-1)) && ALNUM.test(first.slice(0, 1)) && growsHost(own, joined),
    ...places(here, there, first),
  };
  const subjects = [
    [JOIN.ends, printed], [JOIN.starts, first], [JOIN.rest, there.text.slice(first.length)], [JOIN.places, ''],
  ];
  let score = 0;
  for (const [rows, subject] of subjects) {
    for (const row of rows) if (fits(row, subject, signs)) score += row.weight;
  }
  if (begun && (score < JOIN.threshold || unknown(joined))) return no;
  if (text.endsWith('-') && !isOwn(printed, first, hyphenated)) variants.reverse();
  return { score, variants };
}

/**
 * Whether the line's text ends with a link, with a prefix that stands alone or with what a link may begin with: only
 * then may it go on.
 *
 * @param {string} text
 */
export const mayGoOn = (text) => endOf(text.trimEnd()).open;

/**
 * Whether the line's text ends with a link that wants nothing more: it goes on only where the line was too short for it.
 *
 * @param {string} text
 */
export function isWhole(text) {
  const { link, alone, open } = endOf(text.trimEnd());
  return open && !alone && Boolean(link) && !link.doubts.includes('suffix') && link.end === text.trimEnd().length
    && ALNUM.test(link.printed.at(-1)) && !opensBracket(link.printed);
}

function endOf(text) {
  const link = findLink(text);
  // `https:` may be found at the end of a text in which an earlier link stands
  const alone = foundIn(JOIN.prefixAlone, asciiLower(text)) && (!link || link.end < text.length - 1 || isPrefix(link, text));
  // a mail address or a bare host: nothing in it is a link before its suffix is there
  const begun = !link && !alone && foundIn(JOIN.begun, asciiLower(text));
  return {
    link, alone, begun, open: alone || begun || Boolean(link && endsWith(link, text)),
  };
}

const unknown = ({ doubts }) => doubts.includes('suffix');

/** Whether the full stop between a host and its suffix, which the next line begins with, was not seen. */
function lacksDot(text, link, next) {
  if (link.end !== text.length || !isHost(link) || !ALNUM.test(text.slice(-1))) return false;
  const { suffix, country, countryAlone, countryBehind } = JOIN.lostDot;
  const [first] = asciiLower(next).split(' ');
  const [name] = pattern(suffix).exec(first) ?? [];
  if (!name) return false;
  if (unknown(link)) return isSuffix(name) && !foundIn(countryAlone, first);
  return foundIn(countryBehind, asciiLower(text)) && foundIn(country, first)
    && ['', '.'].map((dot) => findLink(text + dot + next)).every((whole, i) => whole && unknown(whole) === (i === 0));
}

/** Whether all there is of a link is a prefix, as in `https://www.`, of which `https://www` is a link, too. */
const isPrefix = (link, text) => unknown(link) && foundIn(JOIN.prefixAlone, asciiLower(text.slice(link.start)));

/** Whether the mark right before the link opens what only the next word closes. */
function isEnclosed(text, { start }, first) {
  const closer = JOIN.closers[text[start - 1]];
  return closer !== undefined && !text.slice(start).includes(closer) && first.includes(closer);
}

/** Whether a word is a bare host of a known suffix, an e-mail address or a DOI, a bullet before it or not. */
function isAddress(word) {
  const link = findLink(word.replace(pattern(JOIN.bullet), ''));
  return link?.start === 0 && ['domain', 'mail', 'doi'].includes(link.kind) && !link.doubts.includes('suffix');
}

/** Whether a link is none that its prefix begins: behind `use https` the next line's host is another. */
const isAnother = (text, { kind }) => ['domain', 'mail'].includes(kind) && !foundIn(JOIN.mailAlone, asciiLower(text));

/** Whether a link ends with its host: only there a dot may be the host's own. */
const isHost = ({ kind, printed }) => kind === 'mail' || !printed.replace(/^\w+:\/\//, '').includes('/');

/** Whether what follows would make another host of one that has its suffix already. */
function growsHost(link, joined) {
  if (link.kind === 'mail' || !link.href || !joined.href || [...link.doubts, ...joined.doubts].includes('suffix')) return false;
  const [host, longer] = [link, joined].map(({ href }) => new URL(href).hostname);
  return Boolean(host && longer) && longer !== host;
}

/** Whether nothing but a sentence's marks follows the link. */
function endsWith(link, text) {
  return [...text.slice(link.end)].every((mark) => matchAt(PATTERNS.trailing, mark, 0));
}

function fits(row, subject, signs) {
  if (row.name) return Boolean(signs[row.name]) && !row.notWith?.some((name) => signs[name]);
  const text = row.small ? asciiLower(subject) : subject;
  return foundIn(row.pattern, text) && !(row.unless && foundIn(row.unless, asciiLower(text)));
}

function opensBracket(printed) {
  const count = (mark) => printed.split(mark).length;
  return Object.entries(BRACKETS).some(([closer, opener]) => count(opener) > count(closer));
}

/** What the places of two lines say; nothing where they are not known. */
function places(here, there, first) {
  const known = (...values) => values.every((value) => value !== undefined && value !== null);
  const signs = { item: there.item === 'next', apart: Boolean(there.apart), cut: Boolean(here.cut) };
  if (known(here.x0, here.x1, here.right) && here.text) {
    const width = (here.x1 - here.x0) / here.text.length; // of a character
    signs.room = here.right - here.x1 > (first.length + 1.5) * width;
    signs.full = here.right - here.x1 < 3 * width;
  }
  const height = here.lineHeight;
  const between = (value, low, high) => low * height < value && value < high * height;
  if (known(height, here.y, there.y)) signs.far = !between(there.y - here.y, 0.8, 4);
  if (known(height, there.lineHeight)) signs.size = !between(there.lineHeight, 0.75, 1.33);
  if (known(height, there.indent)) {
    signs.paragraph = there.item !== 'same' && between(there.indent, 0.8, 4) && (here.indent ?? 0) < 0.8 * height;
    signs.outdent = here.beside !== false && (here.indent ?? 0) - there.indent > 5 * height;
  }
  return signs;
}
