/**
 * The app's other rooms beside the scanner: history and settings. Each has its address (`#history`),
 * so Back leaves it, a shortcut leads to it, and what the scanner shows stays as it was behind it.
 */

/**
 * @param {object} options
 * @param {HTMLElement} options.root
 * @param {Record<string, {section: HTMLElement, load: () => Promise<{enter: (section: HTMLElement) => void}>}>} options.rooms
 * @param {(name: string) => void} options.onEnter
 * @param {(error: Error) => void} options.onProblem  a room's part of the app did not arrive
 * @param {Window} [options.window]
 */
export function createRooms({ root, rooms, onEnter, onProblem, window = globalThis.window }) {
  const asked = () => window.location.hash.slice(1);
  let shown = '';
  let inside = false; // entered by a step within the app, so that Back leads out of the room
  let opener;

  async function follow() {
    const name = asked() in rooms ? asked() : '';
    if (name === shown) return;
    const left = shown;
    if (left) rooms[left].section.hidden = true;
    else opener = window.document.activeElement;
    shown = name;
    if (!name) return leave(left);
    root.dataset.room = name;
    const { section, load } = rooms[name];
    section.hidden = false;
    window.scrollTo(0, 0);
    section.querySelector('h1').focus({ preventScroll: true });
    onEnter(name);
    try {
      (await load()).enter(section);
    } catch (error) {
      onProblem(error);
    }
  }

  function leave(left) {
    delete root.dataset.room;
    // Following a link to a part of the page may take the focus off the link before it is asked for.
    const lost = !opener?.isConnected || opener === window.document.body;
    const way = lost ? window.document.querySelector(`a[href="#${left}"]`) : opener;
    way?.focus({ preventScroll: true });
  }

  function close() {
    if (inside) window.history.back();
    else go('');
  }

  /** Changes the address without a new step back. */
  function go(hash) {
    const { pathname, search } = window.location;
    window.history.replaceState(null, '', pathname + search + hash);
    follow();
  }

  for (const { section } of Object.values(rooms)) {
    section.querySelector('[data-part="back"]').addEventListener('click', close);
  }
  window.addEventListener('hashchange', () => {
    inside = true;
    follow();
  });
  window.document.addEventListener('keydown', ({ key, defaultPrevented }) => {
    if (key === 'Escape' && shown && !defaultPrevented && !window.document.querySelector('dialog[open]')) close();
  });

  return {
    /** Whether the address asks for a room. */
    get open() {
      return asked() in rooms;
    },

    /** Shows the room that the page was opened with, if any. */
    start: follow,

    /** Out of the room, without a step back; an address that asks for something else stays. */
    leaveAll: () => (asked() in rooms ? go('') : follow()),
  };
}
