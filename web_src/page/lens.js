/**
 * What can be done with a camera that is on: its light, its zoom, a still at its full resolution.
 * Whatever it cannot do is missing, or done with the picture.
 */

/** Zooming into the picture instead: beyond this letters only get coarser. */
const MOST_DIGITAL = 4;

/**
 * @param {MediaStreamTrack} track
 */
export function createLens(track) {
  const can = track.getCapabilities?.() ?? {}; // Firefox has none
  const native = can.zoom && can.zoom.max > can.zoom.min;
  const range = native ? { least: can.zoom.min, most: can.zoom.max } : { least: 1, most: MOST_DIGITAL };
  let zoom = native ? track.getSettings().zoom ?? range.least : 1;

  return {
    hasTorch: Boolean(can.torch),
    ...range,

    get zoom() {
      return zoom;
    },

    /** How far the page has to zoom into the picture: 1 where the camera does it. */
    get digital() {
      return native ? 1 : zoom;
    },

    /** @param {number} wanted */
    async zoomTo(wanted) {
      zoom = Math.min(range.most, Math.max(range.least, wanted));
      if (native) await track.applyConstraints({ advanced: [{ zoom }] }).catch(() => {});
    },

    /** @param {boolean} on @returns {Promise<boolean>} whether it is as wanted now */
    light(on) {
      return track.applyConstraints({ advanced: [{ torch: on }] }).then(() => true, () => false);
    },

    /**
     * @param {HTMLVideoElement} video
     * @returns {Promise<Blob>} a still: the camera's own where the browser lets it take one, else the video's frame
     */
    async still(video) {
      try {
        return await new ImageCapture(track).takePhoto();
      } catch {
        return frameOf(video); // no ImageCapture, or a camera that takes no photos
      }
    },
  };
}

function frameOf(video) {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d').drawImage(video, 0, 0);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
}

/**
 * The middle of the picture that a zoom shows, whole pixels.
 *
 * @param {{width: number, height: number}} picture px
 * @param {number} zoom ≥ 1
 * @returns {import('./camera.js').Part}
 */
export function middleOf({ width, height }, zoom) {
  const [w, h] = [Math.round(width / zoom), Math.round(height / zoom)];
  return { x: Math.round((width - w) / 2), y: Math.round((height - h) / 2), width: w, height: h };
}
