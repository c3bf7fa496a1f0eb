/**
 * A little of WebAssembly's binary format: as much as one module of our own needs that has a few functions and works
 * on another module's memory.
 */

/** Types of values. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

const EMPTY = 0x40;
const FUNCTION = 0x60;

/** @param {number} value unsigned, as LEB128 */
function unsigned(value) {
  const bytes = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 128) return [...bytes, left];
    bytes.push((left & 127) | 128);
  }
}

/** @param {number} value as signed LEB128 */
function signed(value) {
  const bytes = [];
  for (let left = value; ; left >>= 7) {
    if (left >= -64 && left < 64) return [...bytes, left & 127];
    bytes.push((left & 127) | 128);
  }
}

const simd = (code) => [0xfd, ...unsigned(code)];

/** An address: a local that holds one, and bytes beyond. All loads and stores may lie anywhere. */
const at = (code, offset) => [...code, 0, ...unsigned(offset)];

/** Instructions, each the bytes of it and of what it works on. */
const get = (local) => [0x20, ...unsigned(local)];
const set = (local, value) => [...value, 0x21, ...unsigned(local)];
export const number = (value) => [0x41, ...signed(value)];
export const plus = (a, b) => [...a, ...b, 0x6a];
export const minus = (a, b) => [...a, ...b, 0x6b];
export const times = (a, b) => [...a, ...b, 0x6c];
/** The smaller of two locals' values, signed. */
export const least = (a, b) => [...a, ...b, ...a, ...b, 0x48, 0x1b];
/** Runs it, and again as long as the condition, a < b of signed numbers, holds. */
export const repeat = (body, a, b) => [0x03, EMPTY, ...body, ...a, ...b, 0x48, 0x0d, 0, 0x0b];

export const load = (address, offset = 0) => [...address, ...at(simd(0x00), offset)];
/** One number in all four places. */
export const loadSplat = (address, offset = 0) => [...address, ...at(simd(0x09), offset)];
export const store = (address, value, offset = 0) => [...address, ...value, ...at(simd(0x0b), offset)];
export const splat = (value) => [...value, ...simd(0x13)];
export const most = (a, b) => [...a, ...b, ...simd(0xeb)];
/** a × b + c, rounded once or twice, as the processor does it at once. */
export const multiplyAdd = (a, b, c) => [...a, ...b, ...c, ...simd(0x105)];

/**
 * Locals by their names.
 *
 * @param {Record<string, number>} types of the parameters first
 */
export function namesOf(types) {
  const names = Object.keys(types);
  const at = (name) => names.indexOf(name);
  return {
    of: (name) => get(at(name)),
    put: (name, value) => set(at(name), value),
    on: (name, value) => set(at(name), plus(get(at(name)), value)),
  };
}

const vector = (items) => [...unsigned(items.length), ...items.flat()];
const section = (id, content) => [id, ...unsigned(content.length), ...content];
const spelled = (string) => vector([...string].map((char) => [char.charCodeAt(0)]));

/**
 * @param {Record<string, {types: Record<string, number>, parameters: number, body: number[]}>} functions by the names
 *   they are exported with; of their locals so many are what they are given; none gives anything back
 * @returns {Uint8Array} a module that imports `memory` of `env`
 */
export function moduleOf(functions) {
  const all = Object.entries(functions);
  const given = ({ types, parameters }) => Object.values(types).slice(0, parameters);
  const kept = ({ types, parameters }) => Object.values(types).slice(parameters);
  const bodies = all.map(([, made]) => {
    const code = [...vector(kept(made).map((type) => [1, type])), ...made.body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, vector(all.map(([, made]) => [FUNCTION, ...vector(given(made).map((type) => [type])), 0]))),
    ...section(2, vector([[...spelled('env'), ...spelled('memory'), 2, 0, 0]])),
    ...section(3, vector(all.map((_, i) => unsigned(i)))),
    ...section(7, vector(all.map(([name], i) => [...spelled(name), 0, ...unsigned(i)]))),
    ...section(10, vector(bodies)),
  ]);
}
