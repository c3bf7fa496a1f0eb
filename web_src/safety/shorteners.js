/**
 * Services whose links say nothing of where they lead. Kept by hand, from the services' own pages:
 * those that are met in print. A service that shortens its own site's links only (youtu.be) is none:
 * where it leads is known.
 */
export const SHORTENERS = new Set([
  'adf.ly', 'bit.do', 'bit.ly', 'bitly.com', 'bl.ink', 'buff.ly', 'cli.gs', 'cutt.ly', 'dlvr.it', 'goo.gl', 'ift.tt',
  'is.gd', 'j.mp', 'kutt.it', 'lnkd.in', 'ow.ly', 'qr.ae', 'qr1.be', 'qrco.de', 'rb.gy', 'rebrand.ly', 's.id',
  'short.io', 'shorturl.at', 'snip.ly', 't.co', 't.ly', 't1p.de', 'tiny.cc', 'tiny.one', 'tinyurl.com', 'trib.al',
  'u.nu', 'url.ie', 'v.gd', 'w.wiki', 'x.gd',
]);
