/** Limits, in every form in which providers state them: how long to wait, and whether waiting helps at all. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeAgain, type Limit, readLimit } from "../../src/models/hosted/allowance.ts";
import { readFacts } from "../../src/models/hosted/failure-facts.ts";
import { dateOf, secondsUntil } from "../../src/models/hosted/times.ts";

const NOW = Date.parse("2026-11-29T10:00:00Z");

const clockTime = (wait: number): string => {
  const [h, m, s] = [Math.floor(wait / 3600), Math.floor(wait / 60) % 60, wait % 60];
  return `${h > 0 ? `${h}h` : ""}${h > 0 || m > 0 ? `${m}m` : ""}${s}s`;
};

/** Ways to write a whole number of seconds from now. */
const FORMS: Readonly<Record<string, (wait: number) => string>> = {
  seconds: String,
  "seconds with a part": (wait) => `${wait}.0`,
  "seconds since 1970": (wait) => String(NOW / 1000 + wait),
  "milliseconds since 1970": (wait) => String(NOW + 1000 * wait),
  "an HTTP date": (wait) => new Date(NOW + 1000 * wait).toUTCString(),
  "an ISO date": (wait) => new Date(NOW + 1000 * wait).toISOString(),
  "an ISO date without a zone": (wait) => new Date(NOW + 1000 * wait).toISOString().slice(0, 19),
  "an ISO date with an offset": (wait) =>
    `${new Date(NOW + 1000 * (wait + 7200)).toISOString().slice(0, 19).replace("T", " ")}+02:00`,
  "a duration": clockTime,
  "a duration in milliseconds": (wait) => `${1000 * wait}ms`,
  "a duration in seconds": (wait) => `${wait}s`,
  "an ISO duration": (wait) => `PT${Math.floor(wait / 60)}M${wait % 60}S`,
};
const FORM = fc.constantFrom(...Object.keys(FORMS));
const SHORT = fc.integer({ min: 1, max: 290 });
const LONG = fc.integer({ min: 901, max: 20 * 3600 });

const refusal = (headers: Record<string, string>, error: object = { message: "slow down" }, statusCode = 429): Limit =>
  readLimit(readFacts({ statusCode, responseHeaders: headers, responseBody: JSON.stringify({ error }) }), NOW);

describe("a limit in headers", () => {
  it.each([
    "retry-after",
    "Retry-After",
    "x-ratelimit-reset",
    "X-RateLimit-Reset",
    "x-ratelimit-reset-requests",
    "x-ratelimit-reset-tokens",
    "x-ratelimit-reset-tokens-minute",
    "x-rate-limit-reset",
    "ratelimit-reset",
    "ratelimitbysize-reset",
    "anthropic-ratelimit-requests-reset",
    "anthropic-ratelimit-input-tokens-reset",
  ])("%s is read in every form, and is that of a day when it is far away", (name) => {
    fc.assert(
      fc.property(FORM, SHORT, (form, wait) => {
        const limit = refusal({ [name]: FORMS[form]!(wait) });
        expect(limit.spent).toBe(false);
        expect(limit.wait).toBeCloseTo(wait, 3);
      }),
    );
    fc.assert(
      fc.property(FORM, LONG, (form, wait) => {
        const limit = refusal({ [name]: FORMS[form]!(wait) });
        expect(limit.spent).toBe(true);
        expect(limit.wait).toBeCloseTo(wait, 3);
      }),
    );
  });

  it.each(["retry-after-ms", "x-ratelimit-reset-after-ms", "x-ratelimit-reset-requests-ms"])(
    "%s counts milliseconds",
    (name) => {
      fc.assert(
        fc.property(SHORT, (wait) => {
          expect(refusal({ [name]: String(1000 * wait) }).wait).toBeCloseTo(wait, 3);
        }),
      );
    },
  );

  it.each([
    ["x-ratelimit-reset-requests-day", "x-ratelimit-remaining-requests-day"],
    ["x-ratelimit-reset-tokens-day", "x-ratelimit-remaining-tokens-day"],
    ["x-ratelimit-reset-daily", "x-ratelimit-remaining-daily"],
    ["x-ratelimit-day-reset", "x-ratelimit-day-remaining"],
  ])("%s is that of a day, when nothing is left of it", (reset, remaining) => {
    fc.assert(
      fc.property(FORM, fc.integer({ min: 1, max: 80_000 }), SHORT, (form, wait, minute) => {
        const headers = { [reset]: FORMS[form]!(wait), "x-ratelimit-reset-tokens-minute": String(minute) };
        const spent = refusal({ ...headers, [remaining]: "0" });
        expect(spent.spent).toBe(true);
        expect(spent.wait).toBeCloseTo(wait, 3);
        const left = refusal({ ...headers, [remaining]: "7", "x-ratelimit-remaining-tokens-minute": "0" });
        expect(left).toEqual({ spent: false, wait: minute });
      }),
    );
  });

  it.each([
    [{ ratelimit: "limit=100, remaining=0, reset=50" }, { wait: 50, spent: false }],
    [{ ratelimit: "limit=100, remaining=0, reset=5000" }, { wait: 5000, spent: true }],
    [
      { ratelimit: '"default";r=0;t=30', "ratelimit-policy": '"default";q=100;w=60' },
      { wait: 30, spent: false },
    ],
    [
      {
        ratelimit: '"minute";r=3;t=20, "long";r=0;t=600',
        "ratelimit-policy": '"minute";q=9;w=60, "long";q=90;w=86400',
      },
      { wait: 600, spent: true },
    ],
    [
      { "ratelimit-limit": "50;w=86400", "ratelimit-remaining": "0", "ratelimit-reset": "600" },
      { wait: 600, spent: true },
    ],
  ])("reads the drafts of a standard: %j", (headers, limit) => {
    expect(refusal(headers as Record<string, string>)).toEqual(limit);
  });
});

