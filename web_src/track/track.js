/**
 * One link on the paper, followed from frame to frame: where it is, and all that was read of it.
 */

import { textOf } from '../scan/characters.js';
import { caseless, inOneCase } from '../scan/confidence.js';
import { blend, fromLocal, markOf, moveMark, toLocal } from './mark.js';
import { bestSeen, judge } from './stopping.js';
import { vote } from './vote.js';

/** @typedef {import('../scan/candidates.js').Candidate} Candidate */
/** @typedef {import('../scan/geometry.js').Quad} Quad */
/** @typedef {import('../scan/pipeline.js').Link} Link */

/** So many readings are kept; an old one was of a smaller or more blurred print. */
const KEPT = 6;

/** A settled link with doubts is read again after so long, and print that was no link after the first, doubling, ms. */
const AGAIN = 1000;
const BLANK_AGAIN = 250;
const BLANK_MOST = 4000;

/** Print this much larger than when it was settled is worth another reading. */
const LARGER = 1.4;

/** A sure link is looked at again after so long, ms: cheap, and the only proof that it is still that link. */
const CHECK = 3000;

export class Track {
  /** @type {Candidate | null} in the frame now looked at */
  candidate = null;

  /** @type {Link | null} what is shown: the voted text with the surest reading's picture and doubts */
  link = null;

  /** Grows with every change of link, sure or settled. */
  version = 0;

  /** Whether what was read of it may have been another print: it jumped, or was out of sight. */
  #strange = false;
  #sure = false;
  #settled = false;
  #readings = [];
  #times = 0;
  #blanks = 0;
  #readAt = -Infinity;
  #readHeight = 0;

  /** The lines of the link in the mark's own terms. @type {Quad[]} */
  #shape = [];

  constructor(id, candidate, now) {
    this.id = id;
    this.mark = markOf(candidate);
    this.candidate = candidate;
    this.seenAt = now;
  }

  /** The frame moved, and this is not seen in it. @param {import('./motion.js').Similarity} motion */
  lose(motion) {
    this.mark = moveMark(this.mark, motion);
    this.candidate = null;
  }

  /**
   * @param {import('./motion.js').Similarity} motion of the whole frame
   * @param {boolean} strange  it may be another print that stands here now
   */
  find(candidate, motion, now, strange) {
    this.mark = blend(moveMark(this.mark, motion), markOf(candidate));
    this.candidate = candidate;
    this.seenAt = now;
    if (strange && this.link && !this.#strange) {
      this.#strange = true;
      this.version += 1;
    }
  }

  /** By the stopping rule, and nothing speaks against its being the same print still. */
  get sure() {
    return this.#sure && !this.#strange;
  }

  get settled() {
    return this.#settled && !this.#strange;
  }

  /** Where the link's lines are now, frame px. @returns {Quad[]} */
  get quads() {
    return this.#shape.map((quad) => quad.map((point) => fromLocal(this.mark, point)));
  }

