/** Time as the engine sees it: injectable, so that tests wait for nothing. */
import { AbortedError } from "../core/errors.ts";

export interface Clock {
  /** Milliseconds from some fixed moment; never runs backwards. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with `AbortedError` as soon as the signal says so. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longer timers would go off at once; 24 days. */
const LONGEST = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(new AbortedError("Stopped."));
      const stop = (): void => {
        clearTimeout(timer);
        reject(new AbortedError("Stopped."));
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
        Math.min(ms, LONGEST),
      );
      signal?.addEventListener("abort", stop, { once: true });
    });
  },
};
