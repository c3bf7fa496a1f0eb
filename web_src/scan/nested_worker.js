/**
 * Workers inside workers, for browsers without them (Safari before 15.5): the page starts
 * the inner worker and passes its messages on through a port.
 *
 * Worker side: `lendWorker(scope, post)` gives the scope a `Worker` that asks the page.
 * Page side: `answerSpawn(message, allowed)`.
 */

/**
 * @typedef {object} SpawnMessage
 * @property {'spawn'} kind
 * @property {string} url
 * @property {MessagePort} port
 */

/**
 * @param {object} scope the worker's global scope, or a stand-in
 * @param {(message: SpawnMessage, transfer: Transferable[]) => void} post to the page
 */
export function lendWorker(scope, post) {
  if (typeof scope.Worker === 'function') return;
  scope.Worker = class PortWorker {
    static lent = true;

    #port;

    /** @param {string} url */
    constructor(url) {
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      this.#port.onmessage = ({ data }) => {
        if (data.error) this.onerror?.({ message: data.error });
        else this.onmessage?.({ data: data.message });
      };
      post({ kind: 'spawn', url: String(url), port: port2 }, [port2]);
    }

    postMessage(message) {
      this.#port.postMessage({ message });
    }

    terminate() {
      this.#port.postMessage({ terminate: true });
      this.#port.close();
    }
  };
}

/**
 * @param {SpawnMessage} message from the worker
 * @param {string[]} allowed the URLs the page is willing to start
 * @param {typeof Worker} [WorkerClass]
 * @returns {Worker | undefined} nothing where the URL is not allowed
 */
export function answerSpawn({ url, port }, allowed, WorkerClass = globalThis.Worker) {
  if (!allowed.includes(url)) return undefined;
  const worker = new WorkerClass(url);
  worker.onmessage = ({ data }) => port.postMessage({ message: data });
  worker.onerror = (event) => port.postMessage({ error: event.message || 'the inner worker failed' });
  port.onmessage = ({ data }) => {
    if (data.terminate) worker.terminate();
    else worker.postMessage(data.message);
  };
  return worker;
}
