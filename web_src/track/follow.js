/**
 * From a few places a second to one for every frame of the display: each line of a link glides to
 * where it was seen last, and on in the direction in which it went.
 */

/** @typedef {import('../scan/geometry.js').Quad} Quad */

/** Two thirds of the way take so long, ms: smooth, and yet on the print. */
const GLIDE = 50;

/** A motion is trusted to go on for so long, ms. */
const AHEAD = 120;

/** Further than this, in px of the frame, nothing glides: it is somewhere else. */
const JUMP = 400;

/**
 * @param {object} [options]
 * @param {() => boolean} [options.still]  whether the person wants no motion: then tags are put, and do not glide
 */
export function createFollower({ still = () => false } = {}) {
  /** @type {Map<string, {shown: Quad[], seen: Quad[], speed: Quad[], at: number, steppedAt: number}>} */
  const all = new Map();

  return {
    /**
     * @param {string} key
     * @param {Quad[]} quads  where the lines are, px
     * @param {number} at     when they were there, ms
     */
    see(key, quads, at) {
      const known = all.get(key);
      if (!known || known.seen.length !== quads.length || far(known.seen, quads)) {
        all.set(key, { shown: quads, seen: quads, speed: each(quads, () => 0), at, steppedAt: at });
        return;
      }
      const passed = at - known.at;
      if (passed <= 0) return;
      known.speed = each(quads, (value, ...place) => (value - pick(known.seen, place)) / passed);
      known.seen = quads;
      known.at = at;
    },

    forget(key) {
      all.delete(key);
    },

    clear() {
      all.clear();
    },

    /** @param {number} now ms @returns {Quad[] | undefined} where to show it now */
    step(key, now) {
      const it = all.get(key);
      if (!it) return undefined;
      if (still()) return it.seen;
      const ahead = Math.min(AHEAD, Math.max(0, now - it.at));
      const part = 1 - Math.exp(-Math.max(0, now - it.steppedAt) / GLIDE);
      it.shown = each(it.shown, (value, ...place) =>
        value + part * (pick(it.seen, place) + pick(it.speed, place) * ahead - value));
      it.steppedAt = now;
      return it.shown;
    },
  };
}

const each = (quads, change) => quads.map((quad, i) => quad.map((point, j) => point.map((value, k) => change(value, i, j, k))));
const pick = (quads, [i, j, k]) => quads[i][j][k];
const far = (a, b) => Math.hypot(a[0][0][0] - b[0][0][0], a[0][0][1] - b[0][0][1]) > JUMP;
