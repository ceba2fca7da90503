import { describe, expect, it } from "vitest";
import { aiSdkModel } from "../../src/models/hosted/ai-sdk.ts";
import { nextIn } from "../../src/models/hosted/rate-headers.ts";
import { generates, resultOf } from "./language-model.ts";
import { PLAIN } from "./setup.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const openai = (kind: string, remaining: number, limit: number, reset: string): Record<string, string> => ({
  [`x-ratelimit-remaining-${kind}`]: String(remaining),
  [`x-ratelimit-limit-${kind}`]: String(limit),
  [`x-ratelimit-reset-${kind}`]: reset,
});

describe("nextIn", () => {
  it("says nothing while there is room, or when nothing is told", () => {
    expect(nextIn({}, 500, NOW)).toBeUndefined();
    expect(nextIn(openai("requests", 1, 500, "60s"), 500, NOW)).toBeUndefined();
    expect(nextIn(openai("tokens", 500, 30_000, "6m0s"), 500, NOW)).toBeUndefined();
    expect(nextIn({ "x-ratelimit-remaining-requests": "0" }, 500, NOW)).toBeUndefined();
  });

  it("waits for one request's share of the time until the reset", () => {
    expect(nextIn(openai("requests", 0, 500, "1m0s"), 1, NOW)).toBeCloseTo(0.12, 9);
    expect(nextIn(openai("requests", 0, 500, "20ms"), 1, NOW)).toBeCloseTo(0.00004, 9);
  });

  it("waits for as many tokens as the last request took", () => {
    expect(nextIn(openai("tokens", 100, 10_100, "10s"), 1100, NOW)).toBeCloseTo(1, 9);
    expect(nextIn(openai("tokens", 0, 1000, "10s"), 5000, NOW)).toBeCloseTo(10, 9);
  });

  it("waits for the tighter of both", () => {
    const headers = { ...openai("requests", 0, 10, "10s"), ...openai("tokens", 0, 100, "100s") };
    expect(nextIn(headers, 10, NOW)).toBeCloseTo(10, 9);
  });

  it("reads Anthropic's dates", () => {
    const headers = {
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-reset": "2026-01-01T00:01:00Z",
    };
    expect(nextIn(headers, 1, NOW)).toBeCloseTo(1.2, 9);
    expect(
      nextIn({ ...headers, "anthropic-ratelimit-requests-reset": "2025-12-31T23:59:00Z" }, 1, NOW),
    ).toBeUndefined();
    expect(nextIn({ ...headers, "anthropic-ratelimit-requests-reset": "soon" }, 1, NOW)).toBeUndefined();
  });

  it("waits until the reset where no limit is told", () => {
    expect(nextIn({ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "3" }, 1, NOW)).toBe(3);
  });

  it("comes with the answers of the adapter", async () => {
    const headers = openai("requests", 0, 60, "30s");
    const answer = await aiSdkModel(generates(async () => resultOf("x", { response: { headers } }))).generate(PLAIN);
    expect(answer.nextIn).toBeCloseTo(0.5, 9);
    expect(await aiSdkModel(generates(async () => resultOf("x"))).generate(PLAIN)).not.toHaveProperty("nextIn");
  });
});
