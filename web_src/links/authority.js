/** The host of a link, and what belongs to it: `user@example.org:8080`. The twin of training/links/authority.py. */

import { hasKnownSuffix, isIpv4, isIpv6, toAscii } from './hosts.js';
import { skip } from './link.js';
import { RULES, asciiLower, matchAt, pattern } from './rules.js';

const { patterns: PATTERNS } = RULES;

/**
 * [userinfo@]host[:port] as found in a text: {end, host, name, before, port, known, doubts}, where `host` is as
 * printed, `name` as it goes over the wire and `before` the userinfo with its @; or null.
 * `cut`: it may break off at a hyphen where the reading ends.
 */
export function authorityAt(text, at, { userinfo = false, port = true, cut = false } = {}) {
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
export function hostEnd(text, at) {
  let label = labelAt(text, at);
  let end = at;
  while (label) {
    end += label.length;
    label = text[end] === '.' ? labelAt(text, end + 1) : '';
    if (label) end += 1;
  }
  return end;
}

export function labelAt(text, at) {
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
