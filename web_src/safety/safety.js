/**
 * What a person should know about where a link leads, told from its address alone, on the device.
 *
 * Warnings never stand in the way: the link opens with the same tap.
 */

import { getDomain, parse } from 'tldts';

import { hasKnownSuffix } from '../links/hosts.js';
import { lookalike, mixesScripts, unicodeHost } from './lookalikes.js';
import { SHORTENERS } from './shorteners.js';

/**
 * @typedef {object} Warning
 * @property {'userinfo' | 'ip' | 'suffix' | 'mixed' | 'lookalike' | 'punycode' | 'shortener' | 'http'} code
 * @property {Record<string, string>} [facts] for its words: `safety.<code>` in the message files
 */

/**
 * @param {string} href an http:, https: or mailto: address
 * @returns {{domain: string, warnings: Warning[]}} the registrable domain (in ASCII; the host itself
 *   where it has none) and what to know, gravest first
 */
export function safetyOf(href) {
  const url = new URL(href);
  const mail = url.protocol === 'mailto:';
  const host = mail ? url.pathname.slice(url.pathname.lastIndexOf('@') + 1).toLowerCase() : url.hostname;
  const domain = getDomain(host) ?? host;
  return { domain, warnings: [...aboutHost(host, domain), ...(mail ? [] : aboutAddress(url, domain))] };
}

function aboutHost(host, domain) {
  if (parse(host).isIp) return [{ code: 'ip' }];
  const shown = unicodeHost(host);
  const like = lookalike(domain);
  return [
    ...(like ? [{ code: 'lookalike', facts: { like } }] : []),
    ...(mixesScripts(shown) ? [{ code: 'mixed' }] : []),
    ...(shown === host ? [] : [{ code: 'punycode', facts: { host } }]),
    ...(hasKnownSuffix(host) ? [] : [{ code: 'suffix' }]),
  ];
}

function aboutAddress(url, domain) {
  return [
    ...(url.username || url.password ? [{ code: 'userinfo', facts: { host: url.hostname } }] : []),
    ...(SHORTENERS.has(domain) ? [{ code: 'shortener' }] : []),
    ...(url.protocol === 'http:' ? [{ code: 'http' }] : []),
  ];
}
