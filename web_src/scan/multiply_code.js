/**
 * A product of matrices in WebAssembly with relaxed SIMD: what takes most of a network's time. TensorFlow.js's own
 * does without, and needs two instructions where processors have one that multiplies and adds.
 *
 *   out[row][col] = max(lowest, bias[col] + Σ over taps and depth of a[tap][row][depth] · b[…])
 *
 * `b` lies in strips of COLS columns, see pack(); a last strip that is not full begins further left, and what it has
 * in common with the one before is computed twice. So it is with the rows.
 */

import {
  F32, I32, V128, least, load, loadSplat, minus, most, multiplyAdd, namesOf, number, plus, repeat, splat, store, times,
} from './wasm_code.js';

/** What is computed at once: so many rows by so many columns stay in registers, of which there are sixteen. */
export const ROWS = 6;
export const COLS = 8;

/** Steps of depth without a loop's end. */
export const UNROLLED = 4;

const FLOAT = 4; // bytes
const LANES = 4;

const PARAMETERS = ['a', 'b', 'bias', 'out', 'rows', 'depth', 'cols', 'taps', 'tapBytes', 'lowest'];
const NUMBERS = ['row', 'col', 'tap', 'k', 'packed', 'here', 'place', 'target', 'aBytes', 'outBytes',
  ...Array.from({ length: ROWS }, (_, i) => `a${i}`)];
const VECTORS = ['one', 'left', 'right', 'floor', ...Array.from({ length: ROWS }, (_, i) => [`sum${i}l`, `sum${i}r`]).flat()];
const TYPES = Object.fromEntries([
  ...[...PARAMETERS, ...NUMBERS].map((name) => [name, name === 'lowest' ? F32 : I32]),
  ...VECTORS.map((name) => [name, V128]),
]);
const { of, put, on } = namesOf(TYPES);

const rowsOf = (make) => Array.from({ length: ROWS }, (_, i) => make(i)).flat();
const bytes = (value) => times(value, number(FLOAT));

/** One step of depth: a row of b, and one number of each row of a. */
const step = (i) => [
  ...put('left', load(of('packed'), i * COLS * FLOAT)),
  ...put('right', load(of('packed'), (i * COLS + LANES) * FLOAT)),
  ...rowsOf((r) => [
    ...put('one', loadSplat(of(`a${r}`), i * FLOAT)),
    ...put(`sum${r}l`, multiplyAdd(of('one'), of('left'), of(`sum${r}l`))),
    ...put(`sum${r}r`, multiplyAdd(of('one'), of('right'), of(`sum${r}r`))),
  ]),
];

const steps = [
  ...Array.from({ length: UNROLLED }, (_, i) => step(i)).flat(),
  ...on('packed', number(UNROLLED * COLS * FLOAT)),
  ...rowsOf((r) => on(`a${r}`, number(UNROLLED * FLOAT))),
  ...on('k', number(UNROLLED)),
];

const oneTap = [
  ...put('a0', of('here')),
  ...rowsOf((r) => (r ? put(`a${r}`, plus(of(`a${r - 1}`), of('aBytes'))) : [])),
  ...put('k', number(0)),
  ...repeat(steps, of('k'), of('depth')),
  ...on('here', of('tapBytes')),
  ...on('tap', number(1)),
];

const firstRow = least(of('row'), minus(of('rows'), number(ROWS)));

const block = [
  ...put('place', bytes(least(of('col'), minus(of('cols'), number(COLS))))),
  ...put('left', load(plus(of('bias'), of('place')))),
  ...put('right', load(plus(of('bias'), of('place')), LANES * FLOAT)),
  ...rowsOf((r) => [...put(`sum${r}l`, of('left')), ...put(`sum${r}r`, of('right'))]),
  ...put('here', plus(of('a'), times(of('aBytes'), firstRow))),
  ...put('tap', number(0)),
  ...repeat(oneTap, of('tap'), of('taps')),
  ...put('target', plus(plus(of('out'), of('place')), times(of('outBytes'), firstRow))),
  ...put('floor', splat(of('lowest'))),
  ...rowsOf((r) => [
    ...store(of('target'), most(of(`sum${r}l`), of('floor'))),
    ...store(of('target'), most(of(`sum${r}r`), of('floor')), LANES * FLOAT),
    ...on('target', of('outBytes')),
  ]),
  ...on('col', number(COLS)),
];

const body = [
  ...put('aBytes', bytes(of('depth'))),
  ...put('outBytes', bytes(of('cols'))),
  ...repeat([
    ...put('packed', of('b')),
    ...put('col', number(0)),
    ...repeat(block, of('col'), of('cols')),
    ...on('row', number(ROWS)),
  ], of('row'), of('rows')),
];

/** A function for moduleOf, whose parameters are PARAMETERS: addresses, counts and the lowest value. */
export const MULTIPLY = { types: TYPES, parameters: PARAMETERS.length, body };

/**
 * A matrix as `multiply` wants it: strips of COLS columns, each from its first row to its last.
 *
 * @param {Float32Array} values rows × cols
 * @param {number} rows
 * @param {number} cols at least COLS
 * @param {Float32Array} target packedSize(rows, cols)
 */
export function pack(values, rows, cols, target) {
  let to = 0;
  for (let col = 0; col < cols; col += COLS) {
    const first = Math.min(col, cols - COLS);
    for (let row = 0; row < rows; row += 1, to += COLS) {
      target.set(values.subarray(row * cols + first, row * cols + first + COLS), to);
    }
  }
}

/** How many numbers a packed matrix has. */
export const packedSize = (rows, cols) => rows * COLS * Math.ceil(cols / COLS);
