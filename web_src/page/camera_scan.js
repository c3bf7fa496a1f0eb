/**
 * The camera's flow: frame after frame to the scanner, what it follows over the picture at the
 * display's own rate and, once it is read for good, into the list.
 */

import { createFollower } from '../track/follow.js';
import { createCamera } from './camera.js';
import { createCameraHints } from './camera_hints.js';
import { middleOf, createLens } from './lens.js';
import { message, problemText } from './messages.js';
import { createWakeLock } from './wake_lock.js';

/** @typedef {import('../scan/live.js').Sighting} Sighting */

/** Boxes get their room for fingers again after so many frames of the display; they move little in between. */
const SPREAD_EVERY = 15;

const noMotion = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * A link as the page shows it: where the frames do not agree, or were too few, it is doubtful whatever a single one says.
 * The last that is told of it counts, not the surest.
 */
const asKnown = (link, sure) => ({ ...link, revised: true, doubts: sure || link.doubts.length ? link.doubts : ['frames'] });

/**
 * @param {HTMLVideoElement} video
 * @param {ReturnType<import('./scanner.js').createScanner>} scanner
 * @param {ReturnType<import('./screen.js').createScreen>} screen
 * @param {object} on
 * @param {() => void} on.change  the camera was turned on or off
 * @param {(lens: ReturnType<createLens>, track: MediaStreamTrack) => void} [on.lens]  a camera is on, and can do this
 * @param {() => void} [on.freeze]  the picture was frozen, or runs again
 */
