/**
 * How far this browser's WebAssembly goes: 'relaxed-simd', 'simd' or 'plain'.
 *
 * tfjs and Tesseract ask the browser in the same way which of their binaries to
 * load, so the service worker stores exactly that one.
 */

// (module (func (result v128) …)): `i32.const 0, i8x16.splat`, and for the
// second two of these and `i8x16.relaxed_swizzle`.
const START = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0];
const SPLAT = [65, 0, 253, 15];
const SIMD = [...START, 10, 8, 1, 6, 0, ...SPLAT, 11];
const RELAXED_SIMD = [...START, 10, 15, 1, 13, 0, ...SPLAT, ...SPLAT, 253, 128, 2, 11];

const compiles = (bytes) =>
  typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(bytes));

export function wasmLevel() {
  if (compiles(RELAXED_SIMD)) return 'relaxed-simd';
  return compiles(SIMD) ? 'simd' : 'plain';
}
