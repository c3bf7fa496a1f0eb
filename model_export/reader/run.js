/** What `model_export.chromium` runs of the app: the reader alone. */

import { startWasm } from '../../web_src/scan/wasm.js';
import { createReader } from '../../web_src/scan/reader.js';

export async function start({ model, weights, meta, wasmFolder }) {
  await startWasm(wasmFolder);
  const reader = await createReader({ model, weights, meta });
  const classes = meta.characters.length + 1;
  return async (strip) => {
    const data = await reader.logits(strip);
    return { data, shape: [data.length / classes, classes] };
  };
}
