/**
 * The printed text of a link as it is shown: the part that says where a tap will lead stands out,
 * doubtful characters are marked, and a line may end where that hides nothing.
 */

/**
 * @param {string} printed
 * @param {string} href
 * @param {string} [domain] the registrable domain of the host, where it is known; else the host
 *   without its `www.` stands for it
 * @returns {{before: string, host: string, after: string}} host is '' where it is not to be found as printed
 */
export function partsOf(printed, href, domain) {
  const host = hostOf(href);
  const [, before, shown] = printed.match(/^((?:[a-z]+:\/*)?(?:[^/?#]*@)?)([^/?#:]*)/i);
  if (!host || asciiHost(shown) !== host) return { before: '', host: '', after: printed };
  const labels = shown.split('.');
  const kept = domain ? domain.split('.').length : labels.length - (/^www$/i.test(labels[0]) ? 1 : 0);
  const name = labels.slice(-kept).join('.');
  const at = before.length + shown.length - name.length;
  return { before: printed.slice(0, at), host: name, after: printed.slice(at + name.length) };
}

/** The host of a link, or the domain of a mail address. */
function hostOf(href) {
  const url = new URL(href);
  return url.protocol === 'mailto:' ? url.pathname.slice(url.pathname.lastIndexOf('@') + 1).toLowerCase() : url.hostname;
}

function asciiHost(name) {
  try {
    return new URL(`https://${name}`).hostname;
  } catch {
    return null;
  }
}

/** Where a link may be broken over lines of the screen: before these, so that none ends a line unseen. */
const BREAK = /(?=[/.?&=#_~%+@:-])(?<![/:])/;

/**
 * @param {string} text
 * @returns {string[]} its pieces; a line may end after each
 */
export const breakable = (text) => text.split(BREAK);

/**
 * The text of a link as nodes; what is copied from the screen is the text and nothing else.
 *
 * @param {string} printed
 * @param {string | null} href
 * @param {object} [options]
 * @param {string} [options.domain]
 * @param {number[]} [options.marks] positions of doubtful characters
 * @returns {Node[]}
 */
export function linkText(printed, href, { domain, marks = [] } = {}) {
  if (!href) return spelled(printed, 0, marks);
  const { before, host, after } = partsOf(printed, href, domain);
  const strong = document.createElement('strong');
  strong.append(...spelled(host, before.length, marks));
  return [...spelled(before, 0, marks), strong, ...spelled(after, before.length + host.length, marks)];
}

/** A piece of the text that begins at a position, with places to break and with its marks. */
function spelled(text, from, marks) {
  let at = from;
  return breakable(text).flatMap((piece) => {
    const start = at;
    at += piece.length;
    return piece ? [document.createElement('wbr'), ...marked(piece, start, marks)] : [];
  });
}

function marked(piece, start, marks) {
  const nodes = [];
  let plain = '';
  for (const [i, character] of [...piece].entries()) {
    if (marks.includes(start + i)) {
      const mark = document.createElement('mark');
      mark.textContent = character;
      nodes.push(plain, mark);
      plain = '';
    } else {
      plain += character;
    }
  }
  return [...nodes, plain].filter(Boolean);
}
