/** When a failed try is made again, and after how long. */
import type { ModelError } from "../core/errors.ts";

/** Longest wait of our own choosing, and the first bound of the exponential backoff, in milliseconds. */
const LONGEST = 30_000;
const FIRST = 500;

/** A provider that asks for more than this is not waited for: the run stops and can go on later. Seconds. */
export const LONGEST_RETRY_AFTER = 300;

/** How many waits at the provider's own request count as one failed try. */
const WAITS_PER_RETRY = 4;

/** What has gone wrong with one call so far. */
export interface Tries {
  failed: number;
  refused: number;
}

/** Whether the provider said "not now": nothing is wrong with the call, and it costs no try of its own. */
export function isRefusal(error: ModelError): boolean {
  return error.kind === "rate-limit" || error.kind === "overloaded";
}

/** Notes a failed try; true when another one is due. */
export function mayRetry(error: ModelError, tries: Tries, retries: number): boolean {
  if (!error.retryable) return false;
  if (isRefusal(error)) return ++tries.refused <= retries * WAITS_PER_RETRY;
  return ++tries.failed <= retries;
}

/**
 * Milliseconds until the next try: exactly what the provider asked for, otherwise exponential backoff with
 * full jitter (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 *
 * @param random uniform in [0, 1)
 */
export function retryDelay(error: ModelError, tries: Tries, random: () => number): number {
  if (error.retryAfter !== undefined) return error.retryAfter * 1000;
  const bound = Math.min(LONGEST, FIRST * 2 ** (tries.failed + tries.refused - 1));
  return random() * bound;
}
