/**
 * The camera: on while its picture is seen, off at all other times, one frame at a time.
 */

/** Full HD: print 15 cm wide then has 12-point letters about 20 px high. */
const WANTED = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } };

/** What the browser says → what page/messages.js says. */
const PROBLEMS = {
  NotAllowedError: 'camera-denied',
  SecurityError: 'camera-denied',
  NotFoundError: 'no-camera',
  OverconstrainedError: 'no-camera',
  NotReadableError: 'camera-busy',
  AbortError: 'camera-busy',
};

/**
 * @param {object} options
 * @param {HTMLVideoElement} options.video
 * @param {(bitmap: ImageBitmap) => Promise<void>} options.onFrame  takes the bitmap over; the next
 *   frame is taken when this settles, so the newest is always the one looked at and none waits
 * @param {() => void} options.onPlaying  the picture runs, again after each return to the page
 * @param {(code: string) => void} options.onProblem  the camera is off, for this reason
 * @param {MediaDevices} [options.devices]
 */
export function createCamera({ video, onFrame, onPlaying, onProblem, devices = navigator.mediaDevices }) {
  /** @type {MediaStream | undefined} */
  let stream;
  let wanted = false;
  let opening = false;

  async function open() {
    if (opening || stream) return;
    opening = true;
    try {
      const opened = await devices.getUserMedia({ video: WANTED, audio: false });
      if (wanted && !document.hidden) await show(opened);
      else release(opened); // closed, or left, while the browser was asking
    } catch (error) {
      if (wanted) end(PROBLEMS[error.name] ?? 'camera-lost');
    } finally {
      opening = false;
    }
  }

  async function show(opened) {
    stream = opened;
    const [track] = opened.getVideoTracks();
    track.addEventListener('ended', () => { if (stream === opened) end('camera-lost'); });
    video.srcObject = opened;
    await whileShown(opened, video.play());
    if (stream !== opened) return;
    onPlaying();
    look(opened);
  }

  /** Frame after frame for as long as this stream is the one shown. */
  async function look(shown) {
    while (stream === shown) {
      await nextFrame(video);
      if (stream !== shown || !video.videoWidth) continue;
      const bitmap = await whileShown(shown, createImageBitmap(video));
      if (bitmap) await onFrame(bitmap);
    }
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
    if (stream) release(stream);
    stream = undefined;
    video.srcObject = null;
  }

  function end(problem) {
    wanted = false;
    close();
    onProblem(problem);
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) close();
    else if (wanted) open();
  });

  return {
    get on() {
      return wanted;
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
  };
}

const release = (stream) => stream.getTracks().forEach((track) => track.stop());

/** Resolves when there is a frame not seen before; by the display's clock where videos have none. */
const nextFrame = (video) => new Promise((resolve) => {
  if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(resolve);
  else requestAnimationFrame(resolve);
});
