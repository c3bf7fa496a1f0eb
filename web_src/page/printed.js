/**
 * The printed text of a link in three parts, so that its host can stand out: it alone says
 * where a tap will lead.
 */

/**
 * @param {string} printed
 * @param {string} href
 * @returns {{before: string, host: string, after: string}} host is '' where it is not to be found as printed
 */
export function partsOf(printed, href) {
  const host = hostOf(href);
  const at = host ? printed.toLowerCase().indexOf(host) : -1;
  if (at < 0) return { before: '', host: '', after: printed };
  return { before: printed.slice(0, at), host: printed.slice(at, at + host.length), after: printed.slice(at + host.length) };
}

/** The host of a link without its `www.`, or the domain of a mail address. */
function hostOf(href) {
  const url = new URL(href);
  const host = url.protocol === 'mailto:' ? url.pathname.slice(url.pathname.lastIndexOf('@') + 1) : url.hostname;
  return host.toLowerCase().replace(/^www\./, '');
}

/** Where a link may be broken over lines of the screen: before these, so that none ends a line unseen. */
const BREAK = /(?=[/.?&=#_~%+@:-])(?<![/:])/;

/**
 * @param {string} text
 * @returns {string[]} its pieces; a line may end after each
 */
export const breakable = (text) => text.split(BREAK);
