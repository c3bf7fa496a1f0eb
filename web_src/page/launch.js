/**
 * What the app is started for: `#camera` and `#photo` are the shortcuts of the web manifest.
 * (`#history` and `#settings` are rooms: rooms.js.)
 */

/**
 * @param {object} options
 * @param {() => void} options.camera
 * @param {() => void} options.photo
 * @param {Window} [options.window]
 * @returns {{follow: () => void}}
 */
export function createLaunch({ camera, photo, window = globalThis.window }) {
  const actions = { '#camera': camera, '#photo': photo };

  function follow() {
    const { hash, pathname, search } = window.location;
    const action = actions[hash];
    if (!action) return;
    window.history.replaceState(window.history.state, '', pathname + search); // done once, not after each reload
    action();
  }

  window.addEventListener('hashchange', follow);
  return { follow };
}
