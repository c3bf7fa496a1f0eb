/**
 * The row of controls below the camera's picture: light, zoom, hold, still, and which camera.
 * Shows those that this camera and this browser have.
 */

import { message } from './messages.js';

/**
 * @param {HTMLElement} row
 * @param {object} on
 * @param {(zoom: number) => void} on.zoom
 * @param {() => void} on.freeze
 * @param {() => void} on.still
 * @param {(id: string) => void} on.change  another camera
 * @param {MediaDevices} [devices]
 */
export function createCameraControls(row, on, devices = navigator.mediaDevices) {
  const part = (name) => row.querySelector(`[data-part="${name}"]`);
  const [torch, zoom, choice] = [part('torch'), part('zoom'), part('choice')];
  let lens;

  torch.addEventListener('click', async () => {
    const lit = torch.getAttribute('aria-pressed') !== 'true';
    if (await lens.light(lit)) torch.setAttribute('aria-pressed', String(lit));
  });
  zoom.addEventListener('input', () => on.zoom(zoom.valueAsNumber));
  part('freeze').addEventListener('click', () => on.freeze());
  part('still').addEventListener('click', () => on.still());
  choice.addEventListener('change', () => on.change(choice.value));

  /** Cameras have names only once one of them is on. */
  async function listCameras(current) {
    const all = await devices.enumerateDevices().catch(() => []);
    const cameras = all.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId);
    choice.replaceChildren(...cameras.map(({ deviceId, label }, i) =>
      new Option(label || message('camera.number', { n: i + 1 }), deviceId, false, deviceId === current)));
    part('choice-field').hidden = cameras.length < 2;
  }

  return {
    /** A camera is on. */
    show(itsLens, track) {
      lens = itsLens;
      torch.hidden = !lens.hasTorch;
      torch.setAttribute('aria-pressed', 'false');
      Object.assign(zoom, { min: lens.least, max: lens.most });
      zoom.value = lens.zoom;
      listCameras(track.getSettings().deviceId);
      row.hidden = false;
    },

    /** @param {boolean} held whether the picture is held */
    hold(held) {
      part('freeze').setAttribute('aria-pressed', String(held));
    },

    hide() {
      row.hidden = true;
      this.hold(false);
    },
  };
}
