/**
 * Two threads for the networks: this one, and another (thread.js) that takes strips, or halves of pictures, which would
 * have to wait.
 *
 * A strip is given to the other thread while that has nothing to do, and looked at here otherwise. Before each one that is
 * looked at here messages are let in: the other's answer may be there, what waits for it goes on, and it wants the next
 * one. During it nothing is heard or given: the other thread has the one after that in advance.
 */

import { nextTurn } from './turns.js';

/** So many links are best read at the same time: each waits for one strip after the other. */
const LINKS = 4;

/** @typedef {import('./reader.js').Look | import('./detector.js').Detector['run']} Look a network's, at a strip or a picture */

export function createPool() {
  /** @type {import('./thread.js').Thread | null} */
  let thread = null;
  const queue = [];
  let working = false;

  const knows = (network) => Boolean(thread?.knows(network));

  function give(atMost = 1) {
    while (queue.length && knows(queue[0].network) && thread.waiting() < atMost) ask(queue.shift());
  }

  async function ask(one) {
    const asked = thread;
    try {
      one.resolve(await asked.look(one.network, ...one.asked));
    } catch (error) {
      console.warn('The other thread failed:', error);
      if (thread === asked) leave();
      queue.unshift(one);
      workHere();
    }
    give();
  }

  async function workHere() {
    if (working) return;
    working = true;
    for (;;) {
      await nextTurn();
      give();
      const one = queue.shift();
      if (!one) break;
      give(2);
      await one.here(...one.asked).then(one.resolve, one.reject);
    }
    working = false;
  }

  function leave() {
    thread?.close();
    thread = null;
  }

  return {
    /** @param {import('./thread.js').Thread} other takes part from now on */
    join(other) {
      thread = other;
    },

    /** All is looked at here from now on. */
    leave,

    /** Lets the other thread, if there is one, have a network. */
    load: (network, files) => thread?.load(network, files),

    /** Whether the other thread, if there is one, has a network. */
    knows,

    /** How many links are best read at the same time by a network. */
    atOnce: (network) => (knows(network) ? LINKS : 1),

    /**
     * @param {string} network  its name in the other thread
     * @param {Look} here
     * @returns {Look} here or there
     */
    share: (network, here) => (...asked) => {
      if (!knows(network)) return here(...asked);
      return new Promise((resolve, reject) => {
        queue.push({ network, asked, here, resolve, reject });
        give();
        if (queue.length) workHere();
      });
    },
  };
}
