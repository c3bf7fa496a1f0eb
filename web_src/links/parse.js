/**
 * Find the link in what a reader read. The twin of training/links/parse.py; the rules are in rules.json.
 *
 * Three texts must be told apart:
 *
 * - `read`: the characters of the reading, from the link's start to its end, whatever they are;
 * - `printed`: what stands on the paper. It is the reading, save where a scheme can only be a slip of the reader
 *   (`htlps://`, `https;//`, `wvvw.`); `changes` lists each difference. Nothing but scheme, separator and `www.` is
 *   ever repaired, and no scheme is ever added;
 * - `href`: what a tap opens. Its host is in small letters and ASCII, its path is as printed, and its scheme is http,
 *   https or mailto. It is null for ftp links: they are found, so that an app can show that it saw them and so that
 *   no part of them is taken for another link, and they never open.
 *
 * @typedef {object} Change    a difference between `read` and `printed`
 * @property {number} at       where, in `read`
 * @property {string} from
 * @property {string} to
 * @property {string} why
 *
 * @typedef {object} Link
 * @property {'https'|'http'|'www'|'ftp'|'domain'|'mail'|'doi'} kind
 * @property {string} printed
 * @property {string} read
 * @property {string | null} href
 * @property {number} start     of `read`, in the text
 * @property {number} end
 * @property {boolean} certain  no doubt about where it starts, where it ends and that it is a link
 * @property {string[]} doubts  names of `doubts` in rules.json
 * @property {Change[]} changes
 * @property {string | null} broken  how it ends, if that may be a break: a hint for join.js
 */
import { hasKnownSuffix, isIpv4, isIpv6, toAscii } from './hosts.js';
import { RULES, asciiLower, foundIn, matchAt, pattern } from './rules.js';

const { limits: LIMITS, patterns: PATTERNS, brackets: CLOSERS } = RULES;
const OPENERS = new Set(Object.values(CLOSERS));

/** What a link of a kind opens with, where that is not the kind itself; nothing for ftp. */
const SCHEMES = { www: 'https', ftp: null };

/**
 * The link that a text starts with, a little noise before it allowed; with start: false, the first anywhere.
 *
 * Noise is what a strip shows of what stands before the link: a bracket, a quote, a footnote's number, the end of
 * the word before. A text longer than any line (`limits.text` in rules.json) is read up to there.
 *
 * @param {string} text
 * @param {{start?: boolean}} [options]
 * @returns {Link | null}
 */
export function findLink(text, { start = true } = {}) {
  text = text.slice(0, LIMITS.text);
  if (!start) return search(text, 0);
  const strong = first(strongAt, text, 0, LIMITS.noise, true);
  if (strong?.start === 0) return strong;
  const weak = first(weakAt, text, 0, LIMITS.noise, true);
  // A scheme or www. is worth more than a bare name before it, unless it is a part of that (a.org/?u=http://b.org)
  // by more than the letter or two that were cut from the word before (ewww.a.org).
  if (strong && weak && weak.start < strong.start && strong.start < weak.end) {
    return foundIn('^[0-9A-Za-z]*$', text.slice(weak.start, strong.start)) ? strong : weak;
  }
  return strong ?? weak;
}

/**
 * Every link in a line, from left to right.
 *
 * @param {string} text
 * @returns {Link[]}
 */
export function findLinks(text) {
  text = text.slice(0, LIMITS.text);
  const links = [];
  let link = search(text, 0);
  while (link) {
    links.push(link);
    link = search(text, link.end);
  }
  return links;
}

/**
 * Whether a tap may open it: http, https or mailto, in printable ASCII.
 *
 * @param {unknown} href
 */
export function isSafeHref(href) {
  return typeof href === 'string' && matchAt(PATTERNS.safe, asciiLower(href), 0) !== null && URL.canParse(href);
}

// --- where links start -------------------------------------------------------------------------------------------

function search(text, position) {
  const strong = first(strongAt, text, position, text.length, false);
  const weak = first(weakAt, text, position, strong ? strong.start - 1 : text.length, false);
  return weak ?? strong;
}

function first(findAt, text, position, last, start) {
  const small = asciiLower(text);
  for (let index = position; index < Math.min(last + 1, text.length); index += 1) {
    const link = findAt(text, small, index, start);
    if (link) return link;
  }
  return null;
}

