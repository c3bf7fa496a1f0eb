/**
 * From camera frames to followed links: detect in each, read what is not known yet, and say
 * where everything is.
 *
 * A frame is made small for the detector. Where something in it is to be read, strips are cut from
 * the very same frame at full size; one that came as a bitmap is turned to grey only then. The quick reader
 * reads a link first; in later frames, once the larger one is there, both do.
 */

import { createTracker } from '../track/tracker.js';
import { scaleCandidate } from './candidates.js';
import { createHinter } from './hints.js';
import { readLinks } from './pipeline.js';
import { together } from './together.js';

/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('./geometry.js').Quad} Quad */

/**
 * @typedef {object} Frame
 * @property {number} x       where it lies in what the camera sees, px: zoomed in, it is a part of that
 * @property {number} y
 * @property {number} width   px
 * @property {number} height  px
 * @property {boolean} still  no other follows: there is time to read all of it
 * @property {(longestSide: number) => Picture} small  made no longer than that, px
 * @property {() => Picture} full
 */

/**
 * @typedef {object} Sighting a link, as the page is told of it
 * @property {number} id
 * @property {Quad[]} quads      one for each line of it, in pixels of what the camera sees
 * @property {boolean} sure      by the stopping rule (track/stopping.js)
 * @property {boolean} settled
 * @property {import('./pipeline.js').Link} [link]  when there is something new about it
 */

/** Long side of the detector's input, px. */
const INPUT = 640;

/** A frame's share for reading, ms; what does not fit waits for the next frame. */
const READING_TIME = 60;

/** What a reading takes before the first is timed, ms, by the quick reader and by both, and how much the last one counts. */
const FIRST_GUESSES = { quick: 25, both: 60 };
const LAST_COUNTS = 0.3;

/**
 * @param {import('./pipeline.js').Parts} parts
 * @param {() => number} [clock] ms
 */
export function createLive(parts, clock = () => performance.now()) {
  const tracker = createTracker({ findLink: parts.findLink });
  const hinter = createHinter();
  /** What the page knows of each link: id → version. @type {Map<number, number>} */
  const told = new Map();
  /** @type {Partial<Record<'quick' | 'both', import('./tesseract.js').Reader>>} */
  let readers = {};
  let asked = false;
  const times = { ...FIRST_GUESSES };

  /** What is read in this frame, and by whom, as far as there is time for it: at least one. */
  function plan(wanted, still) {
    const planned = { quick: [], both: [] };
    let left = still ? Infinity : READING_TIME;
    for (const [i, { candidate, harder }] of wanted.entries()) {
      const who = harder && readers.both ? 'both' : 'quick';
      left -= times[who];
      if (i > 0 && left < 0) break;
      planned[who].push(candidate);
    }
    return planned;
  }

  async function read(frame, smaller, planned, now, reporting) {
    const by = { ...readers }; // by the end others may be wanted
    let picture;
    for (const [who, chosen] of Object.entries(planned)) {
      if (!chosen.length) continue;
      picture ??= { ...frame.full(), smaller };
      const local = chosen.map((candidate) => moveCandidate(candidate, -frame.x, -frame.y));
      const links = [];
      const start = clock();
      for await (const link of readLinks(picture, local, { ...parts, reader: async () => by[who] }, reporting)) {
        links.push({ ...moveLink(link, frame.x, frame.y), byBoth: who === 'both' });
      }
      times[who] += LAST_COUNTS * ((clock() - start) / chosen.length - times[who]);
      tracker.learn(chosen, links, now, by[who].sure);
    }
  }

  /** Until it is there, places that look like links are followed unread. */
  async function askForReader({ progress, failed }) {
    asked = true;
    try {
      readers = { quick: await parts.reader(() => progress('reader', 0, 1)) };
    } catch (error) {
      asked = false; // the next frame tries again
      failed(error);
      return;
    }
    const { quick } = readers;
    const careful = quick.readTogether && await parts.careful?.();
    if (careful && readers.quick === quick) readers.both = together(quick, careful);
  }

  return {
    /** The camera was pointed elsewhere, or closed: nothing seen so far will be found again. */
    forget() {
      tracker.clear();
      told.clear();
      readers = {}; // by now others may be wanted
      asked = false;
    },

    /**
     * @param {Frame} frame
     * @param {import('./pipeline.js').Reporting} reporting
     * @returns {Promise<{sightings: Sighting[], seen: number, hint: string | null}>}
     *   `seen` is the number of places that look like links, read or not
     */
    async look(frame, reporting) {
      const now = clock();
      if (!asked) askForReader(reporting);
      const small = frame.small(INPUT);
      const [across, down] = [frame.width / small.width, frame.height / small.height];
      const found = await parts.find(small);
      await reporting.pause();
      const candidates = found.map((candidate) => moveCandidate(scaleCandidate(candidate, across, down), frame.x, frame.y));
      tracker.see(candidates, now);
      if (readers.quick) await read(frame, small, plan(tracker.wanted(now), frame.still), now, reporting);
      const sightings = tracker.tracks.map(tell);
      const here = new Set(sightings.map(({ id }) => id));
      for (const id of told.keys()) if (!here.has(id)) told.delete(id);
      return { sightings, seen: candidates.length, hint: hinter.look(small, candidates, frame) };
    },
  };

  function tell(track) {
    const { id, quads, sure, settled, version, link } = track;
    const fresh = told.get(id) !== version;
    told.set(id, version);
    return { id, quads, sure, settled, ...(fresh ? { link } : {}) };
  }
}

const moveCandidate = (candidate, dx, dy) => ({
  ...candidate,
  x: candidate.x + dx,
  y: candidate.y + dy,
  prefixEnd: candidate.prefixEnd + dx,
  baseline: candidate.baseline.map(([x, y]) => [x + dx, y + dy]),
});

function moveLink(link, dx, dy) {
  const move = (quad) => quad.map(([x, y]) => [x + dx, y + dy]);
  return { ...link, quad: move(link.quad), ...(link.quads ? { quads: link.quads.map(move) } : {}) };
}
