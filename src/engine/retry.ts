/** When a failed try is made again, and after how long. */
import { ModelError } from "../core/errors.ts";
import type { Earlier } from "./attempts.ts";

/** Bounds of the backoff: most faults pass at once, an outage does not, so it begins short and grows fast. Milliseconds. */
const FIRST = 50;
const FACTOR = 4;
const LONGEST = 30_000;
/** After a refusal the limiter sees to it that all slow down; one call need not wait long on its own. */
const LONGEST_REFUSED = 2000;

/** A provider that asks for more than this is not waited for: the run stops and can be resumed later. Seconds. */
const LONGEST_RETRY_AFTER = 300;

/** How many waits at the provider's own request count as one failed try. */
const WAITS_PER_RETRY = 4;

/** What has gone wrong with one call so far. */
export interface Tries extends Earlier {
  failed: number;
  refused: number;
  /** Of the failed ones, those cut at their deadline. */
  cut: number;
}

/** Whether the provider said "not now": nothing is wrong with the call, and it does not count as an attempt. */
export function isRefusal(error: ModelError): boolean {
  return error.kind === "rate-limit" || error.kind === "overloaded";
}

/** Notes a failed try; true when another one is due. */
export function mayRetry(error: ModelError, tries: Tries, retries: number): boolean {
  if (!error.retryable) return false;
  if (isRefusal(error)) return ++tries.refused <= retries * WAITS_PER_RETRY;
  if (error.kind === "timeout") tries.cut++;
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
  // A try that was cut has waited long enough.
  if (error.kind === "timeout" && tries.cut === 1) return 0;
  if (isRefusal(error)) return random() * Math.min(LONGEST_REFUSED, FIRST * FACTOR ** (tries.refused - 1));
  return random() * Math.min(LONGEST, FIRST * FACTOR ** (tries.failed - 1));
}

export function asksTooLong(error: ModelError): boolean {
  return (error.retryAfter ?? 0) > LONGEST_RETRY_AFTER;
}

/** What stops the run when no reply of a server can be read from the start. */
export function unreadable(error: ModelError): ModelError {
  const remedy = "No reply could be read so far. Check the base URL, and what the server writes in its log.";
  return new ModelError("bad-request", `${error.message}\n  ${remedy}`, {
    cause: error,
    ...(error.status !== undefined && { status: error.status }),
  });
}

/** What stops the run when the provider wants to be left alone for longer than is waited for. */
export function tooLong(error: ModelError): ModelError {
  const minutes = Math.ceil(error.retryAfter! / 60);
  return new ModelError(
    "quota",
    `${error.message}\n  The provider asks to wait ${minutes} minutes. Start the run again then: it resumes from here.`,
    {
      cause: error,
    },
  );
}
