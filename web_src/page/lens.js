/**
 * What can be done with a camera that is on: its light, its zoom, a still at its full resolution.
 * Whatever it cannot do is missing, or done with the picture.
 */

import { MOST_MEGAPIXELS } from '../scan/picture.js';

/** Zooming into the picture instead: beyond this letters only get coarser. */
const MOST_DIGITAL = 4;

/** A camera that has taken no photo by then takes none, ms. */
const PATIENCE = 4000;

/**
 * @param {MediaStreamTrack} track
 * @param {number} [patience]  with its stills, ms
 */
export function createLens(track, patience = PATIENCE) {
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
     * @returns {Promise<Blob>} a still: the camera's own where the browser lets it take one, else the video's
     *   frame; of a picture that is held, that picture
     */
    async still(video) {
      if (video.paused) return frameOf(video);
      try {
        return await within(patience, takePhoto(track));
      } catch {
        return frameOf(video); // no ImageCapture, or a camera that takes no photos
      }
    },
  };
}

async function takePhoto(track) {
  const camera = new ImageCapture(track);
  const { imageWidth, imageHeight } = await camera.getPhotoCapabilities().catch(() => ({}));
  return camera.takePhoto(largest(imageWidth, imageHeight));
}

/**
 * The largest photo that can be decoded here, in the shape of the camera's largest.
 *
 * @param {{max: number, step?: number}} [width]  what the camera offers, px; where it does not say, it chooses
 * @param {{max: number, step?: number}} [height]
 */
function largest(width, height) {
  if (!width?.max || !height?.max) return {};
  const shrink = Math.min(1, Math.sqrt((MOST_MEGAPIXELS * 1e6) / (width.max * height.max)));
  const side = ({ max, step }) => max - Math.ceil((max * (1 - shrink)) / (step || 1)) * (step || 1);
  return { imageWidth: side(width), imageHeight: side(height) };
}

/** @template T @param {number} ms @param {Promise<T>} promise @returns {Promise<T>} fails where it takes longer */
function within(ms, promise) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, ms);
    promise.then(resolve, reject);
  });
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
