/** 200 runs under random caps on money, calls and tokens: none is crossed by more than replies alone can tell, and all end in words. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { LEAST_CALLS, PROMPT, SEARCH } from "../e2e/small-run.ts";
import { smallRun } from "./runs.ts";

const PRICE = { input: 1, output: 4 };
const CONCURRENCY = 8;

/** Within what a whole run takes, some 300 calls, 30,000 tokens and 4 cents; null for no cap. */
const caps = fc.record({
  calls: fc.option(fc.integer({ min: LEAST_CALLS, max: 330 })),
  tokens: fc.option(fc.integer({ min: 100, max: 36_000 })),
  usd: fc.option(fc.double({ min: 0.0001, max: 0.045, noNaN: true })),
  seed: fc.integer({ min: 1, max: 1000 }),
});

/** The largest reply that the model can give, in tokens: only a reply tells how long it is. */
const LONGEST = 250;

describe("a run under random caps", () => {
  it("keeps to them, and ends with a verdict or says why not", { timeout: 120_000 }, async () => {
    const over = { tokens: 0, usd: 0 };
    let verdicts = 0;
    await fc.assert(
      fc.asyncProperty(caps, async ({ calls, tokens, usd, seed }) => {
        const events: RunEvent[] = [];
        const budget = { ...(calls && { calls }), ...(tokens && { tokens }), ...(usd && { usd }) };
        const { cost, verdict, stopped, candidates, best } = await smallRun({
          seed,
          budget,
          search: SEARCH,
          prices: { "sim:reviews": PRICE },
          requests: { concurrency: CONCURRENCY },
          onEvent: (event) => events.push(event),
        });
        expect(cost.calls).toBeLessThanOrEqual(calls ?? Infinity);
        over.tokens = Math.max(over.tokens, cost.inputTokens + cost.outputTokens - (tokens ?? Infinity));
        over.usd = Math.max(over.usd, cost.usd! - (usd ?? Infinity));

        const ended = events.at(-1);
        if (verdict === undefined) {
          expect(stopped.kind).toBe("budget");
          expect(ended).toMatchObject({ status: "stopped", message: "The budget ended before the verdict." });
        } else {
          verdicts += 1;
          expect(verdict.difference.n).toBe(30);
          expect(ended).toMatchObject({ status: "finished" });
          // What is judged was picked by dev, or is the initial prompt where the cap holds not even its dev.
          expect(best).toBe(candidates[0]?.text ?? PROMPT);
        }
      }),
      { numRuns: 200, seed: 5 },
    );
    console.log(over, verdicts);
    expect(over.tokens).toBeLessThanOrEqual(LONGEST);
    expect(over.usd).toBeLessThanOrEqual((LONGEST * PRICE.output) / 1e6);
    expect(verdicts).toBeGreaterThan(100);
  });
});
