/** What is shown of trials: tables that fit a terminal, what the intervals are over, and the picture. */
import { describe, expect, it } from "vitest";
import { trialsChart } from "../../src/report/trials-chart.ts";
import { trialsLines } from "../../src/report/trials.ts";
import { summarizeTrials } from "../../src/trials/summary.ts";
import { trial } from "../trials/setup.ts";

const SHOWN = { metric: "accuracy", rows: 400, seeds: 3 };

const three = (variant: string, scores: readonly number[]): ReturnType<typeof trial>[] =>
  scores.map((found, i) => trial({ variant, seed: i + 1, found, calls: 1234 }));

describe("the tables of trials", () => {
  it("show what was found with its interval, against the first, and what it took", () => {
    const summaries = summarizeTrials([...three("protegi", [0.7, 0.8, 0.75]), ...three("pareto", [0.6, 0.5, 0.55])]);
    expect(trialsLines(summaries, SHOWN)).toEqual([
      "variant  initial  best found      gain  better  against the first",
      "protegi    0.500  0.750 ±0.124  +0.250  3 of 3",
      "pareto     0.500  0.550 ±0.124  +0.050  2 of 3  −0.200 [−0.448, +0.048]  NOT SHOWN",
      "",
      "a trial took  calls  from the store  tokens  money",
      "protegi       1,234              10   1,100  $0.50",
      "pareto        1,234              10   1,100  $0.50",
      "",
      'accuracy on 400 test rows, means over 3 seeds. "better" counts verdicts against the initial prompt.',
      "95% intervals are over seeds (Student's t): how the search varies on these rows.",
      "Those of the differences are paired by seed.",
      "Answers from the store had been paid for by another trial or run; tokens and money are reported as if they had not.",
      "If you pick a variant by these rows, you have used them up: judge the prompt that you pick on new ones.",
    ]);
  });

  it("fit 100 columns with names of 25 letters", () => {
    const names = ["least-regret, beamWidth=4", "ucb, beamWidth=2"];
    const summaries = summarizeTrials([...three(names[0]!, [0.7, 0.8, 0.7]), ...three(names[1]!, [0.6, 0.5, 0.6])]);
    const [header, first, second] = trialsLines(summaries, SHOWN);
    for (const line of [header, first, second]) expect(line!.length).toBeLessThanOrEqual(100);
  });

  it("say of one seed that it tells nothing of others, and that rows were paired", () => {
    const rows = [true, false, true, false];
    const one = (variant: string): ReturnType<typeof trial> => trial({ variant, seed: 1, found: 0.5, rows });
    const lines = trialsLines(summarizeTrials([one("a"), one("b")]), { ...SHOWN, seeds: 1 });
    expect(lines[1]).toMatch(/^a +0\.500 +0\.500 +\+0\.000 +0 of 1$/);
    expect(lines.join("\n")).toContain("One seed: nothing is known of how the search varies");
    expect(lines.join("\n")).toContain("over test rows, in pairs: they compare these prompts only");
  });

  it("say how many intervals hold at once, what was paired by rows, and which trials came to no verdict", () => {
    const rows = [true, false];
    const still = [1, 2, 3].map((seed) => trial({ variant: "b", seed, found: 0.5, rows }));
    const cut = trial({ variant: "c", seed: 3, found: 0.9 });
    const summaries = summarizeTrials([
      ...[1, 2, 3].map((seed) => trial({ variant: "a", seed, found: 0.5, rows })),
      ...still,
      ...three("c", [0.6, 0.7]),
      { ...cut, result: { ...cut.result, verdict: undefined } },
    ]);
    const text = trialsLines(summaries, SHOWN).join("\n");
    expect(text).toContain("paired by seed, and hold all at once (Bonferroni).");
    expect(text).toContain("Paired by test rows instead, as their seeds do not differ: b.");
    expect(text).toContain("c: no verdict was reached in 1 trial; left out.");
  });

  it("say so when no trial of a variant came to a verdict", () => {
    const cut = trial({ variant: "b", seed: 1, found: 0.9 });
    const lines = trialsLines(
      summarizeTrials([...three("a", [0.6, 0.7]), { ...cut, result: { ...cut.result, verdict: undefined } }]),
      SHOWN,
    );
    expect(lines[2]).toMatch(/^b +no verdict/);
    expect(lines.join("\n")).not.toContain("NaN");
  });
});

describe("the picture of trials", () => {
  const curve = (usd: number): ReturnType<typeof trial>["curve"] => [
    { round: 0, calls: 0, usd: 0, score: 0.5 },
    { round: 1, calls: 100, usd, score: 0.7 },
  ];
  const drawn = (usd: number, seeds: readonly number[] = [1, 2]): string | undefined =>
    trialsChart(
      summarizeTrials(seeds.map((seed) => trial({ variant: "a", seed, found: 0.7, curve: curve(usd) }))),
      "accuracy",
    );

  it("has a panel for calls, and one for money where it cost some", () => {
    expect(drawn(0)!.match(/<polyline/g)).toHaveLength(1);
    expect(drawn(0.2)!.match(/<polyline/g)).toHaveLength(2);
    expect(drawn(0.2)).toContain("By money, means of 2 seeds with 95% intervals");
  });

  it("of one seed has no intervals", () => {
    expect(drawn(0, [1])).toContain("By calls, one seed");
    expect(drawn(0, [1])).not.toMatch(/NaN|Infinity/);
  });

  it("is none without curves", () => {
    expect(trialsChart(summarizeTrials([trial({ variant: "a", seed: 1, found: 0.7 })]), "accuracy")).toBeUndefined();
  });
});
