/**
 * One frame of the camera. Cameras give brightness and colour apart, and brightness is all that is
 * looked at: where the browser hands it over, nothing has to be drawn, turned to colours and weighed
 * to grey again. Everywhere else, and whatever goes wrong with that, a frame is an ImageBitmap.
 */

/** @typedef {import('./camera.js').Part} Part */

/**
 * @typedef {import('../scan/picture.js').Picture & {limited: boolean}} GreyFrame
 *   limited: black is 16 and white 235, as in most videos
 */

/** Brightness of every pixel comes first in these, a byte for each; then colour for every four. */
const PLANAR = ['I420', 'NV12'];

/**
 * @param {HTMLVideoElement} video that shows a camera
 * @param {Part} part of its picture, even throughout: colour has one value for two columns or rows
 * @returns {Promise<GreyFrame | ImageBitmap>}
 */
export async function takeFrame(video, part) {
  return await brightness(video, part).catch(() => null)
    ?? createImageBitmap(video, part.x, part.y, part.width, part.height);
}

/** @returns {Promise<GreyFrame | null>} nothing where the browser does not have it so */
async function brightness(video, { x, y, width, height }) {
  if (typeof VideoFrame !== 'function') return null;
  const frame = new VideoFrame(video);
  try {
    if (!isPlain(frame, video)) return null;
    const { visibleRect, format, colorSpace } = frame;
    const rect = { x: visibleRect.x + x, y: visibleRect.y + y, width, height };
    const colour = { offset: width * height, stride: format === 'NV12' ? width : width / 2 };
    const last = { offset: colour.offset * 1.25, stride: width / 2 };
    const layout = [{ offset: 0, stride: width }, colour, ...(format === 'NV12' ? [] : [last])];
    const buffer = new ArrayBuffer(width * height * 1.5);
    await frame.copyTo(buffer, { rect, layout });
    return { data: new Uint8Array(buffer, 0, width * height), width, height, limited: colorSpace.fullRange !== true };
  } finally {
    frame.close(); // a camera has few of them
  }
}

/** Whether the frame lies as the video shows it. Who does not tell of its turn may have one that lies on its side. */
const isPlain = ({ format, rotation, flip, visibleRect }, { videoWidth, videoHeight }) => PLANAR.includes(format)
  && rotation === 0 && !flip && visibleRect.width === videoWidth && visibleRect.height === videoHeight;

/** The largest part within this one that colour can be cut along with. @param {Part} part @returns {Part} */
export function evenPart({ x, y, width, height }) {
  const [left, top] = [x, y].map((value) => 2 * Math.ceil(value / 2));
  const [right, bottom] = [x + width, y + height].map((value) => 2 * Math.floor(value / 2));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
