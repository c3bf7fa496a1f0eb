/**
 * Two threads for the readers' networks: this one, and another (thread.js) that takes strips which would have to wait.
 *
 * A strip is given to the other thread while that has room, and looked at here otherwise. Before each one that is looked
 * at here messages are let in: the other's answer may be there, what waits for it goes on, and it wants the next one.
 */

import { nextTurn } from './turns.js';

/** So many links are best read at the same time: each waits for one strip after the other. */
const LINKS = 4;

/** With more strips than this waiting the other thread gets two at a time: it is never idle then. */
const MANY = 2;

/** @typedef {(strip: {data: Uint8Array, width: number, height: number}) => Promise<Float32Array>} Look a network's, at a strip */

export function createPool() {
  /** @type {import('./thread.js').Thread | null} */
  let thread = null;
  const queue = [];
  let working = false;

  const knows = (network) => Boolean(thread?.knows(network));

  function give() {
    while (queue.length && knows(queue[0].network) && thread.waiting() < (queue.length > MANY ? 2 : 1)) ask(queue.shift());
  }

  async function ask(one) {
    const asked = thread;
    try {
      one.resolve(await asked.look(one.network, one.strip));
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
      await one.here(one.strip).then(one.resolve, one.reject);
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

    /** How many links are best read at the same time by a network. */
    atOnce: (network) => (knows(network) ? LINKS : 1),

    /**
     * @param {string} network  its name in the other thread
     * @param {Look} here
     * @returns {Look} here or there
     */
    share: (network, here) => (strip) => {
      if (!knows(network)) return here(strip);
      return new Promise((resolve, reject) => {
        queue.push({ network, strip, here, resolve, reject });
        give();
        if (queue.length) workHere();
      });
    },
  };
}