/** A link that says that it is one: by scheme or by www., rightly read or repaired. */
function strongAt(text, small, index, start) {
  for (const opener of RULES.openers) {
    const prefix = matchAt(opener.prefix, small, index);
    if (!prefix) continue;
    const glued = gluedDoubts(opener, small, index, start);
    if (!glued || isForeign(small, index)) continue;
    const behind = index + prefix[0].length;
    if (opener.kind === 'http' || opener.kind === 'https') {
      for (const slip of wwwSlips(text, small, behind)) {
        const link = repaired(text, index, opener.kind, behind - index, [slip], glued);
        if (link) return link;
      }
    }
    const link = webLink(text, index, opener.kind, opener.kind === 'www' ? index : behind, glued);
    if (link) return link;
  }
  return slipAt(text, small, index, start);
}

/** The doubts that come of what stands right before a link; null if it cannot start there. */
function gluedDoubts(opener, small, index, start) {
  if (index === 0) return [];
  const before = small[index - 1];
  if (start && opener.kind === 'www' && foundIn(PATTERNS.schemeAbove, small.slice(0, index))) return ['glued'];
  if (foundIn(opener.never, before)) return null;
  if (foundIn(opener.glued, before)) return start ? ['glued'] : null;
  return [];
}

/** Whether the place lies within a link of another scheme: javascript:…, s3://… */
function isForeign(small, index) {
  let begin = index;
  while (begin > 0 && !matchAt(PATTERNS.space, small, begin - 1)) begin -= 1;
  return foundIn(PATTERNS.foreign, small.slice(begin, index));
}

// --- slips of the reader -----------------------------------------------------------------------------------------
// A slip is a stretch of the reading and what the paper must show there: {length, to, why, doubt}.

/** A link whose scheme or www. was misread so that nothing else can be meant. */
function slipAt(text, small, index, start) {
  const [web, , , www] = RULES.openers;
  let glued = gluedDoubts(web, small, index, start);
  if (glued) {
    for (const slips of schemeSlips(text, small, index)) {
      const link = repaired(text, index, asciiLower(slips[0].to), 0, slips, glued);
      if (link && !isForeign(small, index)) return link;
    }
  }
  glued = gluedDoubts(www, small, index, start);
  if (glued) {
    for (const slip of wwwSlips(text, small, index)) {
      const link = repaired(text, index, 'www', 0, [slip], glued);
      if (link && !isForeign(small, index)) return link;
    }
  }
  return null;
}

/** Every way to read a scheme at a place, likeliest first: [scheme, separator] or [scheme, separator, www]. */
function* schemeSlips(text, small, index) {
  for (const [number, scheme] of RULES.schemeSlips.entries()) {
    const letters = matchAt(scheme.pattern, small, index);
    if (!letters) continue;
    const middle = index + letters[0].length;
    for (const [place, separator] of RULES.separatorSlips.entries()) {
      const marks = matchAt(separator.pattern, small, middle);
      if (!marks || (number < 2 && place === 0)) continue; // as it should be: no slip
      const end = middle + marks[0].length;
      if (separator.notBefore && matchAt(separator.notBefore, small, end)) continue;
      const pair = [
        { length: middle - index, to: inCaseOf(text.slice(index, middle), scheme.to), why: scheme.why ?? '' },
        { length: end - middle, to: '://', why: separator.why, doubt: separator.doubt },
      ];
      for (const www of wwwSlips(text, small, end)) yield [...pair, www];
      if (!separator.before || matchAt(separator.before, small, end)) yield pair;
    }
  }
}

/** Every way to read a misread `www.` at a place. */
function* wwwSlips(text, small, index) {
  for (const row of RULES.wwwSlips) {
    const found = matchAt(row.pattern, small, index);
    if (found && found[0] !== 'www.') {
      const { length } = found[0];
      yield { length, to: inCaseOf(text.slice(index, index + length), 'www.'), why: row.why, doubt: row.doubt };
    }
  }
}

/** A word in capitals if what was read is mostly in capitals. */
function inCaseOf(read, word) {
  const capitals = read.replace(/[^A-Z]/g, '').length;
  return capitals > read.replace(/[^a-z]/g, '').length ? word.toUpperCase() : word;
}

/**
 * The link at `index` with slips repaired, of which the first stands `skip` characters behind it.
 * A repair stands only on a host that exists: its suffix must be known.
 */
