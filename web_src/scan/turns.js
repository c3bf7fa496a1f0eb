/**
 * Turns of a thread's event loop: what waits for one lets all messages in that came before.
 */

/** setTimeout would wait 4 ms each time; a message to oneself comes right after those that wait. */
const { port1, port2 } = new MessageChannel();
const waiting = [];
port1.onmessage = () => waiting.shift()();

/** @returns {Promise<void>} */
export const nextTurn = () => new Promise((resolve) => {
  waiting.push(resolve);
  port2.postMessage(null);
});
