/**
 * The camera: on while its picture is seen, off at all other times, one frame at a time.
 * Torch, zoom and stills are lens.js's, of the track that `onTrack` hands over.
 */

import { evenPart, takeFrame } from './camera_frame.js';
import { watchFrames } from './frame_clock.js';

/** Full HD: print 15 cm wide then has 12-point letters about 20 px high. */
const WANTED = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/** What the browser says → what messages/ say. */
const PROBLEMS = {
  NotAllowedError: 'camera-denied',
  SecurityError: 'camera-denied',
  NotFoundError: 'no-camera',
  OverconstrainedError: 'no-camera',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
};

/** @typedef {{x: number, y: number, width: number, height: number}} Part of the video's picture, px */

/**
 * @param {object} options
 * @param {HTMLVideoElement} options.video
 * @param {(frame: ImageBitmap | import('./camera_frame.js').GreyFrame, part: Part, at: number) => Promise<void>} options.onFrame
 *   takes the frame over, taken at `at` ms; the next one is taken when this settles, so the newest is
 *   always the one looked at and none waits
 * @param {(track: MediaStreamTrack) => void} options.onTrack  a camera is on
 * @param {() => void} options.onPlaying  the picture runs, again after each return to the page
 * @param {(code: string) => void} options.onProblem  the camera is off, for this reason
 * @param {() => void} [options.onLetGo]  the picture was held and is no longer, for its camera is closed
 * @param {() => Part | null} [options.part]  what of the picture to look at; null for all
 * @param {MediaDevices} [options.devices]
 */
export function createCamera({
  video, onFrame, onTrack, onPlaying, onProblem, onLetGo = () => {}, part = () => null,
  devices = navigator.mediaDevices,
}) {
  /** @type {MediaStream | undefined} */
  let stream;
  let wanted = false;
  /** @type {symbol | undefined} the one request for a camera whose answer counts */
  let opening;
  let frozen = false;
  let frames = { stop() {} };
  /** @type {string | undefined} */
  let deviceId;

  async function open() {
    if (opening || stream) return;
    const mine = Symbol('opening');
    opening = mine;
    const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'environment' };
    try {
      const opened = await devices.getUserMedia({ video: { ...WANTED, ...which }, audio: false });
      if (wanted && !document.hidden && opening === mine) await show(opened);
      else release(opened); // closed, left, or another one chosen while the browser was asking
    } catch (error) {
      if (opening !== mine) return undefined;
      if (wanted && deviceId && PROBLEMS[error.name] === 'no-camera') return reopen(undefined); // unplugged since
      if (wanted) end(PROBLEMS[error.name] ?? 'camera-lost');
    } finally {
      if (opening === mine) opening = undefined;
    }
    return undefined;
  }

  function reopen(id) {
    deviceId = id;
    opening = undefined;
    close();
    return open();
  }

  async function show(opened) {
    stream = opened;
    const [track] = opened.getVideoTracks();
    track.addEventListener('ended', () => { if (stream === opened) end('camera-lost'); });
    onTrack(track);
    video.srcObject = opened;
    await whileShown(opened, video.play());
    if (stream !== opened) return;
    onPlaying();
    look(opened);
  }

  /** Frame after frame for as long as this stream is the one shown and is not frozen. */
  async function look(shown) {
    frames.stop();
    frames = watchFrames(video);
    const { next } = frames;
    while (stream === shown && !frozen) {
      const at = await next();
      if (stream !== shown || frozen || !video.videoWidth) continue;
      await take(shown, at);
    }
  }

  async function take(shown, at) {
    const wholly = { x: 0, y: 0, width: video.videoWidth, height: video.videoHeight };
    const area = evenPart(part() ?? wholly);
    const frame = await takeFrame(video, area).catch((error) => {
      if (stream === shown) console.warn('a frame is left out:', error); // the next one may do
    });
    if (frame && stream === shown) await onFrame(frame, area, at);
    else frame?.close?.();
  }

  /** What fails because the camera was closed meanwhile is no failure. */
  async function whileShown(shown, promise) {
    try {
      return await promise;
    } catch (error) {
      if (stream === shown) throw error;
      return undefined;
    }
  }

  function close() {
    frames.stop();
    if (stream) release(stream);
    stream = undefined;
    video.srcObject = null;
    if (!frozen) return;
    frozen = false;
    onLetGo();
  }

  function end(problem) {
    wanted = false;
    close();
    onProblem(problem);
  }

  const followPage = () => {
    if (document.hidden) close();
    else if (wanted) open();
  };
  document.addEventListener('visibilitychange', followPage);
  addEventListener('pagehide', close); // into the browser's back-forward cache, where nothing may stay on
  addEventListener('pageshow', ({ persisted }) => { if (persisted) followPage(); });

  return {
    get on() {
      return wanted;
    },

    get frozen() {
      return frozen;
    },

    async start() {
      if (!devices?.getUserMedia) return end('camera-unsupported');
      wanted = true;
      return open();
    },

    stop() {
      wanted = false;
      close();
    },

    /** Another camera instead. @param {string} id */
    change(id) {
      return reopen(id);
    },

    /** Holds the picture, and looks once more at exactly the one that is held. */
    async freeze() {
      if (!stream || frozen) return;
      frozen = true;
      frames.stop();
      video.pause();
      await take(stream, performance.now());
    },

    async unfreeze() {
      if (!stream || !frozen) return;
      frozen = false;
      const shown = stream;
      await whileShown(shown, video.play());
      if (stream === shown && !frozen) look(shown);
    },
  };
}

const release = (stream) => stream.getTracks().forEach((track) => track.stop());
