/** A clock that tests wind by hand: nobody waits, and time passes only when everything else has settled. */
import { AbortedError } from "../../src/core/errors.ts";
import type { Clock } from "../../src/engine/clock.ts";

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

export class FakeClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #sleepers = new Set<Sleeper>();
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: number[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(new AbortedError("Stopped."));
      const sleeper = { at: this.#now + ms, order: this.#order++, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        reject(new AbortedError("Stopped."));
      });
    });
  }

  /** How many are asleep. */
  get asleep(): number {
    return this.#sleepers.size;
  }

  /** Lets time pass until `work` is done, or until `limit` milliseconds are over. */
  async until<T>(work: Promise<T>, limit = Infinity): Promise<T | undefined> {
    let done = false;
    const watched = work.finally(() => (done = true));
    watched.catch(() => undefined);
    for (;;) {
      await settle();
      if (done) return watched;
      const next = this.#next();
      if (next === undefined) throw new Error("Nothing is left to wait for, and the work is not done.");
      if (next.at > limit) {
        this.#now = limit;
        return undefined;
      }
      this.#wake(next);
    }
  }

  /** Lets so much time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#next();
      if (next === undefined || next.at > end) break;
      this.#wake(next);
    }
    this.#now = end;
  }

  #next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (first === undefined || sleeper.at < first.at || (sleeper.at === first.at && sleeper.order < first.order))
        first = sleeper;
    }
    return first;
  }

  #wake(sleeper: Sleeper): void {
    this.#now = Math.max(this.#now, sleeper.at);
    this.#sleepers.delete(sleeper);
    sleeper.wake();
  }
}

/** Everything that can go on without time passing goes on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
