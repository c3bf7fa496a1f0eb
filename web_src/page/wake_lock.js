/**
 * Keeps the screen awake while something is to be seen on it.
 */

/** @param {{request: (type: 'screen') => Promise<{release: () => Promise<void>}>} | undefined} [wakeLock] */
export function createWakeLock(wakeLock = navigator.wakeLock) {
  let held;
  let wanted = false;

  return {
    /** The browser lets go by itself whenever the page is hidden; call it again after each return. */
    async hold() {
      wanted = true;
      const lock = await wakeLock?.request('screen').catch(() => undefined); // low battery
      if (!lock) return;
      if (!wanted) return lock.release();
      held?.release(); // another camera, without a return
      held = lock;
    },

    release() {
      wanted = false;
      held?.release();
      held = undefined;
    },
  };
}
