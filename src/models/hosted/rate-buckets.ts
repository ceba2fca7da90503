/** The limits that the headers of a reply state, whatever each provider calls them: how much is left, and when it is full again. */
import { scaleOf, secondsUntil } from "./times.ts";

/** One limit. */
export interface Bucket {
  /** Seconds until it is full again. */
  readonly reset: number;
  /** Whether nothing is left of it. */
  readonly spent: boolean;
  /** Whether it is counted by the day or longer. */
  readonly daily: boolean;
}

/** Header names of rate limits: `x-ratelimit-*`, `ratelimit-*`, `anthropic-ratelimit-*`, `x-rate-limit-*`, `ratelimitbysize-*`. */
const RATE_LIMIT = /rate-?limit/;
const LONG_NAME = /day|daily|[rt]pd\b|week|month/;
/** A window of so many seconds is one of the day. */
const LONG_WINDOW = 43_200;

/**
 * Each limit with a reset that can be read.
 * @param headers of a reply, names in lower case
 * @param now milliseconds since 1970
 */
export function rateBuckets(headers: Readonly<Record<string, string>>, now: number): Bucket[] {
  const buckets: Bucket[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (!RATE_LIMIT.test(name) || !name.includes("reset")) continue;
    const reset = secondsUntil(value, now, scaleOf(name));
    if (reset === undefined) continue;
    const of = (field: string): string | undefined => headers[name.replace(/reset(?:-(?:after|in|at|ms))*/, field)];
    const remaining = of("remaining");
    const window = Number(/\bw(?:indow)?=(\d{1,9})/.exec(of("limit") ?? "")?.[1] ?? 0);
    buckets.push({
      reset,
      spent: remaining !== undefined && Number(remaining) <= 0,
      daily: LONG_NAME.test(name) || window >= LONG_WINDOW,
    });
  }
  return [...buckets, ...structured(headers)];
}

/** `RateLimit: "name";r=0;t=50` with its policy `"name";q=100;w=60`, and the older `limit=100, remaining=0, reset=50` (IETF drafts). */
function structured(headers: Readonly<Record<string, string>>): Bucket[] {
  const text = headers["ratelimit"];
  if (text === undefined) return [];
  const field = (part: string, name: string): number | undefined => {
    const value = new RegExp(`(?:^|[;,\\s])${name}=(\\d{1,12})`).exec(part)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  const nameOf = (part: string): string => /^"?([\w-]{1,60})/.exec(part.trim())?.[1] ?? "";
  const windows = new Map(
    (headers["ratelimit-policy"] ?? "").split(",").map((part) => [nameOf(part), field(part, "w") ?? 0]),
  );
  const whole = field(text, "reset");
  if (whole !== undefined) {
    const longest = Math.max(0, ...windows.values());
    return [
      { reset: whole, spent: field(text, "remaining") === 0, daily: windows.size === 1 && longest >= LONG_WINDOW },
    ];
  }
  return text.split(",").flatMap((part) => {
    const reset = field(part, "t");
    if (reset === undefined) return [];
    const name = nameOf(part);
    return [
      { reset, spent: field(part, "r") === 0, daily: LONG_NAME.test(name) || (windows.get(name) ?? 0) >= LONG_WINDOW },
    ];
  });
}
