/**
 * Gives the person a file.
 */

/** Long enough for any browser to have begun to save it, ms. */
const SAVED_BY_THEN = 60_000;

/**
 * @param {string} text
 * @param {string} name
 * @param {string} type
 */
export function save(text, name, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const anchor = Object.assign(document.createElement('a'), { href: url, download: name, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), SAVED_BY_THEN);
}
