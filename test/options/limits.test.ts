/** Limits as people write them, and what is said of those that are none; protected rows by a column or by ids. */
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import type { Limit } from "../../src/core/task.ts";
import { accuracy } from "../../src/metrics/index.ts";
import { check } from "../../src/jobs/check.ts";
import { readOptions } from "../../src/jobs/read.ts";
import { scriptedModel } from "../../src/testing/index.ts";

const rows = Array.from({ length: 80 }, (_, i) => ({
  ticket_id: `T-${i}`,
  text: `Message number ${"abcdefghij"[i % 10]!} ${"klmnopqrst"[Math.floor(i / 10)]!}`,
  team: ["billing", "urgent"][i % 2]!,
  keep: i % 20 === 0 ? "TRUE" : i % 2 === 0 ? "no" : "",
}));
const options = {
  prompt: "Which team: billing or urgent? {{text}}",
  examples: rows,
  label: "team" as const,
  model: "x",
};

function limitsOf(limits: readonly string[], more: object = {}): readonly object[] {
  return readOptions({ ...options, limits, ...more }).task.limits!;
}

function errorOf(limits: readonly string[], more: object = {}): string {
  try {
    limitsOf(limits, more);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "none";
}

describe("limits", () => {
  it.each([
    ["recall:urgent >= 0.95", "recall:urgent >= 0.95", 0.95],
    ["  f2:urgent≥.9 ", "f2:urgent >= .9", 0.9],
    ["accuracy >= 80%", "accuracy >= 80%", 0.8],
    ["promptTokens <= 1,400", "promptTokens <= 1,400", 1400],
    ["promptCharacters<=1500", "promptCharacters <= 1500", 1500],
    ["answerTokens ≤ 60", "answerTokens <= 60", 60],
    ["usdPer1000 <= $0.50", "usdPer1000 <= $0.50", 0.5],
  ])("reads %s", (sentence, text, bound) => {
    expect(limitsOf([sentence])).toMatchObject([{ text, bound }]);
  });

  it.each([
    ["recall", "limits: expected a name, >= or <=, and a number, got “recall”"],
    ["recal:urgent >= 0.9", "the nearest is “recall:LABEL”"],
    ["promptTokns <= 4", "the nearest is “promptTokens”"],
    ["recall:urgnt >= 0.9", "limits: no row has the label “urgnt”; the nearest is “urgent”"],
    ["recall >= 0.9", "limits: recall is of one class, and none is named"],
    ["accuracy >= 95", "expected a score from 0 to 1"],
    ["accuracy >= high", "expected a number behind the sign"],
    ["accuracy <= 0.9", "expected “accuracy >= 0.9”"],
    ["accuracy > 0.9", "expected “accuracy >= 0.9”"],
    ["promptTokens = 400", "expected “promptTokens <= 400”"],
    ["promptTokens <= -4", "expected a number behind the sign"],
  ])("says what is wrong with %s", (sentence, message) => {
    expect(errorOf([sentence])).toContain(message);
  });

  it("judges answers again by a metric that reads them in another way", () => {
    const examples = rows.map(({ text, team }) => ({ text, answer: `The ${team} team` }));
    const [limit] = limitsOf(["exact-match >= 0.5"], {
      examples,
      label: "answer",
      task: "qa",
      metric: "token-f1",
      prompt: "{{text}}",
    });
    const observed = (answer: string): object => ({
      example: { id: answer, fields: {}, expected: "The urgent team" },
      answer,
      predicted: answer,
      score: 0.8,
      correct: true,
      invalid: false,
    });
    const { measure } = limit as Limit;
    const seen = [observed("The urgent team"), observed("urgent team")] as never;
    expect(measure(seen, undefined as never)).toMatchObject({ value: 0.5, n: 2 });
  });

  it("knows the accuracy of every kind, and the scores that a function names", () => {
    const metric = (): number => 1;
    expect(limitsOf(["accuracy >= 0.8", "scores.tone >= 0.5"], { metric })).toHaveLength(2);
    expect(errorOf(["rouge-l >= 0.8"], { metric })).toContain("Known here: accuracy, scores.NAME, promptTokens");
  });

  it("knows the scores of a judge model's criteria, and no others", () => {
    const criteria = ["facts", "next step"].map((name) => ({ name, text: `It has ${name}.` }));
    const judged = { metric: { judge: { criteria } }, judge: "x", prompt: "{{text}}" };
    expect(limitsOf(["scores.next step >= 0.5", "accuracy >= 0.5", "rouge-l >= 0.1"], judged)).toHaveLength(3);
    expect(errorOf(["scores.fact >= 0.5"], judged)).toContain(
      "limits: the metric gives no score that is called “fact”; the nearest is “facts”",
    );
    for (const metric of [{ judge: "It is good." }, { pairwise: "The better one." }])
      expect(errorOf(["scores.facts >= 0.5"], { ...judged, metric })).toContain("there is nothing to limit");
  });

  it("counts an answer that cannot be read as 0 in a named score, and leaves out rows without it", () => {
    const [limit] = limitsOf(["scores.tone >= 0.5"], { metric: () => 1 }) as [Limit];
    const [example] = readOptions(options).task.train;
    const observed = (more: object): object => ({
      example,
      answer: "x",
      score: 1,
      correct: true,
      invalid: false,
      ...more,
    });
    const seen = [
      observed({ scores: { tone: 1 } }),
      observed({ scores: { tone: 1 } }),
      observed({ scores: { length: 0 } }),
      observed({ invalid: true, score: 0 }),
    ];
    expect(limit.measure(seen as never, undefined as never)).toMatchObject({ value: 2 / 3, n: 3 });
  });

  it("weighs rows as the metric does", () => {
    const examples = rows.map((row, i) => ({ ...row, times: i % 2 === 0 ? 3 : 1 }));
    const weighing = { examples, weight: "times", task: "qa", metric: "token-f1", prompt: "{{text}}" };
    const [share] = limitsOf(["accuracy >= 0.5"], weighing) as [Limit];
    const seen = readOptions({ ...options, ...weighing } as never).task.train.map((example) => ({
      example,
      answer: "billing",
      score: 0.5,
      correct: example.weight === 3,
      invalid: false,
    }));
    const [heavy, light] = [3, 1].map((weight) => seen.filter(({ example }) => example.weight === weight).length);
    expect(share.measure(seen, undefined as never).value).toBeCloseTo((3 * heavy!) / (3 * heavy! + light!), 12);
  });

  it("refuses a metric that asks a judge model when options are read, but not the one that is optimized", () => {
    const judging = (calls: number): object => ({
      judge: async () => ({ score: 1, correct: true, invalid: false }),
      metric: accuracy(),
      judging: "",
      format: { kind: "text" },
      answers: "Good answers.",
      keep: [],
      groupBy: "random",
      same: () => true,
      callsPerCell: 1 + calls,
    });
    const task = {
      name: "own",
      about: "answers that a model judges",
      metrics: ["helpful", "polite"],
      takesFunction: false,
      asksJudge: true,
      judging: ({ judgeCalls = 0 }: { judgeCalls?: number }) => judging(judgeCalls),
    };
    const own = { task, metric: "helpful", judge: "x", prompt: "{{text}}" };
    expect(errorOf(["polite >= 0.8"], own)).toContain(
      "limits: “polite” asks a judge model, and a limit is measured without further calls",
    );
    expect(limitsOf(["helpful >= 0.8", "accuracy >= 0.8"], own)).toHaveLength(2);
  });

  it("leaves out rows without a right answer, and refuses a limit that no row can show", () => {
    const criteria = { metric: { judge: "It is good." }, judge: "x", prompt: "{{text}}", label: "note" };
    const some = { ...criteria, examples: rows.map((row, i) => ({ ...row, note: i % 2 === 0 ? "Right" : "" })) };
    const [limit] = limitsOf(["exact-match >= 0.5"], some) as [Limit];
    const { train } = readOptions({ ...options, ...some } as never).task;
    const seen = train.map((example) => ({ example, answer: "Right", score: 0, correct: false, invalid: false }));
    const n = train.filter(({ expected }) => expected === "Right").length;
    expect(n).toBeGreaterThan(0);
    expect(limit.measure(seen, undefined as never)).toMatchObject({ value: 1, n });
    const none = { ...criteria, examples: rows.map((row) => ({ ...row, note: "" })) };
    expect(errorOf(["exact-match >= 0.5"], none)).toContain("limits: “exact-match” can be measured on no row");
  });

  it("needs a price to limit money", async () => {
    const model = scriptedModel("billing", { id: "mine", pricing: "unknown" });
    const limits = ["usdPer1000 <= 1"];
    await expect(check({ ...options, model, limits })).rejects.toThrow(
      "limits: “usdPer1000 <= 1” needs the price of mine, which is not known",
    );
    const prices = { mine: { input: 1, output: 2 } };
    await expect(check({ ...options, model, limits, prices })).resolves.toMatchObject({ metric: "accuracy" });
  });

  it("are told the optimizer model, and plan more calls for dev", async () => {
    const { task } = readOptions({ ...options, limits: ["recall:urgent >= 0.9"] });
    expect(task.answers).toContain("A prompt must also keep: recall:urgent >= 0.9.");
    const model = scriptedModel("billing");
    const [plain, limited] = await Promise.all([
      check({ ...options, model }),
      check({ ...options, model, limits: ["recall:urgent >= 0.9"] }),
    ]);
    expect(limited.estimate.plan.dev).toBe(plain.estimate.plan.dev + 3 * plain.splits.dev.rows);
  });
});

describe("protect", () => {
  const protectedBy = (protect: string | (string | number)[]): readonly string[] =>
    (readOptions({ ...options, protect }).task.protected ?? []).map(({ fields }) => fields["ticket_id"]!);

  it("takes rows that a column marks, or that a list names, out of the splits", () => {
    expect(protectedBy("keep")).toEqual(["T-0", "T-20", "T-40", "T-60"]);
    expect(protectedBy(["T-3", "T-5"])).toEqual(["T-3", "T-5"]);
    const { train, dev, test } = readOptions({ ...options, protect: "keep" }).task;
    expect(train.length + dev.length + test.length).toBe(76);
  });

  it("reports test rows that say nearly what a protected row says, with folds of all rows", () => {
    const twin = { ...rows[3]!, ticket_id: "T-3b", text: rows[3]!.text.toUpperCase() };
    const splits = { train: rows.slice(0, 40), dev: rows.slice(40, 60), test: [...rows.slice(60), twin] };
    const near = "1 row of test says nearly what a protected row says";
    const noticesOf = (more: object): string =>
      readOptions({ ...options, protect: ["T-3"], ...more }).notices.join("\n");
    expect(noticesOf({ examples: splits })).toContain(near);
    expect(noticesOf({ examples: splits, protect: ["T-4"] })).not.toContain("nearly what");
    expect(noticesOf({ examples: [...rows, twin], splits: { folds: 4 } })).toContain(near);
  });

  it.each([
    ["kep", "protect: there is no column “kep”; the nearest is “keep”"],
    [["T-99"], "protect: there is no row “T-99”; the nearest is “T-9”"],
    ["text", "expected true, yes, 1 or false, no, 0, null in the column text, got “Message number"],
  ])("says what is wrong with %s", (protect, message) => {
    expect(() => protectedBy(protect)).toThrow(message);
  });
});
