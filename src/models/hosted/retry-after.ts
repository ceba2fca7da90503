/** How long a provider asks us to wait, from the headers and the body of its reply. */

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a duration such as `1s`, `6m0s`, `20ms` or `1h2m3.5s`; undefined when it is none. */
export function seconds(duration: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(duration)) return undefined;
  let total = 0;
  for (const [, amount, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g))
    total += Number(amount) * UNITS[unit!]!;
  return total;
}

/**
 * Seconds to wait before another try, never negative; undefined when the reply does not say.
 * `retry-after-ms` and `retry-after` (seconds or an HTTP date) come first. On a 429, `x-ratelimit-reset-*` come next:
 * the latest reset of the limits that stand at zero, else the earliest of all.
 * @param headers of the reply, names in lower case
 * @param now milliseconds since 1970, for HTTP dates
 */
export function retryAfter(
  headers: Readonly<Record<string, string>>,
  status: number | undefined,
  now: number = Date.now(),
): number | undefined {
  const wait =
    number(headers["retry-after-ms"], 0.001) ??
    number(headers["retry-after"], 1) ??
    untilDate(headers["retry-after"], now) ??
    (status === 429 ? untilReset(headers) : undefined);
  return wait === undefined ? undefined : Math.max(0, wait);
}

function number(text: string | undefined, scale: number): number | undefined {
  return text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) * scale : undefined;
}

function untilDate(text: string | undefined, now: number): number | undefined {
  const date = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? undefined : (date - now) / 1000;
}

function untilReset(headers: Readonly<Record<string, string>>): number | undefined {
  const resets: number[] = [];
  const spent: number[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const limit = /^x-ratelimit-reset-(.+)$/.exec(name)?.[1];
    const wait = limit === undefined ? undefined : (seconds(value) ?? number(value, 1));
    if (wait === undefined) continue;
    resets.push(wait);
    if (headers[`x-ratelimit-remaining-${limit}`] === "0") spent.push(wait);
  }
  if (spent.length > 0) return Math.max(...spent);
  return resets.length > 0 ? Math.min(...resets) : undefined;
}
