/**
 * The lines that a link goes on in, one after another, as long as it reaches the end of each.
 */

import { beginsWithBullet } from './beside.js';
import { clearness } from './characters.js';
import { pieceOf, restOfLine, startOfPrint } from './line_end.js';
import { isBegunOutside, isCutWithin, mayEndThere } from './picture_edge.js';
import { hasSlashedWord } from './slashed_word.js';
import { seenLength } from './strip.js';

/** @typedef {import('./read_link.js').ReadLine} ReadLine */

/** The part of a following line that is read, in heights of the letter h: a link's end is seldom further on; and at most. */
const SOME_OF_LINE = 20;
const WHOLE_LINE = 90;

/** Print that ends so long before its strip does has ended, in strip heights. */
const OVER = 2;

/** A space that ends a word: behind marks that stand within links the reader sees one where there is none. */
const APART = /[^\s;&=?/_%#]\s/;

/** Paper shown beyond the column's right edge, in heights of the letter h. */
export const AFTER_COLUMN = 0.5;

/** Where nothing puts candidates on their print. */
export const asSeen = (_, candidate) => candidate;

/** What a link may end in, and more often goes on behind: where its line ends and no other was found, one may have been missed. */
const ENDS_OPEN = /[-/_=&?~+]$/;

/** And what it hardly ever ends in: so it is doubtful even where the line below looks like none of its own. */
const NEVER_LAST = /[-_=&+~%]$/;

/** Nor is one over that has but begun. */
const PREFIX_ALONE = /(?::\/\/|(?<![0-9a-z.-])www\.?)$/i;

/**
 * Behind a full stop it seldom goes on; but where the line below begins outside of the picture, or is none that was found,
 * nobody can tell, and where that seems to begin another paragraph its first word tells.
 */
const MAY_GO_ON = /[-./_=&?~+]$/;

/** The part of a following line that is put on its print, or looked above, in heights of the letter h. */
const FIRST_LOOK = 5;

/**
 * Lines of one link are as far apart as those before them, its own or its paragraph's; with this much more between another
 * paragraph begins. Of 40 links over three lines and more none had more than 1.18; and of 4,861 broken links on training
 * pages one has more below its first line than 1.22 times what is above it, of 7,072 that end above another line 1,773 have.
 */
const SAME_PITCH = 1.22;

/** So much more is two lines, of which one was not seen; so it may be from here on, in heights of the letter h, where no pitch is known. */
const TWO_LINES = 1.75;
const TWO_CLOSE = 2.3;

/** A line that begins so much further left than the one before, in heights of the letter h, may be in another column. */
const OUTDENT = 5;

/** What seems a line, and is so much closer than those above are apart, may be a rule or the link's own tails. */
const CLOSER = 0.85;

/** A line that leaves room for so many characters was ended, not broken: hardly a word is longer. */
const LONGEST_WORD = 24;

/**
 * Characters less sure than this on average are none: a picture, or print of another size, perhaps two lines of it at
 * once. Of 130 lines that links went on in none was below 0.5; small print seen as one line was at 0.02 to 0.33.
 */
const LEAST_CLEAR = 0.4;

/** And of fewer the average says little. */
const SHORT = 3;

/** A line that the picture's edge may cut is followed only where its last word looks like a link's. */
const LINKS_END = /[@./:]\S*$/;

/** More lines than this hardly a printed link takes, in a narrow column or a headline. */
const MOST_LINES = 6;

/**
 * These lines, and those that follow.
 *
 * @param {import('./picture.js').Picture} picture at full size
 * @param {ReadLine[]} lines of the link so far, at least one
 * @param {import('./tesseract.js').Reader} reader
 * @param {import('./pipeline.js').Parts} parts
 * @returns {Promise<ReadLine[]>}
 */
export async function readFollowing(picture, lines, reader, parts) {
  let [all, over] = [lines, !parts.nextLine];
  while (!over && all.length < MOST_LINES) [all, over] = await readOneMore(picture, all, reader, parts);
  return all;
}

/** These lines and the next one, where the link goes on in it; and whether that is all of the link. @returns {Promise<[ReadLine[], boolean]>} */
async function readOneMore(picture, lines, reader, parts) {
  const { nextLine, pitchAbove, beginsOutside, isBlankAbove, joinPieces, mayGoOn, isWhole } = parts;
  const last = lines.at(-1);
  const { text, characters, ended, cut } = restOfLine(last);
  const soFar = textSoFar(lines, text);
  const over = (told, open) => [endedWith(told, text, open), true];
  if (!(ended || (cut && LINKS_END.test(text.trimEnd()) && mayEndThere(last.strip))) || !mayGoOn(soFar)) return [lines, true];
  const [endX] = last.strip.toPicture(characters.at(-1).x1);
  const from = startOfPrint(last);
  const isOutside = () => Boolean(beginsOutside?.(picture, last.candidate, endX, from));
  const pitch = last.place?.down ?? pitchAbove?.(picture, last.candidate, endX) ?? undefined;
  const place = placeBelow(picture, last, { endX, pitch, from }, nextLine);
  if (!place) return over(lines, isOutside() ? MAY_GO_ON : ENDS_OPEN);
  const readBelow = () => readNextLine(picture, place, reader, parts);
  const apart = beginsParagraph(place, last, pitch, () => cannotBeOver(text, parts));
  if (apart || isBegunOutside(place.candidate, isOutside)) {
    const begun = MAY_GO_ON.test(text.trimEnd()) ? await readBelow() : null;
    if (!isPrint(begun)) return over(lines, apart ? NEVER_LAST : MAY_GO_ON);
    const longer = [...lines, { ...begun, place: { ...place, apart: true } }];
    if (apart && joinPieces(longer.map(pieceOf))?.lines > lines.length) return [longer, false];
    return over(toldOf(lines, joinPieces([...lines, begun].map(pieceOf))), apart ? NEVER_LAST : MAY_GO_ON);
  }
  if (roomBehind(last, characters, place) > LONGEST_WORD && isWhole(soFar)) return [lines, true];
  const line = await readBelow();
  if (cut && isCutWithin(last.strip, text, line)) return [lines, true];
  if (!isPrint(line)) return over(lines, line && beginsWithBullet(line) ? NEVER_LAST : ENDS_OPEN);
  if (reachesLine(joinPieces([...lines, line].map(pieceOf)), lines.length)) return [[...lines, line], false];
  const hidden = place.down >= (pitch ? TWO_LINES * pitch : TWO_CLOSE * last.candidate.height) && isHidden(picture, place, isBlankAbove);
  const other = place.down < CLOSER * pitch || isElsewhere(place) ? ENDS_OPEN : NEVER_LAST;
  return over(withRest(lines, line, text, parts), hidden ? MAY_GO_ON : other);
}

/** Whether what was read of a following line is print of this size, and begins no item of a list. */
const isPrint = (line) => Boolean(line) && !beginsWithBullet(line) && isClear(line);

/** Whether a joined link, or another way to join it, has more lines than this. */
function reachesLine(joined, count) {
  const uses = (other) => other.lines > count;
  return Boolean(joined) && (uses(joined) || joined.alternatives.some(uses));
}

/**
 * These lines, which don't go on in the one below as it was read; the last is told the link that it would be where they do
 * if their column, whose right edge was not seen, ends with them, or if a space within the line below, before a word with
 * a slash in it, is none.
 */
function withRest(lines, below, text, { joinPieces, findLink }) {
  const pieces = [...lines, below].map(pieceOf);
  const [here, there] = pieces.slice(-2);
  const spaced = ENDS_OPEN.test(text.trimEnd()) && hasSlashedWord(there.text.slice(there.text.indexOf(' ')), findLink);
  const ways = [
    ...(below.place.beyond ? [[{ ...here, right: undefined }, there]] : []),
    ...(spaced ? [[here, { ...there, text: there.text.replace(' ', '') }]] : []),
  ];
  return ways.reduce((told, two) => toldOf(told, joinPieces([...pieces.slice(0, -2), ...two])), lines);
}

/** These lines, the last told the link that it would be with the line below, where it is one. */
const toldOf = (lines, joined) =>
  (joined?.lines > lines.length ? [...lines.slice(0, -1), { ...lines.at(-1), goesOn: joined }] : lines);

/**
 * Whether the next line is too far down to be of the same paragraph (or a rule above was taken for a line); where the link
 * can't be over it is not, whatever is above.
 */
function beginsParagraph({ down }, { place: own }, pitch, goesOn) {
  if (!(down > SAME_PITCH * pitch)) return false;
  return Boolean(own) || (down < TWO_LINES * pitch && !goesOn());
}

/** Whether a line so far is no whole link: it ends in what none ends in, in a prefix, or in a host without a suffix. */
function cannotBeOver(text, { findLink }) {
  const line = text.trimEnd();
  return [NEVER_LAST, PREFIX_ALONE].some((end) => end.test(line)) || Boolean(findLink(line)?.doubts?.includes('suffix'));
}

/** Whether print is between a link's line and the beginning of the one found below, of which no line was found: the link may go on there. */
const isHidden = (picture, { candidate, down }, isBlankAbove) =>
  Boolean(isBlankAbove) && !isBlankAbove(picture, candidate, candidate.x + FIRST_LOOK * candidate.height, candidate.x, down);

/** Whether what was found may be in another column: then this one's next line was not. */
const isElsewhere = ({ candidate, indent, indentBefore }) => indentBefore - indent > OUTDENT * candidate.height;

/** The next line: below lines of the link as far down as they are apart, below others there only where it may have been missed. */
function placeBelow(picture, { candidate, place: own }, { endX, pitch, from }, nextLine) {
  const expecting = () => nextLine(picture, candidate, endX, { pitch, from });
  if (own) return expecting();
  const place = nextLine(picture, candidate, endX, { from });
  const missed = pitch && !(place?.down < TWO_LINES * pitch);
  return (missed && expecting()) || place;
}

/** These lines, where none is found below that ends so. */
function endedWith(lines, text, open = ENDS_OPEN) {
  return open.test(text.trimEnd()) ? [...lines.slice(0, -1), { ...lines.at(-1), openEnd: true }] : lines;
}

/** Whether a following line's first word was read as print of its size is. */
function isClear({ reading: { characters } }) {
  const first = characters.findIndex(({ char }) => char.trim());
  const end = characters.findIndex(({ char }, i) => i > first && !char.trim());
  const word = characters.slice(first, end < 0 ? characters.length : end);
  return word.length < SHORT || clearness(word) >= LEAST_CLEAR;
}

/** How many more characters had room in the column. */
function roomBehind({ strip }, characters, { right }) {
  const [from, to] = [characters[0].x0, characters.at(-1).x1];
  const [end] = strip.toPicture(to);
  return ((right - end) * characters.length) / (end - strip.toPicture(from)[0]);
}

/** @returns {Promise<ReadLine | null>} */
async function readNextLine(picture, place, reader, { cutStrip, align = asSeen }) {
  const { x, height, baseline } = place.candidate;
  const [right] = baseline.at(-1);
  // Only its beginning is looked at: what the link goes on with is there, and the rest of the line may bend.
  const candidate = align(picture, { ...place.candidate, baseline: baseline.filter(([px]) => px <= x + FIRST_LOOK * height) });
  const edge = place.beyond ? x + WHOLE_LINE * height : right;
  const toRight = (edge - (candidate.x + seenLength(candidate))) / height + AFTER_COLUMN;
  for (const extend of [SOME_OF_LINE, WHOLE_LINE]) {
    const cut = { beyond: toRight, extend };
    const strip = cutStrip(picture, candidate, { height: reader.height, ...cut });
    if (!strip) return null;
    const reading = await reader.read(strip);
    if (!reading.characters.length) return null;
    const whole = edge - x <= extend * height;
    const over = strip.width - reading.characters.at(-1).x1 >= OVER * strip.height; // paper alone is read as what it is not
    if (APART.test(reading.text.trim()) || over || whole || extend === WHOLE_LINE) return { candidate, cut, strip, reading, place };
  }
  return null;
}

/** What is read of the link so far: the lines before, and this text of the last one. */
const textSoFar = (lines, text) => lines.slice(0, -1).map((line) => restOfLine(line).text.trim()).join('') + text;
