/**
 * All links in front of the camera: which are known, where they are now, which are to be read.
 *
 *   tracker.see(candidates, now)      the detector's word on a frame
 *   tracker.wanted(now)               the candidates worth reading in it
 *   tracker.learn(chosen, links, now) what reading some of them gave
 *   tracker.tracks                    what to show
 *
 * A link that is sure is not read again while it is followed.
 */

import { contains } from '../scan/geometry.js';
import { associate } from './associate.js';
import { markOf, moveMark } from './mark.js';
import { after, STILL } from './motion.js';
import { Track } from './track.js';

/** @typedef {import('../scan/candidates.js').Candidate} Candidate */

/** Lost for so long, a track is forgotten, ms: a hand shakes, a thumb passes. */
const FORGET = 1200;

/** A jump by this much from where it was expected may lead to the line above or below, in heights. */
const JUMP = 1.3;

/** The last motion goes on for frames no further apart than this, ms. */
const STEADY = 250;

/**
 * @param {object} options
 * @param {(printed: string) => object | null} options.findLink  links/parse.js
 */
export function createTracker({ findLink }) {
  /** @type {Track[]} */
  let tracks = [];
  let lastId = 0;
  let pace = STILL; // how the frame moved last
  let lastAt = -Infinity;

  const newTrack = (candidate, now) => {
    lastId += 1;
    return new Track(lastId, candidate, now);
  };

  /** A link may have two starts, `https://` and the `www.` after it: the second is no track of its own. */
  const isInside = (candidate) => (track) =>
    track.candidate !== candidate && track.quads.some((quad) => contains(quad, middleOfStart(candidate)));

  return {
    get tracks() {
      return tracks.filter(({ link }) => link);
    },

    clear() {
      tracks = [];
      pace = STILL;
    },

    /**
     * @param {Candidate[]} candidates in frame px
     * @param {number} now ms
     * @returns {import('./motion.js').Similarity} how the frame moved
     */
    see(candidates, now) {
      const expected = now - lastAt <= STEADY ? pace : STILL;
      const marks = tracks.map(({ mark }) => moveMark(mark, expected));
      const seen = candidates.map(markOf);
      const { pairs, motion: surprise } = associate(marks, seen);
      const motion = after(surprise, expected);
      const found = new Map(pairs);
      for (const [i, track] of tracks.entries()) {
        const j = found.get(i);
        if (j === undefined) {
          track.lose(motion);
          continue;
        }
        // Going on as before or standing still: neither surprises.
        const strange = jumped(marks[i], seen[j]) && jumped(track.mark, seen[j]);
        track.find(candidates[j], motion, now, strange || track.candidate === null);
      }
      pace = pairs.length ? motion : STILL;
      lastAt = now;
      tracks = tracks.filter(({ seenAt }) => now - seenAt <= FORGET);
      const matched = new Set(found.values());
      for (const [j, candidate] of candidates.entries()) {
        if (matched.has(j) || tracks.some(isInside(candidate))) continue;
        tracks.push(newTrack(candidate, now));
      }
      return motion;
    },

    /** @returns {{candidate: Candidate, harder: boolean}[]} the least read first, and whether to look harder than before */
    wanted(now) {
      return tracks.filter((track) => track.wanted(now))
        .sort((a, b) => a.times - b.times)
        .map(({ candidate, doubted }) => ({ candidate, harder: doubted }));
    },

    /**
     * @param {Candidate[]} chosen
     * @param {import('../scan/pipeline.js').Link[]} links  read from them, in any order
     * @param {number} sure  the reader's threshold, 0..1
     */
    learn(chosen, links, now, sure) {
      const owners = new Map(links.map((link) => [nearestStart(link, chosen), link]));
      for (const [i, known] of tracks.entries()) {
        if (!known.candidate || !chosen.includes(known.candidate)) continue;
        const own = owners.get(known.candidate);
        if (own && known.isAnother(own, sure)) tracks[i] = newTrack(known.candidate, now);
        if (own) tracks[i].read(own, now, { sure, findLink });
        else known.readBlank(now);
      }
      tracks = tracks.filter((track) => !track.candidate || !tracks.some((other) =>
        other !== track && other.link && isInside(track.candidate)(other) && startsEarlier(other, track)));
    },
  };
}

const jumped = (expected, seen) => Math.hypot(expected.at[0] - seen.at[0], expected.at[1] - seen.at[1]) > JUMP * seen.height;

/** Of the candidates that lie on a link, the one from which it was read: it begins where the link does. */
function nearestStart(link, candidates) {
  const quad = link.quads?.[0] ?? link.quad;
  const distance = ({ x, y }) => Math.hypot(x - quad[3][0], y - quad[3][1]);
  return candidates.filter((candidate) => contains(quad, middleOfStart(candidate)))
    .reduce((best, candidate) => (best && distance(best) <= distance(candidate) ? best : candidate), null);
}

/** The middle of a candidate's prefix, at half the height of its letters. */
function middleOfStart({ x, y, height, slope, prefixEnd }) {
  const along = (prefixEnd - x) / 2;
  return [x + along, y + slope * along - height / 2];
}

const startsEarlier = (a, b) => a.mark.at[0] < b.mark.at[0] - b.mark.height / 2;
