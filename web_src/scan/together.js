/**
 * Both readers as one: each strip is read by the quick and the larger one together.
 *
 * @param {import('./tesseract.js').Reader} reader one that has `readTogether`
 * @param {import('./reader.js').Helpers['careful']} careful
 * @returns {import('./tesseract.js').Reader}
 */
export const together = (reader, careful) => ({ ...reader, read: (strip) => reader.readTogether([strip], { careful }) });
