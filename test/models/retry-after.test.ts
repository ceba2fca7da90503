/** How long to wait, by the headers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryAfter } from "../../src/models/hosted/retry-after.ts";
import { seconds } from "../../src/models/hosted/times.ts";

describe("seconds", () => {
  it.each([
    ["1s", 1],
    ["20ms", 0.02],
    ["6m0s", 360],
    ["1h2m3.5s", 3723.5],
    ["2d", 172_800],
    ["0s", 0],
    ["1 s", 1],
    ["6 minutes and 30 seconds", 390],
    ["PT1M30S", 90],
  ])("reads %s", (text, value) => {
    expect(seconds(text)).toBe(value);
  });

  it.each(["", "5", "s", "-1s", "1s later", "soon", "1y"])("does not read %j", (text) => {
    expect(seconds(text)).toBe(undefined);
  });
});

describe("retryAfter", () => {
  const now = Date.parse("2026-11-01T00:00:00Z");

  it.each([
    ["seconds", { "retry-after": "7" }, 7],
    ["parts of a second", { "retry-after": "0.5" }, 0.5],
    ["a date", { "retry-after": "Sun, 01 Nov 2026 00:01:00 GMT" }, 60],
    ["a date that is past", { "retry-after": "Sat, 31 Oct 2026 23:00:00 GMT" }, 0],
    ["milliseconds before seconds", { "retry-after-ms": "1500", "retry-after": "2" }, 1.5],
    [
      "the limit that is spent",
      { "x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "6m0s", "x-ratelimit-remaining-tokens": "0" },
      360,
    ],
    [
      "the later of two limits that are spent",
      {
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-tokens": "6m0s",
        "x-ratelimit-remaining-tokens": "0",
      },
      360,
    ],
    [
      "the first reset when none is spent",
      { "x-ratelimit-reset-requests": "8s", "x-ratelimit-reset-tokens": "20ms" },
      0.02,
    ],
    ["a reset in bare seconds", { "x-ratelimit-reset-requests": "12" }, 12],
    ["nonsense", { "retry-after": "soon", "x-ratelimit-reset-tokens": "later" }, undefined],
    ["nothing", {}, undefined],
  ])("reads %s", (_, headers, wait) => {
    expect(retryAfter(headers as Record<string, string>, 429, now)).toBe(wait);
  });

  it("minds the resets on a 429 only", () => {
    expect(retryAfter({ "x-ratelimit-reset-tokens": "6m0s" }, 503)).toBe(undefined);
    expect(retryAfter({ "retry-after": "2" }, 503)).toBe(2);
  });

  it("is never negative and never NaN, whatever the headers", () => {
    const names = fc.constantFrom(
      "retry-after",
      "retry-after-ms",
      "x-ratelimit-reset-tokens",
      "x-ratelimit-remaining-tokens",
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          names,
          fc.oneof(fc.string(), fc.double().map(String), fc.date({ noInvalidDate: true }).map(String)),
        ),
        (headers) => {
          const wait = retryAfter(headers, 429, now);
          expect(wait === undefined || wait >= 0).toBe(true);
        },
      ),
    );
  });
});
