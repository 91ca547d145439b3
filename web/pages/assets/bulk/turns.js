/** Lets long work leave the page its turns: it scrolls and answers meanwhile. */

const LONGEST_MS = 10;

export class Turns {
  #since = performance.now();

  /** Cheap enough to be asked in each step of a loop. */
  get isOver() {
    return performance.now() - this.#since > LONGEST_MS;
  }

  /** @param {AbortSignal} [signal] */
  async next(signal) {
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    signal?.throwIfAborted();
    this.#since = performance.now();
  }
}