export function createCameraScan(video, scanner, screen, { change, lens: onLens = () => {}, freeze: onFreeze = () => {} }) {
  /** What is seen now: id → its key on the screen and the last that was told of it. @type {Map<number, {key: string, link: object, sure: boolean}>} */
  const known = new Map();
  /** What the list has, by key. @type {Map<string, {printed: string, sure: boolean}>} */
  const listed = new Map();
  const follower = createFollower({ still: () => noMotion.matches || camera.frozen });
  const wakeLock = createWakeLock();
  const hints = createCameraHints({
    show: (hint) => (hint ? screen.progress.note(message(`hint.${hint}`)) : screen.progress.hide()),
    say: (hint) => screen.progress.say(message(`hint.${hint}`)),
  });
  let lens;
  let animation;
  let fresh = true; // the scanner is to forget what it followed: the page has

  const camera = createCamera({
    video,
    onFrame,
    part: () => (lens?.digital > 1 ? shownPart() : null),
    onTrack(track) {
      lens = createLens(track);
      zoomView();
      onLens(lens, track);
    },
    onPlaying() {
      explain();
      wakeLock.hold();
      cancelAnimationFrame(animation);
      animation = requestAnimationFrame((now) => glide(now, 0));
    },
    onProblem(code) {
      ended();
      change();
      screen.fail(problemText({ code }));
    },
    onLetGo: () => { onFreeze(); screen.progress.hide(); },
  });

  const explain = () => { if (!known.size) screen.progress.note(message('camera.running')); };
  const shownPart = () => middleOf({ width: video.videoWidth, height: video.videoHeight }, lens?.digital ?? 1);
  const zoomView = () => video.style.setProperty('--zoom', String(lens?.digital ?? 1));

  function onFrame(bitmap, part, at) {
    return new Promise((resolve) => {
      scanner.frame(bitmap, { x: part.x, y: part.y, still: camera.frozen, fresh }, {
        frame(result) {
          fresh = false;
          if (camera.on) draw(result, at);
          resolve();
        },
        progress: () => screen.progress.show(message('scan.preparing-reader')),
        reader: (done) => { if (done === 1) explain(); },
        problem(problem) {
          forget();
          // After a crash the scanner is starting again, and the next frame waits for it.
          if (problem.code !== 'scan-failed') {
            camera.stop();
            ended();
            change();
          }
          screen.fail(problemText(problem));
          resolve();
        },
      });
    });
  }

  /** @param {{sightings: Sighting[], hint: string | null}} result of the frame taken at `at` */
  function draw({ sightings, hint }, at) {
    if (sightings.length && !known.size) screen.progress.hide(); // by now it is clear how it works
    const gone = new Set(known.keys());
    for (const { id, quads, sure, settled, link } of sightings) {
      gone.delete(id);
      const it = known.get(id) ?? { key: link && keyOf(link) };
      if (!it.key) continue; // the page was told of it before, and has forgotten it since
      if (link) Object.assign(it, { sure, link: asKnown(link, sure) });
      known.set(id, it);
      follower.see(it.key, quads, at);
      if (!link) continue;
      screen.overlay.put(it.key, { ...(settled ? it.link : link), quads }, shownPart(), { waiting: !settled });
      if (sure || settled) enter(it);
    }
    for (const id of gone) drop(id);
    hints.see(sightings.some(({ settled }) => settled) ? null : hint, at);
  }

  /** A link that comes back is the one that it was: same key, same entry of the list. */
  function keyOf({ printed }) {
    const inSight = new Set([...known.values()].map(({ key }) => key));
    for (const [key, entry] of listed) if (entry.printed === printed && !inSight.has(key)) return key;
    return `link-${(lastKey += 1)}`;
  }
  let lastKey = 0;

  /** One entry for a text, also where it is printed twice; what was sure stays so. */
  function enter({ key, link, sure }) {
    for (const [other, entry] of listed) if (entry.printed === link.printed && (other !== key || (entry.sure && !sure))) return;
    put({ key, link, sure });
  }

  function put({ key, link, sure }) {
    listed.set(key, { printed: link.printed, sure });
    screen.enter(key, link);
  }

  function drop(id) {
    const { key } = known.get(id);
    known.delete(id);
    follower.forget(key);
    screen.overlay.remove(key);
  }

  function forget() {
    fresh = true;
    for (const id of [...known.keys()]) drop(id);
  }

  function glide(now, frames) {
    const part = shownPart();
    if (part.width) {
      for (const { key } of known.values()) {
        const quads = follower.step(key, now);
        if (quads) screen.overlay.move(key, quads, part);
      }
      if (frames % SPREAD_EVERY === 0) screen.overlay.spread();
    }
    if (camera.on) animation = requestAnimationFrame((next) => glide(next, frames + 1));
  }

  function ended() {
    cancelAnimationFrame(animation);
    for (const it of known.values()) if (!listed.has(it.key)) enter(it); // what was not read for good is better than nothing
    wakeLock.release();
    hints.clear();
    lens = undefined;
    zoomView();
    forget();
    scanner.abandon();
  }

  return {
    get on() {
      return camera.on;
    },

    get frozen() {
      return camera.frozen;
    },

    async start() {
      listed.clear();
      screen.begin('camera');
      screen.progress.show(message('camera.starting'));
      screen.progress.say(message('camera.running'));
      screen.stage.showCamera();
      const starting = camera.start();
      change();
      await starting;
    },

    /** Ends the flow with what was found. */
    stop() {
      camera.stop();
      ended();
      screen.end();
      change();
    },

    /** Lets go of the camera because something else takes the screen. */
    release() {
      camera.stop();
      ended();
      change();
    },

    /** Holds the picture, or lets it run again. @param {boolean} [hold] */
    async freeze(hold = !camera.frozen) {
      const done = hold ? camera.freeze() : camera.unfreeze();
      onFreeze();
      if (camera.frozen) screen.progress.note(message('camera.frozen'));
      else screen.progress.hide();
      await done;
    },

    /** The link of a box that was tapped, entered into the list if it was not there yet. @param {string} key */
    pick(key) {
      const it = [...known.values()].find((other) => other.key === key);
      if (it?.link && !listed.has(key)) put(it);
      return it?.link;
    },

    /** @param {number} zoom */
    async zoom(zoom) {
      await lens?.zoomTo(zoom);
      zoomView();
    },

    /** @param {string} id of another camera */
    change: (id) => camera.change(id),

    /** A still at the camera's full resolution, as a photo. @returns {Promise<Blob | undefined>} */
    still: async () => lens?.still(video),
  };
}