function repaired(text, index, kind, skip, slips, doubts) {
  let head = text.slice(0, index + skip);
  let position = index + skip;
  let schemeEnd = null;
  const changes = [];
  for (const slip of slips) {
    const read = text.slice(position, position + slip.length);
    if (read !== slip.to) changes.push(change(position - index, read, slip.to, slip.why));
    if (slip.doubt) doubts = [...doubts, slip.doubt];
    head += slip.to;
    position += slip.length;
    if (slip.to === '://') schemeEnd = head.length;
  }
  if (!changes.length) return null;
  const at = kind === 'www' ? index : schemeEnd ?? index + skip;
  const link = webLink(head + text.slice(position), index, kind, at, doubts);
  if (!link || link.doubts.includes('suffix')) return null;
  const end = link.end - head.length + position;
  return { ...link, read: text.slice(index, end), end, changes };
}

/** A change without the characters that stay: `htlps` → `https` is l → t. */
function change(at, read, to, why) {
  const shorter = Math.min(read.length, to.length);
  let left = 0;
  while (left < shorter && read[left] === to[left]) left += 1;
  let right = 0;
  while (right < shorter - left && read.at(-1 - right) === to.at(-1 - right)) right += 1;
  return { at: at + left, from: read.slice(left, read.length - right), to: to.slice(left, to.length - right), why };
}

// --- host and path -----------------------------------------------------------------------------------------------

/**
 * [userinfo@]host[:port] as found in a text: {end, host, name, before, port, known, doubts}, where `host` is as
 * printed, `name` as it goes over the wire and `before` the userinfo with its @; or null.
 * `cut`: it may break off at a hyphen where the reading ends.
 */
function authorityAt(text, at, { userinfo = false, port = true, cut = false } = {}) {
  let before = '';
  let doubts = [];
  let found;
  const user = userinfo && matchAt(PATTERNS.userinfo, text, at);
  if (user) {
    [before] = user;
    at += before.length;
    doubts.push('userinfo');
  }
  const bracketed = matchAt(PATTERNS.ipv6, text, at)?.[0];
  if (bracketed) {
    if (!isIpv6(bracketed)) return null;
    found = { end: at + bracketed.length, host: bracketed, name: asciiLower(bracketed), known: true };
  } else {
    let end = beforeNextScheme(text, at, hostEnd(text, at));
    if (end === at) return null;
    [end, doubts] = withoutNextSentence(text, at, end, doubts);
    const dashes = skip(text, end, '-');
    if (cut && skip(text, dashes, PATTERNS.space) === text.length) end = dashes;
    const host = text.slice(at, end);
    const name = toAscii(host);
    if (name === null) return null;
    found = { end, host, name, known: isIpv4(name) || hasKnownSuffix(name) };
  }
  const number = port && matchAt(PATTERNS.port, text, found.end);
  const hasPort = number && Number(number[1]) > 0 && Number(number[1]) < 65536;
  return { ...found, before, doubts, port: hasPort ? number[0] : '', end: found.end + (hasPort ? number[0].length : 0) };
}

/** Where a host name ends: labels with dots between them, the last of them whole. */
function hostEnd(text, at) {
  let label = labelAt(text, at);
  let end = at;
  while (label) {
    end += label.length;
    label = text[end] === '.' ? labelAt(text, end + 1) : '';
    if (label) end += 1;
  }
  return end;
}

function labelAt(text, at) {
  return (matchAt(PATTERNS.label, text, at) ?? matchAt(PATTERNS.labelUnspaced, text, at))?.[0] ?? '';
}

/** example.orghttp://a.org: the reader lost the space between two links. */
function beforeNextScheme(text, at, end) {
  const scheme = text.startsWith('://', end) && pattern(PATTERNS.nextScheme).exec(text.slice(at, end));
  return scheme ? at + scheme.index + 1 : end;
}

/** example.org.The: the last label is the next sentence, if what stands before it is a host by itself. */
function withoutNextSentence(text, at, end, doubts) {
  const labels = text.slice(at, end).split('.');
  if (labels.length < 3 || !matchAt('[A-Z][a-z]*$', labels.at(-1), 0) || !matchAt('[^A-Z]+$', labels.at(-2), 0)) {
    return [end, doubts];
  }
  if (matchAt('[/?#:]', text, end)) return [end, doubts];
  const shorter = toAscii(labels.slice(0, -1).join('.'));
  if (shorter === null || !hasKnownSuffix(shorter)) return [end, doubts];
  return [end - labels.at(-1).length - 1, [...doubts, 'sentence']];
}

