/**
 * The camera's flow: frame after frame to the scanner, what it finds over the picture and,
 * once for each link, into the list.
 */

import { createCamera } from './camera.js';
import { message, problemText } from './messages.js';

/** A box whose link is not found in a frame stays as long as this, so that it does not flicker, ms. */
const STAYS = 700;

/**
 * @param {HTMLVideoElement} video
 * @param {ReturnType<import('./scanner.js').createScanner>} scanner
 * @param {ReturnType<import('./screen.js').createScreen>} screen
 * @param {() => void} onChange  the camera was turned on or off
 */
export function createCameraScan(video, scanner, screen, onChange) {
  /** @type {Map<string, number>} printed text → when it was seen last, ms */
  const seen = new Map();

  const camera = createCamera({
    video,
    onFrame,
    onPlaying: () => screen.progress.note(message('camera.running')),
    onProblem(code) {
      onChange();
      screen.fail(problemText({ code }));
    },
  });

  function onFrame(bitmap) {
    return new Promise((resolve) => {
      scanner.frame(bitmap, {
        frame(result) {
          draw(result);
          resolve();
        },
        progress: () => screen.progress.show(message('scan.preparing-reader')),
        reader: (part) => { if (part === 1) screen.progress.note(message('camera.running')); },
        problem(problem) { // the scanner is starting again; the next frame waits for it
          screen.fail(problemText(problem));
          resolve();
        },
      });
    });
  }

  function draw({ links, width, height }) {
    const now = performance.now();
    if (links.length) screen.progress.hide(); // by now it is clear how it works
    for (const link of links) {
      seen.set(link.printed, now);
      screen.put(link.printed, link, { width, height });
    }
    for (const [printed, at] of seen) {
      if (now - at < STAYS) continue;
      seen.delete(printed);
      screen.overlay.remove(printed);
    }
  }

  return {
    get on() {
      return camera.on;
    },

    async start() {
      seen.clear();
      screen.begin('camera');
      screen.progress.show(message('camera.starting'));
      screen.progress.say(message('camera.running'));
      screen.stage.showCamera();
      const starting = camera.start();
      onChange();
      await starting;
    },

    /** Ends the flow with what was found. */
    stop() {
      camera.stop();
      scanner.abandon();
      screen.end();
      onChange();
    },

    /** Lets go of the camera because something else takes the screen. */
    release() {
      camera.stop();
      scanner.abandon();
      onChange();
    },
  };
}