describe("a limit in the body", () => {
  it.each([
    (wait: string) => `Rate limit reached for gpt-x on tokens per min (TPM): Limit 30000. Please try again in ${wait}.`,
    (wait: string) => `Please retry after ${wait}.`,
    (wait: string) => `Quota exceeded. Please retry in ${wait}`,
    (wait: string) => `Rate limit of 10 per 60s exceeded. Please wait ${wait} before retrying.`,
    (wait: string) => `Too many requests, resets in ${wait}, thank you`,
  ])("is read in words: %s", (say) => {
    const forms = [
      clockTime,
      (wait: number) => `${wait} seconds`,
      (wait: number) => `${wait}.0s`,
      (wait: number) => `${1000 * wait}ms`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...forms), SHORT, (form, wait) => {
        const limit = refusal({}, { message: say(form(wait)) });
        expect(limit.spent).toBe(false);
        expect(limit.wait).toBeCloseTo(wait, 3);
      }),
    );
  });

  it.each([
    "Rate limit exceeded: free-models-per-day.",
    "Rate limit reached for gpt-x on requests per day (RPD): Limit 200, Used 200, Requested 1.",
    "Rate limit reached for model m on tokens per day (TPD): Limit 100000, Used 99949, Requested 600.",
    "Rate limit of 150 per 86400s exceeded for UserByModelByDay.",
    "You have reached your daily limit.",
    "Monthly quota exceeded.",
    "You are using a Trial key, which is limited to 1000 API calls / month.",
    "You have used up the weekly limit of 20 requests/week.",
  ])("is that of a day by its words: %s", (words) => {
    expect(refusal({}, { message: words })).toEqual({ spent: true, wait: undefined });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80_000 }), (wait) => {
        const limit = refusal({}, { message: `${words} Please try again in ${clockTime(wait)}.` });
        expect(limit.spent).toBe(true);
        expect(limit.wait).toBeCloseTo(wait, 3);
      }),
    );
  });

  it.each([
    ["It resets at 2026-11-30T00:00:00Z.", 14 * 3600],
    ["It resets on 2026-11-30.", 14 * 3600],
    ["Wait until 15:30 UTC.", 5.5 * 3600],
    ["Wait until 09:00 UTC.", 23 * 3600],
    ["Limits start again at midnight (UTC).", 14 * 3600],
  ])("names a moment: %s", (words, wait) => {
    expect(refusal({}, { message: `Daily limit reached. ${words}` })).toEqual({ spent: true, wait });
  });

  it("names its wait in a field, or quotes the headers of another server", () => {
    expect(refusal({}, { message: "x", retry_after: 12 }).wait).toBe(12);
    expect(refusal({}, { message: "x", retryAfterMs: 1500 }).wait).toBe(1.5);
    expect(refusal({}, { message: "x", resets_in_seconds: 40 }).wait).toBe(40);
    expect(refusal({}, { message: "x", resets_at: NOW / 1000 + 5000 })).toEqual({ wait: 5000, spent: true });
    const quoted = { message: "x", metadata: { headers: { "X-RateLimit-Reset": String(NOW + 5 * 3_600_000) } } };
    expect(refusal({}, quoted)).toEqual({ wait: 18_000, spent: true });
  });

  it("says nothing of a day where minute and day are both named, unless the wait is long", () => {
    const both = "Limits: 10 requests per minute, 500 requests per day.";
    expect(refusal({ "retry-after": "20" }, { message: both })).toEqual({ wait: 20, spent: false });
    expect(refusal({ "retry-after": "7200" }, { message: both })).toEqual({ wait: 7200, spent: true });
  });

  it("is no limit of a day with another status", () => {
    expect(refusal({}, { message: "The daily job failed" }, 500).spent).toBe(false);
    expect(refusal({ "retry-after": "7200" }, { message: "busy" }, 503)).toEqual({ wait: 7200, spent: false });
  });
});

describe("dates", () => {
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "1994-11-06T08:49:37Z",
    "1994-11-06 08:49:37 UTC",
    "1994-11-06T10:49:37.000+02:00",
  ])("%s", (text) => {
    expect(dateOf(text)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  });

  it.each(["", "soon", "May 5", "2026", "resets 5", "2026-99-99", "Sun is shining all day"])("none: %j", (text) => {
    expect(dateOf(text)).toBeUndefined();
  });

  it("no text yields a wait below zero, or one that is no number", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String)), (text) => {
        const wait = secondsUntil(text, NOW);
        expect(wait === undefined || wait >= 0).toBe(true);
      }),
    );
  });

  it("are shown in local time, with the day where it is another one", () => {
    const at = new Date(2026, 10, 29, 10, 0, 0).getTime();
    expect(freeAgain(at + 5 * 3_600_000, at)).toBe("15:00 (in 5 h)");
    expect(freeAgain(at + 20 * 3_600_000 + 90_000, at)).toBe("2026-11-30 06:01 (in 20 h 2 min)");
    expect(freeAgain(at + 10_000, at)).toBe("10:00 (in 1 min)");
  });
});
