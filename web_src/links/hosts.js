/**
 * Names of hosts: their form on the wire, and whether their ending is one that exists.
 *
 * The twin of training/links/hosts.py, which writes out what URL and tldts do here.
 */
import { parse } from 'tldts';

import { RULES } from './rules.js';

/** The ICANN part of the public suffix list: the private part names companies, not endings. */
const ICANN_ONLY = { allowPrivateDomains: false, extractHostname: false, validateHostname: false };

/**
 * A printed host as it goes over the wire: small letters, punycode; null where it cannot be a host's name.
 *
 * @param {string} host
 * @returns {string | null}
 */
export function toAscii(host) {
  let name;
  try {
    name = new URL(`https://${host}`).hostname;
  } catch {
    return null;
  }
  const labels = name.split('.');
  if (labels.some((label) => label.length > RULES.limits.label)) return null;
  // A last label of digits makes browsers read the whole as a number's address, in ways nobody prints.
  const last = host.slice(host.lastIndexOf('.') + 1);
  if (/^(?:[0-9]+$|0[xX])/.test(last)) return isIpv4(host) ? host : null;
  return name.length <= RULES.limits.host ? name : null;
}

/** Four numbers as people print them; leading zeros would mean octal to a browser. */
export function isIpv4(name) {
  const parts = name.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

/** `[…]` with an address in it. */
export function isIpv6(name) {
  return URL.canParse(`https://${name}`);
}

/** Whether a name (in ASCII) is one that somebody may have registered under a suffix of the public list. */
export function hasKnownSuffix(name) {
  if (name.startsWith('www.')) {
    const rest = name.slice(4);
    if (isSuffix(rest)) return rest.includes('.'); // www.gov.uk is a site; www.de would be one named www
  }
  const { isIcann, domain } = parse(name, ICANN_ONLY);
  return Boolean(isIcann && domain);
}

/** Whether a name (in ASCII) is a suffix of the public list itself. */
export function isSuffix(name) {
  const { isIcann, publicSuffix } = parse(name, ICANN_ONLY);
  return Boolean(isIcann) && publicSuffix === name;
}
