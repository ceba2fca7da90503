/** Rows that a metric of the user's fails on: judged once more, then they leave the score; many of them stop the run. */
import { describe, expect, it } from "vitest";
import { MetricError, ProtegiError, UsageError } from "../../src/core/errors.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { evaluate } from "../../src/jobs/evaluate.ts";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { comparePrompts } from "../../src/jobs/compare.ts";
import type { MetricFunction } from "../../src/metrics/index.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { scriptedModel, simulatedReviews } from "../../src/testing/index.ts";
import { SMALL } from "../e2e/small-run.ts";
import { counted, failureOf, smallRun } from "./runs.ts";

const { test, dev } = buildTask(
  { ...SMALL, metric: () => 0 },
  parseGroups({ splits: SMALL.splits }).splits,
  () => undefined,
);
const requests = { retries: 0, concurrency: 8 };
const right: MetricFunction = (answer, { expected }) => answer.trim().toLowerCase() === expected;
const textsOf = (rows: readonly (typeof test)[number][]): ReadonlySet<unknown> =>
  new Set(rows.map(({ fields }) => fields["text"]));

/** Right or wrong, but for these rows, on which it throws as often as `times` says. */
function failingOn(
  texts: ReadonlySet<unknown>,
  times = Infinity,
): MetricFunction & { readonly calls: Map<unknown, number> } {
  const calls = new Map<unknown, number>();
  const fn: MetricFunction = (answer, row, ask) => {
    const { text } = row.fields;
    calls.set(text, (calls.get(text) ?? 0) + 1);
    if (texts.has(text) && calls.get(text)! <= times) throw new TypeError("no tone");
    return right(answer, row, ask);
  };
  return Object.assign(fn, { calls });
}

describe("rows that the metric fails on", () => {
  it("leave both sides of the verdict, are counted, and do not end the run", async () => {
    const events: RunEvent[] = [];
    const failed = textsOf(test.slice(0, 2));
    const { verdict, ...result } = await smallRun({
      requests,
      metric: failingOn(failed),
      onEvent: (event) => events.push(event),
    });
    expect(verdict).toMatchObject({ missing: 0, unscored: 2, initial: { n: 28 }, winner: { n: 28 } });
    const left = new Set(test.slice(0, 2).map(({ id }) => id));
    expect([...verdict!.fixed, ...verdict!.broken].filter((id) => left.has(id))).toEqual([]);
    const reported = events.filter((event) => event.type === "row-unscored");
    expect(new Set(reported.map(({ row }) => row))).toEqual(left);
    expect(reported[0]!.message).toMatch(
      /^metric: the function threw on examples, row \d+: no tone\n {2}at .*unscored\.test\.ts:/,
    );
    expect(reported[0]!.place).toMatch(/^examples, row \d+$/);
    expect(result.stopped.kind).not.toBe("budget");
  });

  it("are judged once more first: a metric that fails once loses nothing", async () => {
    const metric = failingOn(textsOf(dev.slice(0, 3)), 1);
    const { unscored, score, missing } = await evaluate({ ...SMALL, model: simulatedReviews(), metric, requests });
    expect({ unscored, missing, n: score.n }).toEqual({ unscored: [], missing: 0, n: dev.length });
    expect([...textsOf(dev.slice(0, 3))].map((text) => metric.calls.get(text))).toEqual([2, 2, 2]);
  });

  it("are told by evaluate and compare, with place, message and the user's own line", async () => {
    const metric = failingOn(textsOf(dev.slice(0, 1)));
    const given = { ...SMALL, model: simulatedReviews(), metric, requests };
    const { unscored, score, missing } = await evaluate(given);
    expect(score.n).toBe(dev.length - 1);
    expect(missing).toBe(0);
    expect(unscored).toEqual([
      {
        row: dev[0]!.id,
        place: expect.stringMatching(/^examples, row \d+$/),
        message: expect.stringContaining("no tone"),
      },
    ]);
    const compared = await comparePrompts({ ...given, prompts: [SMALL.prompt, `Please. ${SMALL.prompt as string}`] });
    expect(compared).toMatchObject({ unscored: 1, rows: dev.length - 1 });
  });

  it("stop the work when they are all, with an error that is no wrong use, and nothing is paid for twice", async () => {
    const store = memoryStore();
    const broken: MetricFunction = () => {
      throw new Error("nothing works");
    };
    const first = counted();
    const error = await failureOf(smallRun({ store, model: first, requests, metric: broken }));
    expect(error).toBeInstanceOf(ProtegiError);
    expect(error).not.toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(
      /the metric failed on 3 of 3 answers; the last one: metric: the function threw on examples, row \d+: nothing works/,
    );
    const second = counted();
    await evaluate({ ...SMALL, store, model: second, requests, metric: right, split: "train" });
    const asked = new Set(first.calls.map(({ messages }) => JSON.stringify(messages)));
    expect(second.calls.filter(({ messages }) => asked.has(JSON.stringify(messages)))).toEqual([]);
  });

  it("stop the work when they are many of many", async () => {
    const error = await failureOf(
      evaluate({
        ...SMALL,
        model: simulatedReviews(),
        requests,
        split: "train",
        metric: (answer, row, ask) => {
          if (row.id < "8") throw new Error("odd row");
          return right(answer, row, ask);
        },
      }),
    );
    expect(String(error)).toMatch(/the metric failed on \d+ of \d+ answers(?:, more than 5%)?; the last one/);
  });

  it("ask the judge model nothing twice", async () => {
    const judge = scriptedModel("yes");
    const seen = new Map<string, number>();
    const metric: MetricFunction = async (answer, { id }, ask) => {
      const { text } = await ask(`Is ${answer} good in row ${id}?`);
      seen.set(id, (seen.get(id) ?? 0) + 1);
      if (seen.get(id) === 1) throw new Error("at first");
      return text === "yes";
    };
    const { score, cost } = await evaluate({ ...SMALL, model: simulatedReviews(), judge, metric, requests });
    expect(score).toMatchObject({ value: 1, n: dev.length });
    expect(cost.calls).toBe(2 * dev.length);
  });

  it("a bad return is a failure too", async () => {
    const bad = evaluate({ ...SMALL, model: simulatedReviews(), requests, metric: () => Number.NaN });
    expect(String(await failureOf(bad))).toContain("expected a score from 0 to 1 for examples, row");
    expect(new MetricError("x")).toBeInstanceOf(ProtegiError);
  });
});

describe("named scores", () => {
  it("have a mean each, next to the score that is theirs by weight", async () => {
    const metric: MetricFunction = (answer, row, ask) => ({
      scores: { right: { score: right(answer, row, ask) as boolean, weight: 3 }, short: 1 },
    });
    const { score, scores } = await evaluate({ ...SMALL, model: simulatedReviews(), metric, requests });
    expect(Object.keys(scores!)).toEqual(["right", "short"]);
    expect(scores!["short"]).toMatchObject({ value: 1, n: dev.length });
    expect(score.value).toBeCloseTo((3 * scores!["right"]!.value + 1) / 4);
  });
});
