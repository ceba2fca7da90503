import { describe, expect, it } from "vitest";
import { AbortedError, MetricError } from "../../src/core/errors.ts";
import { NO_USAGE } from "../../src/core/model.ts";
import type { Judgement } from "../../src/core/task.ts";
import { functionJudge, type MetricFunction } from "../../src/metrics/index.ts";

const EXAMPLE = { id: "row-7", fields: { question: "2 + 2" }, expected: "4" };

async function judge(
  fn: MetricFunction,
  text = "4",
  finish: "stop" | "length" | "refusal" | "overflow" = "stop",
): Promise<Judgement> {
  return functionJudge(fn)({ text, finish, usage: NO_USAGE }, EXAMPLE);
}

describe("functionJudge", () => {
  it("hands on the answer and the row", async () => {
    expect(await judge((answer, { expected }) => answer === expected)).toEqual({
      score: 1,
      correct: true,
      invalid: false,
    });
    expect(await judge((answer, { expected }) => answer === expected, "5")).toEqual({
      score: 0,
      correct: false,
      invalid: false,
    });
  });

  it.each([
    [0, 0, false],
    [0.49, 0.49, false],
    [0.5, 0.5, true],
    [1, 1, true],
    [1 + 1e-12, 1, true],
    [-1e-12, 0, false],
  ])("takes %d as the score %d, correct: %s", async (returned, score, correct) => {
    expect(await judge(() => returned)).toEqual({ score, correct, invalid: false });
  });

  it("takes all that a function says, at once or later", async () => {
    const said = { score: 0.7, correct: false, predicted: "4", feedback: "show the steps" };
    expect(await judge(() => said)).toEqual({ ...said, invalid: false });
    expect(await judge(async () => said)).toEqual({ ...said, invalid: false });
    expect(await judge(() => ({ score: 0.7, feedback: "" }))).toEqual({ score: 0.7, correct: true, invalid: false });
  });

  it("takes named scores: the score is their mean by weight, and the optimizer model reads them", async () => {
    const scores = { tone: 0.5, facts: { score: true, weight: 3 } };
    expect(await judge(() => ({ scores, feedback: "Too stiff." }))).toEqual({
      score: 0.875,
      correct: true,
      invalid: false,
      scores: { tone: 0.5, facts: 1 },
      feedback: "Too stiff. Scores: tone 0.50, facts 1.00 (weight 3).",
    });
  });

  it("hands on the columns and the right answer as the data has them", async () => {
    const example = { id: "r", fields: { n: "3", text: "a" }, values: { n: 3 }, expected: { total: 7 } };
    const seen: unknown[] = [];
    const fn: MetricFunction = (_, row) => (seen.push(row), 1);
    await functionJudge(fn)({ text: "x", finish: "stop", usage: NO_USAGE }, example);
    expect(seen).toEqual([{ id: "r", fields: { n: 3, text: "a" }, expected: { total: 7 } }]);
  });

  it.each([
    ["refusal", "refused"],
    ["overflow", "overflow"],
  ] as const)("counts a %s as wrong without asking", async (finish, why) => {
    let asked = 0;
    const judged = await judge(() => ((asked += 1), 1), "", finish);
    expect(judged).toEqual({ score: 0, correct: false, invalid: true, why });
    expect(asked).toBe(0);
  });

  it("asks about an answer that was cut off", async () => {
    expect((await judge((answer) => answer.length / 10, "12345", "length")).score).toBe(0.5);
  });

  const circular: Record<string, unknown> = { score: "x" };
  circular["self"] = circular;
  it.each([
    [Number.NaN, "NaN"],
    [1.5, "1.5"],
    [-0.1, "-0.1"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    ["0.5", "0.5"],
    [undefined, "undefined"],
    [null, "null"],
    [{}, "{}"],
    [{ scores: {} }, '{"scores":{}}'],
    [{ scores: { tone: 2 } }, '{"scores":{"tone":2}}'],
    [{ scores: { tone: { score: 1, weight: -1 } } }, '"weight":-1'],
    [{ scores: { tone: { score: 1, weight: 0 } } }, '"weight":0'],
    [{ score: "1" }, '{"score":"1"}'],
    [{ score: 1, correct: "yes" }, '"yes"'],
    [{ score: 1, feedback: 3 }, '"feedback":3'],
    [circular, "cannot be shown"],
  ])("refuses the return %s, naming the row", async (returned, shown) => {
    const error: unknown = await judge(() => returned as number).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MetricError);
    expect(String(error)).toContain("row-7");
    expect(String(error)).toContain(shown);
  });

  it("names the row on which the function threw, and keeps the cause", async () => {
    const cause = new TypeError("x is undefined");
    const error: unknown = await judge(() => {
      throw cause;
    }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "MetricError", cause });
    expect(String(error)).toContain("the function threw on row row-7: x is undefined");
    expect(String(error)).toMatch(/\n {2}at \S*.*function\.test\.ts:\d+:\d+\)?$/);
  });

  it("lets an error of our own pass as it is", async () => {
    const stop = new AbortedError("stopped");
    await expect(judge(() => Promise.reject(stop))).rejects.toBe(stop);
  });
});
