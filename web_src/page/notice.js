/**
 * The place where problems are told: what happened, what to do, and often a button for it.
 */

/**
 * @param {HTMLElement} notice
 * @param {object} parts
 * @param {HTMLElement} parts.text   role alert
 * @param {HTMLButtonElement} parts.retry
 * @param {HTMLButtonElement} parts.close
 */
export function createNotice(notice, { text, retry, close }) {
  let onRetry;

  function hide() {
    notice.hidden = true;
    text.textContent = '';
  }

  retry.addEventListener('click', () => {
    hide();
    onRetry();
  });
  close.addEventListener('click', hide);

  return {
    hide,

    /**
     * @param {string} message
     * @param {(() => void) | undefined} [again] what "Try again" does; no such button without it
     */
    show(message, again) {
      onRetry = again;
      retry.hidden = !again;
      notice.hidden = false;
      text.textContent = message; // after the element is shown: only changes are read out
    },
  };
}
