/** Links that say that they are one: by a scheme or by `www.`, rightly read or repaired. The twin of training/links/prefixed.py. */

import { authorityAt } from './authority.js';
import { encoded, linkOf } from './link.js';
import { restOfLink } from './link_end.js';
import { RULES, asciiLower, foundIn, matchAt } from './rules.js';
import { change, schemeSlips, wwwSlips } from './slips.js';

const { patterns: PATTERNS } = RULES;

/** What a link of a kind opens with, where that is not the kind itself; nothing for ftp. */
const SCHEMES = { www: 'https', ftp: null };

/** A link that says that it is one: by scheme or by www., rightly read or repaired. */
export function prefixedAt(text, small, index, start) {
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
export function isForeign(small, index) {
  let begin = index;
  while (begin > 0 && !matchAt(PATTERNS.space, small, begin - 1)) begin -= 1;
  return foundIn(PATTERNS.foreign, small.slice(begin, index));
}

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

/**
 * The link at `index` with slips repaired, of which the first stands `behind` characters behind it.
 * A repair stands only on a host that exists: its suffix must be known.
 */
function repaired(text, index, kind, behind, slips, doubts) {
  let head = text.slice(0, index + behind);
  let position = index + behind;
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
  const at = kind === 'www' ? index : schemeEnd ?? index + behind;
  const link = webLink(head + text.slice(position), index, kind, at, doubts);
  if (!link || link.doubts.includes('suffix')) return null;
  const end = link.end - head.length + position;
  return { ...link, read: text.slice(index, end), end, changes };
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
