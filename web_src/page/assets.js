/**
 * The table of the site's files, written into the page by the build.
 */

/**
 * @param {Document} document
 * @returns {Record<string, any>} logical name → {url, integrity, bytes}, or a list of such; URLs absolute
 */
export function readAssets(document) {
  return JSON.parse(document.getElementById('assets').textContent, (name, value) =>
    (name === 'url' ? new URL(value, document.baseURI).href : value));
}
