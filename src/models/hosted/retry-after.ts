/** How long a provider asks us to wait, from the headers of its reply. */
import { rateBuckets } from "./rate-buckets.ts";
import { secondsUntil } from "./times.ts";

/**
 * Seconds to wait before another try, never negative; undefined when the headers do not say.
 * `retry-after-ms` and `retry-after` come first, in any form that `secondsUntil` reads. On a 429, the resets of rate limits
 * come next: the latest of the limits that are at zero, else the earliest of all.
 * @param headers of the reply, names in lower case
 * @param now milliseconds since 1970, for dates
 */
export function retryAfter(
  headers: Readonly<Record<string, string>>,
  status: number | undefined,
  now: number = Date.now(),
): number | undefined {
  const stated =
    secondsUntil(headers["retry-after-ms"] ?? "", now, 0.001) ?? secondsUntil(headers["retry-after"] ?? "", now);
  if (stated !== undefined || status !== 429) return stated;
  const buckets = rateBuckets(headers, now);
  const spent = buckets.filter((bucket) => bucket.spent).map(({ reset }) => reset);
  if (spent.length > 0) return Math.max(...spent);
  return buckets.length > 0 ? Math.min(...buckets.map(({ reset }) => reset)) : undefined;
}
