/**
 * The app's words in the language of the page. The build writes them into the page from
 * messages/<language>.json; what stands on the page from the start is there already.
 *
 * A message about a problem says what happened and what to do now.
 */

const texts = JSON.parse(document.getElementById('messages')?.textContent ?? '{}');

/** The page's language, for dates, numbers and sorting. */
export const language = document.documentElement.lang || 'en';

const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);
const percent = new Intl.NumberFormat(language, { style: 'percent' });

/**
 * @param {string} key as in messages/en.json
 * @param {Record<string, string | number>} [values] for its placeholders; `n` chooses the plural form
 * @returns {string} the key itself where there is no such text, so that the gap is seen
 */
export function message(key, values = {}) {
  const text = texts[key] ?? key;
  const form = typeof text === 'string' ? text : text[plural.select(values.n)] ?? text.other;
  return form.replace(/\{(\w+)\}/g, (placeholder, name) => shown(values[name] ?? placeholder));
}

/** Among words from right to left, what is put in keeps its own direction: a link, or a file's name. */
const isolated = document.documentElement.dir === 'rtl' ? (value) => `\u2068${value}\u2069` : (value) => value;

const shown = (value) => (typeof value === 'number' ? number.format(value) : isolated(value));

/** Whether there is a text for this key. @param {string} key */
export const hasMessage = (key) => key in texts;

/** @param {number} part 0..1 */
export const percentage = (part) => percent.format(part);

/**
 * @param {{code: string, facts?: Record<string, string | number>}} problem one of scan/problem.js
 *   or page/camera.js
 */
export function problemText({ code, facts = {} }) {
  const known = hasMessage(`problem.${code}`) ? code : 'scan-failed';
  const kind = hasMessage(`kind.${facts.type}`) ? facts.type : 'unknown';
  return message(`problem.${known}`, {
    ...facts, kind: message(`kind.${kind}`), format: String(facts.type).toUpperCase(),
  });
}

/** Why a link is not sure: 'letters' and 'cut' come from the scan, 'frames' from the camera, the others from links/rules.json. */
export const doubtText = (doubt) => message(hasMessage(`doubt.${doubt}`) ? `doubt.${doubt}` : 'doubt.letters');
