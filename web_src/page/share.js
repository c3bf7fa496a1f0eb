/**
 * Handing a link on to another app.
 */

/** Whether this browser can. */
export const canShare = () => typeof navigator.share === 'function';

/**
 * @param {string} href
 * @returns {Promise<'shared' | 'dismissed' | 'failed'>}
 */
export async function shareLink(href) {
  try {
    await navigator.share(href.startsWith('mailto:') ? { text: href.slice('mailto:'.length) } : { url: href });
    return 'shared';
  } catch (error) {
    return error.name === 'AbortError' ? 'dismissed' : 'failed';
  }
}
