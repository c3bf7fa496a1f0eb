/**
 * The screen as a whole: which of its parts show, and in which state the app says it is.
 *
 * `data-state` on the root is for tests and other tools as much as for the style sheet:
 * loading, ready, scanning, done or error. `data-view` says what the screen is about:
 * home, photo or camera.
 */

import { message } from './messages.js';

/**
 * @param {object} parts
 * @param {HTMLElement} parts.root
 * @param {HTMLElement} parts.home
 * @param {HTMLElement} parts.results
 * @param {HTMLElement} parts.nothing  shown when a scan found no link
 * @param {ReturnType<import('./stage.js').createStage>} parts.stage
 * @param {ReturnType<import('./overlay.js').createOverlay>} parts.overlay
 * @param {ReturnType<import('./link_list.js').createLinkList>} parts.list
 * @param {ReturnType<import('./progress.js').createProgress>} parts.progress
 * @param {ReturnType<import('./notice.js').createNotice>} parts.notice
 * @param {() => void} parts.onLeave  the start gives way to a photo or the camera
 */
export function createScreen({ root, home, results, nothing, stage, overlay, list, progress, notice, onLeave }) {
  function setView(view) {
    root.dataset.view = view;
    home.hidden = view !== 'home';
    results.hidden = view === 'home';
  }

  function clearStage() {
    stage.clear();
    overlay.clear();
  }

  function clear() {
    notice.hide();
    nothing.hidden = true;
    list.clear();
    clearStage();
  }

  /** @param {'loading' | 'ready'} state with nothing on the screen but the start */
  function wait(state) {
    clear();
    progress.hide();
    setView('home');
    root.dataset.state = state;
  }

  return {
    stage,
    overlay,
    progress,

    get state() {
      return root.dataset.state;
    },

    wait,

    /** A scan starts, with an empty list. @param {'photo' | 'camera'} view */
    begin(view) {
      clear();
      setView(view);
      root.dataset.state = 'scanning';
      onLeave();
    },

    /** The next of several photos takes the place of the one before; their links stay together. */
    another() {
      clearStage();
    },

    /** Says something that changes nothing. @param {string} text */
    tell(text) {
      notice.show(text);
    },

    /**
     * @param {string} key  of this link on the screen; again with the same key, it has moved
     * @param {import('../scan/pipeline.js').Link} link
     * @param {{width: number, height: number}} picture px
     */
    put(key, link, picture) {
      overlay.put(key, link, picture);
      this.enter(key, link);
    },

    /** Into the list alone, or again where the reading has changed. */
    enter(key, link) {
      if (list.put(key, link) && root.dataset.view === 'camera') progress.say(message('scan.found-one', { printed: link.printed }));
    },

    /** The scan is over; what it found stays. A camera that found nothing is just closed. */
    end() {
      progress.hide();
      if (root.dataset.view === 'camera') clearStage();
      if (root.dataset.view === 'camera' && list.size === 0) {
        progress.say('');
        wait('ready');
        return;
      }
      nothing.hidden = list.size > 0;
      progress.say(list.size ? message('scan.found', { n: list.size }) : message('scan.found-none'));
      root.dataset.state = 'done';
    },

    /**
     * Something went wrong. Links found until then stay on the screen.
     *
     * @param {string} text
     * @param {() => void} [retry]
     */
    fail(text, retry) {
      progress.hide();
      progress.say('');
      if (root.dataset.view === 'camera' || list.size === 0) clearStage();
      if (list.size === 0) setView('home');
      notice.show(text, retry);
      root.dataset.state = 'error';
    },
  };
}
