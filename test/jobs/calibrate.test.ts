/** The metric compared with people: on answers of the data, by calls that are planned, stored and capped, with a warning where it fails. */
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { check } from "../../src/jobs/check.ts";
import { evaluate, type EvaluateOptions } from "../../src/jobs/evaluate.ts";
import { calibrationLines } from "../../src/report/calibration.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { failureOf } from "../run/runs.ts";

interface Row {
  readonly question: string;
  readonly answer: string;
  readonly rating: string;
}

/** 60 questions; the first 40 with an answer that a person scored: good ones greet. */
const ROWS: readonly Row[] = Array.from({ length: 60 }, (_, i) => ({
  question: `Where is order ${i}?`,
  answer: i >= 40 ? "" : i % 2 === 0 ? `Hello, order ${i} is here.` : `Order ${i} is here.`,
  rating: i >= 40 ? "" : i % 2 === 0 ? "yes" : "no",
}));
const greets = (text: string): boolean => /\nHello/.test(text);

function judgeOf(says: (text: string, nth: number) => boolean) {
  return scriptedModel(
    ({ messages }) => {
      const text = messages.map(({ content }) => content).join("\n");
      const nth = Number(/order (\d+)\?/.exec(text)?.[1]);
      return JSON.stringify({ reason: "It was read.", score: says(text, nth) ? "yes" : "no" });
    },
    { id: "scripted:judge" },
  );
}

function options(judge = judgeOf(greets)): EvaluateOptions<Row> {
  return {
    prompt: "Answer: {{question}}",
    examples: ROWS,
    metric: { judge: "It greets." },
    human: "rating",
    model: scriptedModel("Hello, it is here.", { id: "scripted:task" }),
    judge,
  };
}

describe("the metric compared with people", () => {
  it("judges the answers that a person scored, and shows how far both agree", async () => {
    const judge = judgeOf((text, nth) => greets(text) || nth === 1 || nth === 3);
    const { calibration, cost, score } = await evaluate(options(judge));
    expect(calibration).toMatchObject({ rows: 40, word: "good", measure: "Cohen's kappa", missing: 0, unscored: [] });
    expect(calibration!.share.value).toBe(38 / 40);
    expect(calibration!.beyondChance!.value).toBeCloseTo(0.9, 12);
    expect(calibration!.disagreements.map(({ answer, human, metric }) => [answer, human, metric])).toEqual([
      ["Order 1 is here.", 0, 1],
      ["Order 3 is here.", 0, 1],
    ]);
    expect(calibration!.disagreements[0]).toMatchObject({ place: "examples, row 2", feedback: "It was read." });
    expect(cost.byRole!.judge!.calls).toBe(40 + score.n);
    const lines = calibrationLines(calibration!).join("\n");
    expect(lines).toContain("agree on 38 of 40 answers");
    expect(lines).not.toContain("Warning");
    expect(lines).toContain("examples, row 2: people 0.000, metric 1.000: It was read.");
  });

  it("warns where they agree little more than by chance, before a run", async () => {
    const judge = judgeOf((_, nth) => nth % 4 < 2);
    const { judged } = await check({ ...options(judge), live: true, search: { headroom: false, writer: "none" } });
    expect(judged).toMatchObject({ rows: 40, word: "poor" });
    expect(judged!.cost.byRole!.judge!.calls).toBe(40);
    expect(calibrationLines(judged!).join("\n")).toContain("Warning: Cohen's kappa is below 0.4");
  });

  it("says what cannot be told", async () => {
    const always = await evaluate(options(judgeOf(() => true)));
    expect(always.calibration!.word).toBe("unclear");
    expect(calibrationLines(always.calibration!).join("\n")).toContain("Score answers that are good and bad.");
    const few = { ...options(), examples: ROWS.map((row, i) => (i < 4 ? row : { ...row, rating: "" })) };
    const { calibration } = await evaluate(few);
    expect(calibration!.rows).toBe(4);
    expect(calibrationLines(calibration!).join("\n")).toContain("Warning: the interval reaches below 0.4");
  });

  it("stores its calls, so that they are paid once", async () => {
    const store = memoryStore();
    await evaluate({ ...options(), store });
    const judge = judgeOf(greets);
    const again = await evaluate({ ...options(judge), store });
    expect(judge.calls).toEqual([]);
    expect(again.calibration!.rows).toBe(40);
    expect(again.cost.byRole!.judge!.cached).toBeGreaterThan(40);
  });

  it("keeps to a cap on calls, and counts what it did not reach", async () => {
    const judge = judgeOf(greets);
    const { calibration, score, cost } = await evaluate({ ...options(judge), budget: { calls: 30 } });
    expect(cost.calls).toBeLessThanOrEqual(30);
    expect(calibration!.rows).toBe(30 - 2 * score.n);
    expect(calibration!.missing).toBe(40 - calibration!.rows);
  });

  it("leaves out answers that the judge fails on", async () => {
    const judge = scriptedModel(
      ({ messages }) => {
        const text = messages.map(({ content }) => content).join("\n");
        return /order 7\?/.test(text) ? "Hm." : `{"reason":"x","score":"${greets(text) ? "yes" : "no"}"}`;
      },
      { id: "scripted:moody" },
    );
    const { calibration } = await evaluate(options(judge));
    expect(calibration!.rows).toBe(39);
    expect(calibration!.unscored).toMatchObject([{ place: "examples, row 8" }]);
  });

  it("compares a metric without a judge too, and grades by their ranks", async () => {
    const examples = ROWS.map((row, i) => ({ ...row, rating: i < 40 ? String(1 + (i % 5)) : "", right: "here" }));
    const metric = (answer: string): number => ((Number(/\d+/.exec(answer)?.[0] ?? 0) % 5) / 4) ** 2;
    const model = scriptedModel("Hello, it is here.", { id: "scripted:task" });
    const { calibration } = await evaluate({
      prompt: "Answer: {{question}}",
      examples,
      label: "right",
      human: { score: "rating", answer: "answer" },
      metric,
      model,
    });
    expect(calibration).toMatchObject({ measure: "Spearman's rho", rows: 40 });
    expect(calibration!.beyondChance!.value).toBeCloseTo(1, 12);
  });

  it.each([
    ["there is no such column", { human: "stars" }, "human"],
    ["there is no such answer", { human: { score: "rating", answer: "given" } }, "human.answer"],
    [
      "a score is none",
      { examples: ROWS.map((row, i) => (i === 2 ? { ...row, rating: "7" } : row)) },
      "examples, row 3",
    ],
    ["no answer is left", { label: "answer", prompt: "{{question}}" }, "human"],
  ])("is refused where %s", async (_, more, where) => {
    const error = await failureOf(evaluate({ ...options(), ...more } as never));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ where });
  });

  it.each([
    [
      ["yes", "no", "true", "FALSE"],
      [1, 0, 1, 0],
    ],
    [
      ["0", "1", "0.25", "1.0"],
      [0, 1, 0.25, 1],
    ],
    [
      ["1", "5", "3", "2"],
      [0, 1, 0.5, 0.25],
    ],
    [
      ["0", "5", "4", "1"],
      [0, 1, 0.8, 0.2],
    ],
  ])("reads the scores %j as %j", async (scores, worth) => {
    const examples = ROWS.map((row, i) => ({ ...row, rating: i < 40 ? scores[i % 4]! : "" }));
    const judge = judgeOf(() => true);
    const { calibration } = await evaluate({ ...options(judge), examples });
    const seen = new Set(calibration!.disagreements.map(({ human }) => human));
    expect(seen).toEqual(new Set(worth.filter((one) => one <= 0.5)));
  });
});
