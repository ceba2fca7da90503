/** Verdicts by folds: cut and resumed, estimated, and with limits. */
import { describe, expect, it } from "vitest";
import { AbortedError } from "../../src/core/errors.ts";
import type { ModelRequest } from "../../src/core/model.ts";
import { check } from "../../src/jobs/check.ts";
import { comparePrompts } from "../../src/jobs/compare.ts";
import { evaluate } from "../../src/jobs/evaluate.ts";
import { foldParts, optimizeFolds, type FoldsResult } from "../../src/jobs/folds.ts";
import { open } from "../../src/jobs/open.ts";
import { readOptions } from "../../src/jobs/read.ts";
import { estimateRun } from "../../src/run/estimate.ts";
import { foldsLines } from "../../src/report/folds.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { OPTIONS, pair, type Options } from "./noisy.ts";
import { failureOf } from "./runs.ts";

const FOLDED: Omit<Options, "model"> = { ...OPTIONS, splits: { folds: 3, maxDev: 15 }, requests: { concurrency: 1 } };

function folded(models: ReturnType<typeof pair>, options: Partial<Options> = {}): Promise<FoldsResult> {
  return optimizeFolds({ ...FOLDED, model: models.task, optimizer: models.optimizer, ...options });
}

const requestsOf = ({ task, optimizer }: ReturnType<typeof pair>): string[] =>
  [...task.calls, ...optimizer.calls].map((request: ModelRequest) => JSON.stringify(request));

describe("folds", () => {
  it.each([undefined, 2])("go on after a cut, and pay for nothing twice, with %s repeats", async (repeats) => {
    const more = repeats === undefined ? {} : { repeats };
    const plain = pair();
    const whole = await folded(plain, more);
    const all = requestsOf(plain);
    // One store: what one search has asked, another finds.
    expect(new Set(all).size).toBe(all.length);
    for (const share of [0.1, 0.45, 0.9]) {
      const store = memoryStore();
      const abort = new AbortController();
      const at = Math.floor(share * all.length);
      let calls = 0;
      const first = pair(() => {
        if (++calls === at) abort.abort();
      });
      expect(await failureOf(folded(first, { ...more, store, signal: abort.signal }))).toBeInstanceOf(AbortedError);
      const second = pair();
      const resumed = await folded(second, { ...more, store });
      // The call that was under way when it was cut may be made again, and no other.
      const [before, after] = [requestsOf(first), requestsOf(second)];
      expect(before.filter((request) => after.includes(request)).length).toBeLessThanOrEqual(1);
      expect(new Set([...before, ...after])).toEqual(new Set(all));
      expect(resumed.verdict).toEqual(whole.verdict);
      expect(resumed.prompt).toBe(whole.prompt);
    }
  });

  it("are estimated by check as all searches together", async () => {
    const { task, optimizer } = pair();
    const options = { ...FOLDED, model: task, optimizer };
    const { estimate } = await check(options);
    const parts = foldParts(await open(readOptions(options), { env: {} }));
    expect(parts).toHaveLength(4);
    const each = parts.map((one) => estimateRun(one.task, one.settings, one.models));
    expect(estimate.calls.most).toBe(each.reduce((sum, { calls }) => sum + calls.most, 0));
    expect(estimate.plan.total).toBe(each.reduce((sum, { plan }) => sum + plan.total, 0));
    // Both prompts on every row.
    expect(estimate.plan.verdict).toBe(2 * 160);
    const models = pair();
    const { searches } = await folded(models);
    const made = searches.reduce((sum, { cost }) => sum + cost.calls, 0);
    expect(made).toBeGreaterThanOrEqual(estimate.calls.least);
    expect(made).toBeLessThanOrEqual(estimate.calls.most);
    expect(task.calls.length + optimizer.calls.length).toBe(0);
  });

  it("are refused by check where a cap holds no search of them", async () => {
    const { task: model } = pair();
    expect(await failureOf(check({ ...FOLDED, model, budget: { calls: 300 } }))).toMatchObject({
      where: "budget.calls",
    });
  });

  it("leave no test rows to evaluate or compare on, and say what to do", async () => {
    const { task: model } = pair();
    const { prompt, examples } = OPTIONS as Options;
    const common = { examples, splits: { folds: 3 }, model, split: "test" as const };
    const wanted = { where: "split", message: expect.stringContaining("Take split dev or all") as string };
    expect(await failureOf(evaluate({ prompt, ...common }))).toMatchObject(wanted);
    expect(await failureOf(comparePrompts({ prompts: [prompt, `Answer. {{text}}`], ...common }))).toMatchObject(wanted);
    expect(model.calls).toEqual([]);
    expect((await evaluate({ prompt, ...common, split: "all" })).score.n).toBe(160);
  });

  it("measure limits on answers over all rows, and limits on prompts of the prompt that is handed over", async () => {
    const limits = ["recall:yes >= 0.05", "promptCharacters <= 400"];
    const { verdict, initial, best } = await folded(pair(), { limits });
    const [recall, characters] = verdict.limits!;
    expect(recall).toMatchObject({ limit: limits[0], winner: { n: 80, met: true }, initial: { n: 80 } });
    expect(characters!.winner).toMatchObject({ n: 0, met: true, value: best.replace("{{text}}", "").length });
    expect(characters!.initial.value).toBe(initial.replace("{{text}}", "").length);
    expect(verdict.limitsOnDev).toBeUndefined();
  });

  it("recommend nothing that misses a limit", async () => {
    const { verdict, prompt, initial } = await folded(pair(), { limits: ["recall:yes >= 0.999"] });
    expect(verdict.word).toBe("misses a limit");
    expect(verdict.limitsOnDev).toBe("none met");
    expect(prompt).toBe(initial);
    expect(foldsLines(verdict, 3, 100).join("\n")).toContain("keep the initial prompt, whatever the scores");
  });
});