  /** @returns {boolean} whether this frame should be read */
  wanted(now) {
    if (!this.candidate) return false;
    const since = now - this.#readAt;
    if (!this.link) return since >= (this.#blanks && Math.min(BLANK_MOST, BLANK_AGAIN * 2 ** (this.#blanks - 1)));
    if (this.#strange) return true;
    if (this.#sure) return since >= CHECK;
    if (!this.#settled) return true;
    return since >= AGAIN || this.mark.height > LARGER * this.#readHeight;
  }

  /** Whether it was read as a link, and is not sure yet. */
  get doubted() {
    return this.link !== null && !this.#sure;
  }

  /** How often it was read, for fairness: the least read comes first. */
  get times() {
    return this.#times + this.#blanks;
  }

  /** Read, and there was no link. A link known from other frames stays. */
  readBlank(now) {
    this.#readAt = now;
    if (!this.link) {
      this.#blanks += 1;
    } else if (!this.#sure) {
      this.#times += 1; // or it would be read in every frame for ever
      this.#decide();
    }
  }

  /**
   * Whether a reading shows that another link stands here now. Blur alone makes no other link:
   * only a reading that is as sure as the one known, or one that has little in common with it.
   *
   * @param {Link} link
   * @param {number} sure the reader's threshold
   */
  isAnother(link, sure) {
    if (!this.#sure || sameText(link, this.link)) return false;
    return link.confidence >= sure || unlike(link.printed, this.link.printed);
  }

  /**
   * @param {Link} link as read in the frame now looked at
   * @param {object} options
   * @param {number} options.sure  the reader's threshold
   * @param {(printed: string) => object | null} options.findLink  links/parse.js
   */
  read(link, now, { sure, findLink }) {
    this.#readAt = now;
    this.#readHeight = this.mark.height;
    this.#times += 1;
    this.threshold = sure;
    if (this.#sure && !sameText(link, this.link)) return; // blurred: it stays as strange as it was
    if (this.#strange) this.version += 1;
    this.#strange = false;
    this.#shape = (link.quads ?? [link.quad]).map((quad) => quad.map((point) => toLocal(this.mark, point)));
    this.#readings = [...this.#readings, link].slice(-KEPT);
    const characters = vote(this.#readings.map(voteOf));
    const best = this.#voted(characters, findLink);
    const changed = best.printed !== this.link?.printed || best.confidence !== this.link?.confidence;
    this.link = best;
    if (changed) this.version += 1;
    this.#decide();
  }

  /**
   * The surest reading of the voted text, among those with the fewest capitals, for a frame that saw `wwW.` saw `www.`;
   * where nothing read it as a whole, the surest of all with that text.
   */
  #voted(characters, findLink) {
    const text = textOf(characters);
    const surest = (readings) => readings.reduce((a, b) => (b.confidence > a.confidence ? b : a));
    const said = this.#readings.filter((reading) => textOf(voteOf(reading)) === text);
    const fewest = Math.min(...said.map(capitals));
    if (said.length) return surest(bestSeen(said.filter((reading) => capitals(reading) === fewest)));
    const ground = surest(this.#readings);
    if (ground.quads?.length > 1) return ground; // its lines were joined by rules of their own
    const found = findLink(text, { start: true });
    if (!found?.href || found.start !== 0 || found.end !== text.length) return ground;
    const confidence = Math.min(...characters.map((character) => character.confidence));
    return {
      ...ground,
      printed: found.printed,
      href: found.href,
      kind: found.kind,
      readAs: found.changes.length ? found.read : null,
      alternatives: undefined, // they were those of another text
      characters,
      confidence,
      doubts: [...new Set(['letters', ...found.doubts])], // no single frame was read so
    };
  }

  #decide() {
    const readings = this.#readings.map((reading) => ({ ...reading, printed: spelled(reading) }));
    const { sure, settled } = judge(readings, spelled(this.link), this.#times, this.threshold);
    if (sure !== this.#sure || settled !== this.#settled) this.version += 1;
    this.#sure = sure;
    this.#settled = settled;
  }
}

/** Frames need not agree on capitals that do not matter: `WWw.` is `www.`. */
const spelled = ({ printed, kind }) => inOneCase(printed, kind);
const sameText = (a, b) => spelled(a) === spelled(b);

const capitals = ({ printed }) => printed.replace(/[^A-Z]/g, '').length;

/** What a reading says to the vote. */
function voteOf({ characters, kind }) {
  const [first, end] = caseless(textOf(characters), kind);
  return characters.map((character, i) => (i < first || i >= end ? character : { ...character, char: character.char.toLowerCase() }));
}

/** Texts with less than so much of the longer one in common, from the start and from the end, are two. */
const COMMON = 0.5;

function unlike(a, b) {
  const least = Math.min(a.length, b.length);
  let [start, end] = [0, 0];
  while (start < least && a[start] === b[start]) start += 1;
  while (end < least - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return start + end < COMMON * Math.max(a.length, b.length);
}
