/** Every method in a whole run: it ends with a verdict, keeps to its cap, and goes on from a stop to the same end. */
import { describe, expect, it } from "vitest";
import { AbortedError } from "../../src/core/errors.ts";
import { methods, type MethodName } from "../../src/core/methods/index.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { comparable, readBy } from "../e2e/small-run.ts";
import { counted, failureOf, smallRun, type Options } from "./runs.ts";

const CAP = 250;

describe.each(Object.keys(methods) as MethodName[])("a run of %s", (method) => {
  const options = (budget: Options["budget"] = {}): Partial<Options> => ({ ...readBy(method), budget });

  it("ends with a verdict on all test rows, whether or not a cap cuts the search", async () => {
    for (const budget of [{}, { calls: CAP }]) {
      const model = counted();
      const { verdict, cost } = await smallRun({ ...options(budget), model });
      expect(verdict!.winner.n).toBe(30);
      expect(verdict!.initial.n).toBe(30);
      expect(["better", "not shown", "worse"]).toContain(verdict!.word);
      expect(cost.calls).toBe(model.calls.length);
      expect(cost.calls).toBeLessThanOrEqual(budget.calls ?? Infinity);
    }
  });

  it("goes on after a stop, and ends as if there had been none", async () => {
    const whole = await smallRun(options());
    const store = memoryStore();
    const abort = new AbortController();
    const model = counted((calls) => {
      if (calls === Math.floor(whole.cost.calls / 2)) abort.abort();
    });
    expect(await failureOf(smallRun({ ...options(), store, model, signal: abort.signal }))).toBeInstanceOf(
      AbortedError,
    );
    const resumed = await smallRun({ ...options(), store });
    expect(resumed.resumed).toBe(true);
    expect(comparable(resumed)).toEqual(comparable(whole));
  });
});
