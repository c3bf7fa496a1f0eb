/** Links that do not say that they are one: mail addresses, DOIs, bare hosts. The twin of training/links/prefixless.py. */

import { authorityAt, hostEnd, labelAt } from './authority.js';
import { isIpv4 } from './hosts.js';
import { encoded, linkOf } from './link.js';
import { pathEnd, quoteBefore, restOfLink } from './link_end.js';
import { isForeign } from './prefixed.js';
import { RULES, asciiLower, foundIn, matchAt } from './rules.js';

const { limits: LIMITS, patterns: PATTERNS } = RULES;

/** A mail address, a DOI or a bare host: told by what they are made of alone. */
export function prefixlessAt(text, small, index, start) {
  return afterYear(text, small, index) ?? mailAt(text, small, index) ?? doiAt(text, small, index)
    ?? domainAt(text, small, index, start);
}

/** 2012.example.org, or Lyon.2012.example.org: the year ends the sentence before, the space behind its full stop unseen. */
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
  if (!matchAt('[0-9A-Za-z_]', text, begin) || matchAt(PATTERNS.login, small, begin)) return null;
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
