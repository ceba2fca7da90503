/** Waiting that ends at once when the caller stops it. */
import { ModelError } from "../core/errors.ts";

/**
 * Resolves after `milliseconds`, at once for 0.
 * @throws ModelError of kind `aborted` as soon as `signal` says so
 */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const aborted = (): ModelError => new ModelError("aborted", "The caller stopped the request.");
  if (signal?.aborted === true) return Promise.reject(aborted());
  if (!(milliseconds > 0)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(aborted());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