/**
 * Where a link ends that goes on at `at`: at white space, at a bracket or quote that was opened before the link, where
 * another link touches it, and before the marks that belong to the sentence.
 */
function pathEnd(text, at, quoteMark) {
  const opened = [];
  let end = at;
  while (end < text.length && matchAt(PATTERNS.path, text, end)) {
    const mark = text[end];
    if (mark === quoteMark || matchAt(PATTERNS.nextLink, text, end)) break;
    if (OPENERS.has(mark)) opened.push(mark);
    else if (mark in CLOSERS && opened.pop() !== CLOSERS[mark]) break;
    end += 1;
  }
  while (end > at && matchAt(PATTERNS.trailing, text, end - 1)) end -= 1;
  return end;
}

/** The link at `index` whose authority stands at `at`. */
function webLink(text, index, kind, at, doubts) {
  const authority = authorityAt(text, at, { userinfo: kind !== 'www', cut: true });
  if (!authority) return null;
  if (kind === 'www' && (!authority.host.includes('.') || text[authority.end] === '@')) return null;
  const [end, odd] = restOfLink(text, index, authority.end);
  const found = [...doubts, ...authority.doubts, ...odd];
  if (!authority.known) found.push('suffix');
  const scheme = kind in SCHEMES ? SCHEMES[kind] : kind;
  const { before, name, port } = authority;
  const href = scheme && `${scheme}://${before}${name}${port}${encoded(text.slice(authority.end, end))}`;
  return linkOf(text, kind, index, end, href, found);
}

/** The end of the link whose authority ends at `at`, and a doubt if what follows is odd. */
function restOfLink(text, index, at) {
  if (matchAt('[/?#]', text, at)) {
    const end = pathEnd(text, at, quoteBefore(text, index));
    const before = sentenceFrom(text, at, end);
    return [before, before < end ? ['sentence'] : []];
  }
  return [at, matchAt(PATTERNS.oddAfterHost, text, at) ? ['odd'] : []];
}

/** Where what was taken for a path is the sentence's already, its space unseen: `a/.The next`, `a- the next`. */
function sentenceFrom(text, at, end) {
  const last = text.slice(0, end).lastIndexOf('/.') + 1;
  if (last > at && matchAt(PATTERNS.nextSentence, text.slice(0, end), last)) return last;
  const tail = skip(text, end, PATTERNS.space);
  if (tail === end || tail === text.length) return end;
  return at + text.slice(at, end).replace(/-+$/, '').length;
}

/** The single quote that was opened right before a link, and that will end it. */
function quoteBefore(text, index) {
  return text[index - 1] === "'" ? "'" : null;
}

/** Path, query and fragment as a link needs them: as printed, with letters beyond ASCII in percent signs. */
function encoded(rest) {
  return rest.replace(/[^\0-\x7f]+|[{}]/g, encodeURIComponent);
}

/** A link of what was found, with the doubts that its end raises. */
function linkOf(text, kind, index, end, href, doubts) {
  if (href !== null && !isSafeHref(href)) return null;
  const printed = text.slice(index, end);
  const all = [...doubts];
  if (matchAt(PATTERNS.ellipsis, text, end) || printed.includes('...')) all.push('ellipsis');
  const [broken, doubtful] = breakHint(text, end);
  if (doubtful) all.push('broken');
  const unique = [...new Set(all)];
  return {
    kind, printed, read: printed, href, start: index, end, certain: !unique.length, doubts: unique, changes: [], broken,
  };
}

/** How the link ends where the reading ends with it, and whether a whole link would not end so. */
function breakHint(text, end) {
  const tail = skip(text, end, PATTERNS.trailing);
  const dash = text[end - 1] === '-';
  if (skip(text, tail, PATTERNS.space) < text.length) return [null, dash];
  for (const row of RULES.broken) {
    if (matchAt(row.end, text, tail - 1)) return [row.hint, Boolean(row.doubt) && tail === end];
  }
  return [null, dash];
}

/** The first place from `at` on where a pattern of one character does not match. */
function skip(text, at, source) {
  while (at < text.length && matchAt(source, text, at)) at += 1;
  return at;
}

// --- links that do not say that they are one ---------------------------------------------------------------------

