/**
 * What is done once nothing else has been asked for a while.
 *
 * @param {number} patience ms
 */
export function createIdle(patience) {
  let busy = 0;
  let waiting; // the task, until it is begun
  let timer;

  function wait() {
    clearTimeout(timer);
    if (busy || !waiting) return;
    timer = setTimeout(() => {
      const task = waiting;
      waiting = undefined;
      task();
    }, patience);
  }

  return {
    /** Something is asked for, which takes until `end`. */
    begin() {
      busy += 1;
      clearTimeout(timer);
    },

    end() {
      busy -= 1;
      wait();
    },

    /** @param {() => void} task  done once, in the place of one that still waits */
    later(task) {
      waiting = task;
      wait();
    },
  };
}
