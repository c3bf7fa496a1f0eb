/**
 * What may become the address of a script: this site's own files, nothing else.
 *
 * The page's policy (web_src/generator/pages.py) demands Trusted Types; the
 * policy named 'default' is asked whenever a plain string reaches a place that
 * runs code, such as `new Worker(url)`. No HTML and no script text is ever
 * made, so none is allowed.
 */

const site = new URL('./', document.baseURI).href;

globalThis.trustedTypes?.createPolicy('default', {
  createScriptURL(url) {
    const { href } = new URL(url, document.baseURI);
    if (!href.startsWith(site)) throw new TypeError(`a script from outside this site: ${href}`);
    return href;
  },
});
