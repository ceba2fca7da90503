/** 200 runs under random caps on money, calls and tokens: none is crossed but by what only replies tell, and all end in words. */
import { beforeAll, describe, expect, it } from "vitest";
import { digest } from "../../src/core/values/hash.ts";
import type { Model } from "../../src/core/model.ts";
import { rng } from "../../src/core/rng.ts";
import type { RunResult } from "../../src/run/result.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { LEAST_CALLS, PROMPT } from "../e2e/small-run.ts";
import { smallRun } from "./runs.ts";

const RUNS = 200;
const CONCURRENCY = 8;
const PRICE = { input: 1, output: 4 };
/** Tokens that the model may think before it answers. */
const LONGEST_THOUGHT = 200;

/** The simulated model, which thinks for a time that only its reply tells: mostly shortly, now and then for long. */
function thinking(): Model {
  const model = simulatedReviews();
  return {
    ...model,
    async generate(request) {
      const answer = await model.generate(request);
      const draw = Number.parseInt(digest(JSON.stringify(request), 8), 16) / 2 ** 32;
      const reasoning = Math.floor(LONGEST_THOUGHT * draw ** 8);
      return { ...answer, usage: { ...answer.usage, output: answer.usage.output + reasoning, reasoning } };
    },
  };
}

interface Capped {
  readonly budget: { readonly calls?: number; readonly tokens?: number; readonly usd?: number };
  readonly result: RunResult;
}

describe(`${RUNS} runs under random caps`, () => {
  const ended: Capped[] = [];
  let whole: RunResult["cost"];

  beforeAll(async () => {
    const options = { prices: { "sim:reviews": PRICE }, requests: { concurrency: CONCURRENCY }, model: thinking() };
    whole = (await smallRun(options)).cost;
    const stream = rng("random caps");
    const upTo = (most: number): number => Math.ceil(1.1 * stream.next() * most);
    for (let i = 0; i < RUNS; i++) {
      // One cap, two or three of them: those of the bits that are set.
      const capped = 1 + (i % 7);
      const budget = {
        ...(capped & 1 && { calls: Math.max(LEAST_CALLS, upTo(whole.calls)) }),
        ...(capped & 2 && { tokens: upTo(whole.inputTokens + whole.outputTokens) }),
        ...(capped & 4 && { usd: upTo(1e6 * whole.usd!) / 1e6 }),
      };
      ended.push({ budget, result: await smallRun({ ...options, budget, seed: 1 + (i % 20) }) });
    }
  }, 120_000);

  it("cross no cap on calls, and the others by no more than the surprises of the replies in flight", () => {
    let worst = 0;
    for (const { budget, result } of ended) {
      const { calls, inputTokens, outputTokens, usd } = result.cost;
      expect(calls).toBeLessThanOrEqual(budget.calls ?? Infinity);
      worst = Math.max(worst, inputTokens + outputTokens - (budget.tokens ?? Infinity));
      worst = Math.max(worst, (1e6 * (usd! - (budget.usd ?? Infinity))) / PRICE.output);
    }
    expect(worst).toBeLessThanOrEqual(CONCURRENCY * LONGEST_THOUGHT);
  });

  it("end with a verdict on what dev has picked, or say why not", () => {
    for (const { result } of ended) {
      const { verdict, stopped, candidates, best } = result;
      if (verdict === undefined) expect(stopped.kind).toBe("budget");
      else expect(verdict.difference.n + verdict.missing).toBe(30);
      expect(best).toBe(candidates[0]?.text ?? PROMPT);
    }
  });

  it("have a verdict wherever the caps hold a quarter of a whole run", () => {
    const tokens = (whole.inputTokens + whole.outputTokens) / 4;
    const roomy = ended.filter(
      ({ budget }) => (budget.tokens ?? Infinity) >= tokens && (budget.usd ?? Infinity) >= whole.usd! / 4,
    );
    expect(roomy.length).toBeGreaterThan(RUNS / 3);
    for (const { result } of roomy) {
      expect(result.verdict).toBeDefined();
      expect(result.candidates.length).toBeGreaterThan(0);
    }
  });
});
