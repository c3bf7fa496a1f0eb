/**
 * Depthwise convolutions in WebAssembly with relaxed SIMD, see multiply_code.js: part of one row of them at a time.
 *
 *   out[pixel][channel] = Σ over rows and cols of input[row][pixel · stride + col][channel] · weights[row][col][channel]
 */

import { I32, V128, least, load, minus, multiplyAdd, namesOf, number, plus, repeat, splat, store, times } from './wasm_code.js';

/** Channels computed at once, and their bytes. */
export const LANES = 4;
const BYTES = 16;

/**
 * Of the kinds that our networks have, by their name: columns, columns from one pixel to the next, and pixels computed
 * at once. These, their weights and an input stay in registers, of which there are sixteen.
 */
export const KINDS = {
  3: { cols: 3, stride: 1, pixels: 8 },
  5: { cols: 5, stride: 1, pixels: 8 },
  '5 by 2': { cols: 5, stride: 2, pixels: 8 },
  9: { cols: 9, stride: 1, pixels: 6 },
};

const all = (count, make) => Array.from({ length: count }, (_, i) => make(i)).flat();
const typed = (names, type) => Object.fromEntries(names.map((name) => [name, type]));
const ZERO = splat([0x43, 0, 0, 0, 0]);

/** What is given: addresses of the first input, weight and output, counts, and bytes from one row of input to the next. */
const PARAMETERS = ['input', 'weights', 'out', 'pixels', 'rows', 'channels', 'rowBytes'];

/**
 * A function for moduleOf: neighbouring pixels whose columns all lie in the input, at least as many as are computed at
 * once. The last ones begin further left where they would be too many.
 */
export function rowOf({ cols, stride, pixels }) {
  const types = {
    ...typed([...PARAMETERS, 'pixel', 'first', 'from', 'to', 'channel', 'row', 'here', 'weight', 'at', 'bytes'], I32),
    ...typed(['value', ...all(cols, (i) => [`w${i}`]), ...all(pixels, (i) => [`sum${i}`])], V128),
  };
  const { of, put, on } = namesOf(types);
  const column = (i) => [
    ...put('value', load(of('at'))),
    ...on('at', of('bytes')),
    ...all(pixels, (p) => {
      const col = i - p * stride;
      return col < 0 || col >= cols ? [] : put(`sum${p}`, multiplyAdd(of('value'), of(`w${col}`), of(`sum${p}`)));
    }),
  ];
  const row = [
    ...put('at', of('here')),
    ...all(cols, (i) => [...put(`w${i}`, load(of('weight'))), ...on('weight', of('bytes'))]),
    ...all((pixels - 1) * stride + cols, column),
    ...on('here', of('rowBytes')),
    ...on('row', number(1)),
  ];
  const lanes = [
    ...all(pixels, (p) => put(`sum${p}`, ZERO)),
    ...put('here', plus(of('from'), of('channel'))),
    ...put('weight', plus(of('weights'), of('channel'))),
    ...put('row', number(0)),
    ...repeat(row, of('row'), of('rows')),
    ...put('at', plus(of('to'), of('channel'))),
    ...all(pixels, (p) => [...store(of('at'), of(`sum${p}`)), ...on('at', of('bytes'))]),
    ...on('channel', number(BYTES)),
  ];
  const block = [
    ...put('first', times(of('bytes'), least(of('pixel'), minus(of('pixels'), number(pixels))))),
    ...put('from', plus(of('input'), times(of('first'), number(stride)))),
    ...put('to', plus(of('out'), of('first'))),
    ...put('channel', number(0)),
    ...repeat(lanes, of('channel'), of('bytes')),
    ...on('pixel', number(pixels)),
  ];
  const body = [...put('bytes', times(of('channels'), number(BYTES / LANES))), ...repeat(block, of('pixel'), of('pixels'))];
  return { types, parameters: PARAMETERS.length, body };
}

/** What is given for one pixel: its rows and columns that lie in the input; and bytes from one row to the next, of both. */
const EDGE_PARAMETERS = ['input', 'weights', 'out', 'rows', 'cols', 'channels', 'rowBytes', 'weightBytes'];

/** A function for moduleOf: one pixel near the edge. */
export function edgePixel() {
  const types = {
    ...typed([...EDGE_PARAMETERS, 'channel', 'row', 'col', 'here', 'weight', 'at', 'weightAt', 'bytes'], I32), sum: V128,
  };
  const { of, put, on } = namesOf(types);
  const column = [
    ...put('sum', multiplyAdd(load(of('at')), load(of('weightAt')), of('sum'))),
    ...on('at', of('bytes')),
    ...on('weightAt', of('bytes')),
    ...on('col', number(1)),
  ];
  const row = [
    ...put('at', of('here')),
    ...put('weightAt', of('weight')),
    ...put('col', number(0)),
    ...repeat(column, of('col'), of('cols')),
    ...on('here', of('rowBytes')),
    ...on('weight', of('weightBytes')),
    ...on('row', number(1)),
  ];
  const lanes = [
    ...put('sum', ZERO),
    ...put('here', plus(of('input'), of('channel'))),
    ...put('weight', plus(of('weights'), of('channel'))),
    ...put('row', number(0)),
    ...repeat(row, of('row'), of('rows')),
    ...store(plus(of('out'), of('channel')), of('sum')),
    ...on('channel', number(BYTES)),
  ];
  const body = [...put('bytes', times(of('channels'), number(BYTES / LANES))), ...repeat(lanes, of('channel'), of('bytes'))];
  return { types, parameters: EDGE_PARAMETERS.length, body };
}
