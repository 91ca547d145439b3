/** How fast something goes now: over the last seconds, not since its start. */

const WINDOW_MS = 15_000;

export class RecentRate {
  #samples = [];

  /** @param {number} at milliseconds */
  add(done, at) {
    this.#samples.push({ done, at });
    while (this.#samples.length > 2 && at - this.#samples[1].at > WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** Pairs per second; null until there is something to tell. */
  perSecond(now) {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || now - first.at < 1_000) {
      return null;
    }
    return (1_000 * (last.done - first.done)) / (now - first.at);
  }

  /** Seconds; null while they are not known. */
  left(remaining, now) {
    const perSecond = this.perSecond(now);
    return perSecond ? remaining / perSecond : null;
  }
}
