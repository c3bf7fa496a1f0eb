/**
 * When a video shows a new frame: the newest one is told of, once. Whoever asks late is not made to
 * wait for the next one, which would cost a camera half a frame's time with every look.
 */

/** @param {HTMLVideoElement} video */
export function watchFrames(video) {
  const own = Boolean(video.requestVideoFrameCallback); // by the display's clock where videos have none
  /** When the newest frame came that nobody asked for yet, ms. @type {number | undefined} */
  let newest;
  let tell = () => {};
  let asked;
  const ask = () => { asked = own ? video.requestVideoFrameCallback(came) : requestAnimationFrame(came); };
  function came(now) {
    newest = now;
    tell();
    ask();
  }
  ask();

  return {
    /** @returns {Promise<number>} when it came, ms */
    async next() {
      if (newest === undefined) await new Promise((resolve) => { tell = resolve; });
      const at = newest;
      newest = undefined;
      return at;
    },

    stop() {
      if (own) video.cancelVideoFrameCallback(asked);
      else cancelAnimationFrame(asked);
    },
  };
}
