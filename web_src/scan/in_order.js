/**
 * Several things worked on at once, and told of in their order.
 */

/**
 * What `work` makes of each item. Where it fails for one, that is thrown when it is its turn; whoever stops listening
 * leaves what was begun to end unheard.
 *
 * @template Item, Result
 * @param {Item[]} items
 * @param {(item: Item) => Promise<Result>} work
 * @param {object} [options]
 * @param {number} [options.atOnce]  worked on at the same time, at most
 * @param {(begun: Item, item: Item) => boolean} [options.apart]  whether work on an item need not wait for that on another
 * @returns {AsyncGenerator<[Item, Result]>}
 */
export async function* inOrder(items, work, { atOnce = 1, apart = () => true } = {}) {
  const waiting = [...items];
  const begun = [];
  const mayBegin = () => waiting.length && begun.length < atOnce && begun.every(({ item }) => apart(item, waiting[0]));
  while (waiting.length || begun.length) {
    while (mayBegin()) {
      const item = waiting.shift();
      const done = work(item);
      done.catch(() => {}); // heard when it is its turn
      begun.push({ item, done });
    }
    const { item, done } = begun[0];
    const result = await done;
    begun.shift();
    yield [item, result];
  }
}
