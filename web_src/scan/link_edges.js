/**
 * What stands around a link, and what that says of where it begins, ends and goes on.
 */

import { PREFIXLESS } from '../links/link.js';
import { RULES } from '../links/rules.js';
import { textOf } from './characters.js';
import { mayEndSentence } from './dot_gaps.js';
import { inkedColumns } from './ink.js';
import { TOUCHING, restOfLine } from './line_end.js';
import { hasSlashedWord } from './slashed_word.js';

/** @typedef {import('./read_link.js').ReadLine} ReadLine */
/** @typedef {import('./tesseract.js').ReadCharacter} Character */

/** A link that stops this close to its strip's end may go on outside of it, its last letter being cut; in strip heights. */
const RUNNING_OUT = 0.8;

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

/** Rows of a strip that hold but the letters of its own line, neither what hangs down above nor an underline, as parts of its height. */
const BETWEEN_LINES = [0.25, 0.7];

/**
 * What stands around a link.
 *
 * @param {ReadLine[]} lines its own
 * @param {[number, number][]} spans which characters of each are its own
 * @param {typeof import('../links/parse.js').findLink} findLink
 * @returns {{before?: Character, run: Character[], after: Character[], ends: boolean, unclosed: boolean, unopened: boolean,
 *   enclosed: boolean, parted: boolean}} the character right before it, all that follow it without a space, those with the
 *   space behind them and whether there is one; whether brackets open but are not closed, close what they don't open, or do
 *   both, around the link; whether what parts the link from a word beside it may be no space, or a space may part its own
 */
export function edgesOf(lines, spans, findLink) {
  const preceding = lines[0].reading.characters.slice(0, spans[0][0]);
  const own = lines[0].reading.characters.slice(...spans[0]);
  const following = lines.at(-1).reading.characters.slice(spans.at(-1)[1]);
  const space = following.findIndex(({ char }) => /\s/.test(char));
  return {
    before: preceding.at(-1),
    run: space < 0 ? following : following.slice(0, space),
    after: space < 0 ? following : following.slice(0, space + 1),
    ends: space >= 0,
    unclosed: isUnclosed(preceding.at(-1)?.char, textOf(following), restOfLine(lines.at(-1)).text.slice(spans.at(-1)[1])),
    enclosed: preceding.at(-1)?.char in CLOSERS && textOf(following).includes(CLOSERS[preceding.at(-1).char]),
    unopened: ANGLE_CLOSED.test(textOf(following)) && !textOf(preceding).trim(),
    parted: UNENDED_MAIL.test(textOf(preceding)) || Boolean(ENCLOSED[preceding.at(-1)?.char]?.test(textOf(following)))
      || hasSlashedWord(textOf(following), findLink) || (!HAS_PREFIX.test(textOf(own)) && mayEndSentence(own, lines[0].strip.height)),
  };
}

/** Whether what opens right before a link is not closed on its line, where that ends it or more that looks like it follows. */
const isUnclosed = (before, after, onLine) => before in CLOSERS && !after.includes(CLOSERS[before])
  && (LAST_ON_LINE.test(onLine) || SLASHED.test(onLine));

/**
 * What speaks against a link's beginning where it seems to, its ends and the places where it is broken.
 *
 * @param {ReadLine[]} lines
 * @param {Character[][]} own the link's, line by line
 * @param {ReturnType<typeof edgesOf>} edges
 * @param {string} kind of link
 * @returns {string[]}
 */
export function edgeDoubts(lines, own, {
  run, ends, unclosed, enclosed, unopened,
}, kind) {
  const { strip } = lines.at(-1);
  const last = run.at(-1) ?? own.at(-1).at(-1); // behind a full stop at the strip's end the link may go on
  const left = (strip.width - last.x1) / strip.height;
  const rest = restOfLine(lines.at(-1));
  const open = left < RUNNING_OUT && !ends && !enclosed && !(rest.ended && lines.length > 1);
  const touches = own[0][0].x0 < TOUCHING * lines[0].strip.height;
  const begunBefore = (unopened && !HAS_PREFIX.test(textOf(own[0]))) || (PREFIXLESS.includes(kind) && isAtEdge(lines[0], own[0][0]));
  return [
    ...(lines[0].begunAbove || lines[0].mayBegin || touches || begunBefore ? ['glued'] : []),
    ...(open ? ['cut'] : []),
    ...(lines.slice(1).some(startsInPrint) ? ['joined'] : []),
    ...(lines.at(-1).openEnd || lines.at(-1).goesOn || unclosed ? ['broken'] : []),
  ];
}

/**
 * Whether print stands at a strip's very start, where paper is before a line's first letter: another may be left of it. Of
 * 261 lines that links went on in, one was such.
 */
const startsInPrint = ({ strip }) => inkedColumns(strip, BETWEEN_LINES).subarray(0, Math.ceil(TOUCHING * strip.height)).includes(1);

/** Whether a character is so close to the picture's left edge that a mark before it, as in `_name@`, is cut off or not told from the edge. */
const isAtEdge = ({ strip, candidate }, { x0 }) => strip.toPicture(x0)[0] < AT_EDGE * candidate.height;
