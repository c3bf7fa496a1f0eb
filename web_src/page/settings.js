/**
 * What a person has chosen, kept on the device. Whatever is read is checked: a value that is
 * none of the choices (an older version's, or nonsense) counts as not chosen.
 */

/** Setting → its choices, the first of them being the usual one. A language is any that the page is there in. */
const CHOICES = {
  theme: ['system', 'light', 'dark', 'contrast'],
  reader: ['own', 'tesseract'],
  openAtOnce: [false, true],
  keepHistory: [true, false],
  installHint: ['wanted', 'dismissed'],
};

/** Copies of the site on one host keep apart. */
const KEY = `links-detector:${new URL('./', document.baseURI).pathname}`;

const changed = new EventTarget();

/** @type {Record<string, unknown>} where the browser lets nothing be stored, this lasts as long as the page */
let kept = read();

function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY));
    return stored && typeof stored === 'object' ? stored : {};
  } catch {
    return {}; // no storage, or what is there is no JSON
  }
}

/**
 * @template {keyof typeof CHOICES | 'language'} Name
 * @param {Name} name
 * @returns {any} the language may be undefined: none chosen yet
 */
export function setting(name) {
  const value = kept[name];
  if (name === 'language') return typeof value === 'string' ? value : undefined;
  return CHOICES[name].includes(value) ? value : CHOICES[name][0];
}

/**
 * @param {string} name
 * @param {unknown} value one of its choices
 */
export function choose(name, value) {
  kept = { ...read(), ...kept, [name]: value };
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Full or forbidden: the choice holds until the page is left.
  }
  globalThis.dispatchEvent(new CustomEvent(KEY, { detail: { name, kept } }));
}

// Heard by every script of the page: the early one has this module of its own.
globalThis.addEventListener(KEY, ({ detail }) => {
  kept = detail.kept;
  changed.dispatchEvent(new CustomEvent(detail.name));
});

/** @param {string} name @param {() => void} react called after each change, from another tab too */
export function onChoice(name, react) {
  changed.addEventListener(name, react);
}

globalThis.addEventListener('storage', ({ key }) => {
  if (key !== KEY && key !== null) return;
  kept = read();
  for (const name of [...Object.keys(CHOICES), 'language']) changed.dispatchEvent(new CustomEvent(name));
});
