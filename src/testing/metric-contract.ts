/** The contract of a metric as a test suite: every metric, ours or yours, is to pass it. */
import { type Rng, rng, shuffle } from "../core/rng.ts";
import type { Metric, Observation } from "../core/task.ts";
import type { TestTools } from "./test-tools.ts";

const LABELS: readonly string[] = ["a", "b", "c"];

/**
 * Declares the tests of one metric.
 * @param create the metric over the label set `a`, `b`, `c`; rows are judged right (score 1) or wrong (score 0)
 */
export function metricContract(tools: TestTools, name: string, create: (labels: readonly string[]) => Metric): void {
  const { describe, it, expect } = tools;
  const holds = (sentence: string, body: (metric: Metric, random: Rng) => void): unknown =>
    it(sentence, async () => {
      for (let trial = 0; trial < 30; trial++) body(create(LABELS), rng(`${name}: ${sentence} ${trial}`));
    });

  describe(`${name}: the contract of a metric`, () => {
    holds("has a name", (metric) => {
      expect(metric.name.trim() === "").toBe(false);
    });

    holds("is 0 for no rows", (metric) => {
      expect(metric.score([])).toBe(0);
    });

    holds("is 1 when every row is right, and every label is there", (metric, random) => {
      const rows = [...LABELS.map((label) => observe(label, label)), ...randomRows(random).map(right)];
      expect(metric.score(rows)).toBe(1);
    });

    holds("is 0 when every row is wrong, or invalid", (metric, random) => {
      const rows = randomRows(random);
      expect(metric.score(rows.map((row) => observe(row.example.expected, other(row.example.expected))))).toBe(0);
      expect(metric.score(rows.map((row) => observe(row.example.expected, undefined)))).toBe(0);
    });

    holds("stays between 0 and 1", (metric, random) => {
      const score = metric.score(randomRows(random));
      expect(score >= 0 && score <= 1).toBe(true);
    });

    holds("does not depend on the order of the rows, nor on earlier calls", (metric, random) => {
      const rows = randomRows(random);
      const score = metric.score(rows);
      metric.score(rows.slice(1));
      expect(near(metric.score(shuffle(rows, random)), score)).toBe(true);
      expect(metric.score(rows)).toBe(score);
    });

    holds(
      "never falls when a row is mended, and an invalid answer is worth no more than a right one",
      (metric, random) => {
        const rows = randomRows(random);
        const i = Math.floor(random.next() * rows.length);
        const score = metric.score(rows);
        expect(metric.score(rows.with(i, right(rows[i]!))) >= score - 1e-12).toBe(true);
        const spoilt = rows.with(i, observe(rows[i]!.example.expected, undefined));
        expect(metric.score(spoilt) <= metric.score(rows.with(i, right(rows[i]!))) + 1e-12).toBe(true);
      },
    );

    holds("is the mean of the rows' scores where it says so", (metric, random) => {
      const rows = randomRows(random);
      const mean = rows.reduce((sum, { score }) => sum + score, 0) / rows.length;
      expect(!metric.isMean || near(metric.score(rows), mean)).toBe(true);
    });

    holds("leaves the rows as they are", (metric, random) => {
      const rows = randomRows(random);
      const before = structuredClone(rows);
      metric.score(rows);
      expect(rows).toEqual(before);
    });
  });
}

/** A row of label `expected` that was answered `predicted`; undefined is an answer that could not be read. */
function observe(expected: unknown, predicted: unknown): Observation {
  const correct = predicted === expected;
  const example = { id: String(expected), fields: {}, expected };
  const judged = {
    example,
    answer: String(predicted),
    score: correct ? 1 : 0,
    correct,
    invalid: predicted === undefined,
  };
  return predicted === undefined ? judged : { ...judged, predicted };
}

function randomRows(random: Rng): Observation[] {
  const pick = (): string => LABELS[Math.floor(random.next() * LABELS.length)]!;
  return Array.from({ length: 1 + Math.floor(random.next() * 40) }, () =>
    observe(pick(), random.next() < 0.1 ? undefined : pick()),
  );
}

function right({ example }: Observation): Observation {
  return observe(example.expected, example.expected);
}

function other(label: unknown): string {
  return LABELS.find((one) => one !== label)!;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-12;
}