/** A mail address, a DOI or a bare host: told by what they are made of alone. */
function weakAt(text, small, index, start) {
  return afterYear(text, small, index) ?? mailAt(text, small, index) ?? doiAt(text, small, index)
    ?? domainAt(text, small, index, start);
}

/** 2012.example.org: the year ends the sentence before, the space behind its full stop unseen. */
function afterYear(text, small, index) {
  const year = matchAt(PATTERNS.year, small, index)?.[0].length;
  if (!year || (index > 0 && matchAt(RULES.before.domain, small, index - 1)) || isForeign(small, index)) return null;
  const at = index + year;
  const rest = [text.slice(at), small.slice(at), 0];
  const link = mailAt(...rest) ?? domainAt(...rest, false);
  return link && {
    ...link, start: link.start + at, end: link.end + at, certain: false, doubts: [...new Set([...link.doubts, 'glued'])],
  };
}

function mailAt(text, small, index) {
  const begin = small.startsWith('mailto:', index) ? index + 7 : index;
  if (!matchAt('[0-9A-Za-z_]', text, begin)) return null;
  let before = index;
  while (before > 0 && '.%+-'.includes(text[before - 1])) before -= 1;
  if (before > 0 && (matchAt('[0-9a-z_]', small, before - 1) || foundIn(RULES.before.mail, text[before - 1]))) return null;
  const local = matchAt(`${PATTERNS.local}+@`, text, begin)?.[0];
  if (!local || local.length - 1 > LIMITS.local || foundIn('\\.\\.|\\.@', local)) return null;
  if (isForeign(small, index)) return null;
  const authority = authorityAt(text, begin + local.length, { port: false });
  if (!authority?.known || isIpv4(authority.name) || authority.host.startsWith('[')) return null;
  if (matchAt(RULES.after.mail, small, authority.end)) return null;
  let { end } = authority;
  const doubts = [...authority.doubts];
  if (begin > index && text[end] === '?') end = pathEnd(text, end, null);
  else if (matchAt(`${PATTERNS.oddAfterHost}|/`, text, end)) doubts.push('odd');
  const href = `mailto:${local.replaceAll('%', '%25')}${authority.name}${encoded(text.slice(authority.end, end))}`;
  return linkOf(text, 'mail', index, end, href, doubts);
}

function doiAt(text, small, index) {
  if (!'d1'.includes(small[index]) || (index > 0 && matchAt(RULES.before.doi, small, index - 1))) return null;
  const prefix = matchAt(RULES.doi.prefix, small, index);
  if (!prefix || isForeign(small, index)) return null;
  const begin = index + prefix[0].length;
  const end = pathEnd(text, begin, quoteBefore(text, index));
  if (end === begin) return null;
  const suffix = text.slice(begin, end);
  const doubts = matchAt(RULES.doi.short, suffix, 0) ? ['number'] : [];
  // A resolver would take ? and # for the ends of the number.
  const href = RULES.doi.resolver + prefix[1] + encoded(suffix).replaceAll('?', '%3F').replaceAll('#', '%23');
  return linkOf(text, 'doi', index, end, href, doubts);
}

function domainAt(text, small, index, start) {
  // `https:` may stand at the end of the line above.
  const schemeAbove = start && foundIn(PATTERNS.schemeAbove, small.slice(0, index));
  if (index > 0 && matchAt(RULES.before.domain, small, index - 1) && !schemeAbove) return null;
  if (small.slice(Math.max(0, index - 2), index) === '::' || !labelAt(text, index)) return null;
  if (!text.slice(index, hostEnd(text, index)).includes('.') || isForeign(small, index)) return null;
  const authority = authorityAt(text, index);
  if (!authority?.known || isIpv4(authority.name) || !authority.host.includes('.')) return null;
  if (matchAt(RULES.after.domain, text, authority.end)) return null;
  const [end, odd] = restOfLink(text, index, authority.end);
  const doubts = [...(schemeAbove ? ['glued'] : []), ...authority.doubts, ...odd];
  for (const guard of RULES.domainGuards) {
    if (guard.unlessPath && end > authority.end) continue;
    if (!foundIn(guard.pattern, guard.asPrinted ? authority.host : asciiLower(authority.host))) continue;
    if (guard.verdict === 'none') return null;
    doubts.push(guard.verdict);
  }
  const href = `https://${authority.name}${authority.port}${encoded(text.slice(authority.end, end))}`;
  return linkOf(text, 'domain', index, end, href, doubts);
}
