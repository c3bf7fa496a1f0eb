/** What `model_export.chromium` runs of the app: the detector alone. */

import { createDetector } from '../../web_src/scan/detector.js';

export async function start(files) {
  const detector = await createDetector(files);
  return async (picture) => {
    const { data, rows, cols } = await detector.run(picture);
    return { data, shape: [rows, cols, data.length / rows / cols] };
  };
}
