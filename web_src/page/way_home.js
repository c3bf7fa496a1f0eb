/**
 * Back leads home: from a photo or the camera to the start, before it leads out of the app.
 * The brand in the page's head does the same without loading the page anew.
 */

/**
 * @param {object} options
 * @param {HTMLAnchorElement} options.brand
 * @param {() => void} options.onHome  show the start
 * @param {() => boolean} [options.elsewhere]  whether the address asks for another room (rooms.js)
 * @param {Window} [options.window]
 */
export function createWayHome({ brand, onHome, elsewhere = () => false, window = globalThis.window }) {
  const { history } = window;
  const away = () => history.state?.away === true;

  // After a reload the start is shown, whatever was on the screen before.
  if (away()) history.replaceState(null, '');

  window.addEventListener('popstate', () => { if (!away() && !elsewhere()) onHome(); });
  brand.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab is wanted
    event.preventDefault();
    if (away()) history.back();
    else onHome();
  });

  return {
    /** The screen shows something else than the start now. */
    leave() {
      if (!away()) history.pushState({ away: true }, '');
    },
  };
}
