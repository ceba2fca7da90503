/** What a provider's headers say about how soon it takes the next request. */
import { secondsUntil } from "./times.ts";

/** Where providers report what is left: OpenAI and those that follow it, Anthropic. */
const LIMITS: readonly { readonly of: "requests" | "tokens"; readonly name: (field: string) => string }[] = [
  { of: "requests", name: (field) => `x-ratelimit-${field}-requests` },
  { of: "tokens", name: (field) => `x-ratelimit-${field}-tokens` },
  { of: "requests", name: (field) => `anthropic-ratelimit-requests-${field}` },
  { of: "tokens", name: (field) => `anthropic-ratelimit-tokens-${field}` },
];

/** The header names, made once. */
const NAMES = LIMITS.map(({ of, name }) => ({
  of,
  left: name("remaining"),
  limit: name("limit"),
  reset: name("reset"),
}));

/** Seconds. */
const LONGEST = 300;

/**
 * Seconds until there is room for another request of `tokens` tokens; undefined when there is now, or when the
 * headers do not say. What is left fills up evenly until the reset, as these providers document. A wait of more than five
 * minutes is none: the next request then shows whether an allowance is spent.
 * @param headers of a reply, names in lower case
 * @param now milliseconds since 1970, for resets given as dates
 */
export function nextIn(
  headers: Readonly<Record<string, string>>,
  tokens: number,
  now: number = Date.now(),
): number | undefined {
  let wait = 0;
  for (const { of, left, limit, reset } of NAMES) {
    const remaining = number(headers[left]);
    if (remaining === undefined) continue;
    const missing = (of === "requests" ? 1 : tokens) - remaining;
    const untilFull = secondsUntil(headers[reset] ?? "", now);
    if (missing <= 0 || untilFull === undefined) continue;
    const empty = Math.max(missing, (number(headers[limit]) ?? remaining + missing) - remaining);
    wait = Math.max(wait, (untilFull * missing) / empty);
  }
  return wait > 0 && wait <= LONGEST ? wait : undefined;
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
