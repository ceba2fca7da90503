import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng, type Rng } from "../../../src/core/rng.ts";
import { designEffect, likeness } from "../../../src/core/stats/design-effect.ts";
import { estimate, type Estimate } from "../../../src/core/stats/estimate.ts";
import { pairedDifference, rowsToSettle } from "../../../src/core/stats/paired.ts";
import { rowsNeeded, smallestGain } from "../../../src/core/stats/power.ts";
import type { Metric, Observation } from "../../../src/core/task.ts";
import { macroF1, mean, row } from "./rows.ts";

function clustered(id: number, cluster: string | undefined, score: number): Observation {
  const plain = row(id, score);
  return { ...plain, example: { ...plain.example, ...(cluster !== undefined && { cluster }) } };
}

const withoutClusters = (rows: readonly Observation[]): Observation[] =>
  rows.map(({ example: { cluster: _, ...example }, ...rest }) => ({ ...rest, example }));

const covers = ({ low, high }: Estimate, truth: number): boolean => low <= truth && truth <= high;

/** Rows in clusters of these sizes: a row takes the value of its cluster with chance `alike`, else one of its own, so that they correlate by alike^2. */
function drawn(
  sizes: readonly number[],
  alike: number,
  draw: () => number,
  random: Rng,
): { value: number; cluster: string }[] {
  return sizes.flatMap((size, cluster) => {
    const common = draw();
    return Array.from({ length: size }, () => ({
      value: random.next() < alike ? common : draw(),
      cluster: `c${cluster}`,
    }));
  });
}

const DESIGNS = [
  { name: "10 clusters of 5", sizes: (): number[] => Array<number>(10).fill(5) },
  { name: "20 clusters of 2 to 8", sizes: (random: Rng): number[] => sizesFrom(20, 2, 8, random) },
  { name: "40 clusters of 1 to 9", sizes: (random: Rng): number[] => sizesFrom(40, 1, 9, random) },
];

function sizesFrom(count: number, least: number, most: number, random: Rng): number[] {
  return Array.from({ length: count }, () => least + Math.floor(random.next() * (most - least + 1)));
}

/** Enough that the share of intervals that cover is known to about 0.6%. */
const REPEATS = 1500;
/** Fewer, as each draws resamples. */
const PAIRED_REPEATS = 600;

describe.each(DESIGNS)("95% intervals over $name, whose rows correlate by 0.49", ({ name, sizes }) => {
  it("cover a share of right rows in 93 to 97% of samples, where those that take rows as independent do in fewer than 85%", () => {
    const random = rng("clusters").fork(name);
    let [own, plain] = [0, 0];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const draw = (): number => (random.next() < 0.7 ? 1 : 0);
      const rows = drawn(sizes(random), 0.7, draw, random).map(({ value, cluster }, i) => clustered(i, cluster, value));
      if (covers(estimate(mean, rows), 0.7)) own += 1;
      if (covers(estimate(mean, withoutClusters(rows)), 0.7)) plain += 1;
    }
    expect(own / REPEATS).toBeGreaterThanOrEqual(0.93);
    expect(own / REPEATS).toBeLessThanOrEqual(0.97);
    expect(plain / REPEATS).toBeLessThan(0.85);
  });

  it("cover a paired difference of right-or-wrong rows in 93 to 97%, where McNemar's do in fewer than 85%", () => {
    const random = rng("paired clusters").fork(name);
    let [own, plain] = [0, 0];
    for (let repeat = 0; repeat < PAIRED_REPEATS; repeat++) {
      const draw = (): number => {
        const die = random.next();
        return die < 0.25 ? 1 : die < 0.35 ? -1 : 0;
      };
      const rows = drawn(sizes(random), 0.7, draw, random);
      const a = rows.map(({ value, cluster }, i) => clustered(i, cluster, value === -1 ? 1 : 0));
      const b = rows.map(({ value, cluster }, i) => clustered(i, cluster, value === 1 ? 1 : 0));
      if (covers(pairedDifference(mean, a, b, 0.95, 100), 0.15)) own += 1;
      if (covers(pairedDifference(mean, withoutClusters(a), withoutClusters(b)), 0.15)) plain += 1;
    }
    expect(own / PAIRED_REPEATS).toBeGreaterThanOrEqual(0.93);
    expect(own / PAIRED_REPEATS).toBeLessThanOrEqual(0.97);
    expect(plain / PAIRED_REPEATS).toBeLessThan(0.85);
  });
});

describe("rows of clusters", () => {
  const scores = fc.array(fc.constantFrom(0, 1), { minLength: 8, maxLength: 40 });

  it("say nothing more when each is there several times", () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 2, max: 6 }), (values, times) => {
        const once = values.map((value, i) => clustered(i, `c${i}`, value));
        const often = once.flatMap((one, i) =>
          Array.from({ length: times }, (_, k) => clustered(i * times + k, `c${i}`, one.score)),
        );
        const [a, b] = [estimate(mean, once), estimate(mean, often)];
        expect(b.clusters).toBe(values.length);
        expect(b.value).toBeCloseTo(a.value, 12);
        expect(b.high - b.low).toBeCloseTo(a.high - a.low, 9);
      }),
      { numRuns: 50 },
    );
  });

  it.each([mean, macroF1])(
    "have an interval within bounds, by every metric ($name), of few clusters and of one",
    (metric: Metric) => {
      for (const clusters of [1, 2, 3]) {
        const rows = Array.from({ length: 12 }, (_, i) => clustered(i, `c${i % clusters}`, i % 3 === 0 ? 0 : 1));
        const labelledRows = rows.map((one) => ({
          ...one,
          predicted: one.score === 1 ? "a" : "b",
          example: { ...one.example, expected: "a" },
        }));
        const { low, high, value } = estimate(metric, labelledRows);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        if (clusters === 1) expect([low, high]).toEqual([0, 1]);
        const difference = pairedDifference(
          metric,
          labelledRows,
          labelledRows.toReversed().map((one, i) => ({ ...one, example: labelledRows[i]!.example })),
        );
        expect(difference.low).toBeGreaterThanOrEqual(-1);
        expect(difference.high).toBeLessThanOrEqual(1);
      }
    },
  );

  it("have no p-value, and one for each cluster is not certain of a difference of none", () => {
    const rows = Array.from({ length: 30 }, (_, i) => clustered(i, `c${i % 10}`, 1));
    const difference = pairedDifference(mean, rows, rows);
    expect(difference).not.toHaveProperty("pValue");
    expect(difference.clusters).toBe(10);
    const plain = pairedDifference(mean, withoutClusters(rows), withoutClusters(rows));
    expect(plain).toHaveProperty("pValue");
    expect(difference.high).toBeGreaterThan(plain.high);
  });

  it("need more rows to settle a difference of one size", () => {
    const random = rng("settle");
    const rows = drawn(
      Array<number>(20).fill(5),
      0.7,
      () => (random.next() < 0.3 ? 1 : random.next() < 0.3 ? -1 : 0),
      random,
    );
    const a = rows.map(({ value, cluster }, i) => clustered(i, cluster, value === -1 ? 1 : 0));
    const b = rows.map(({ value, cluster }, i) => clustered(i, cluster, value === 1 ? 1 : 0));
    expect(rowsToSettle(pairedDifference(mean, a, b))!).toBeGreaterThan(
      rowsToSettle(pairedDifference(mean, withoutClusters(a), withoutClusters(b)))!,
    );
  });
});

describe("the design effect", () => {
  it("is 1 without clusters, and the size of a cluster where its rows are all alike", () => {
    const alike = Array.from({ length: 40 }, (_, i) => clustered(i, `c${Math.floor(i / 4)}`, Math.floor(i / 4) % 2));
    const examples = alike.map(({ example }) => example);
    expect(
      designEffect(
        examples.map(({ cluster: _, ...example }) => example),
        alike,
      ),
    ).toBe(1);
    expect(likeness(alike)).toBe(1);
    expect(designEffect(examples, alike)).toBeCloseTo(4, 12);
  });

  it("finds how alike rows of one cluster are", () => {
    const random = rng("likeness");
    const rows = drawn(Array<number>(2000).fill(5), 0.7, () => (random.next() < 0.6 ? 1 : 0), random).map(
      ({ value, cluster }, i) => clustered(i, cluster, value),
    );
    expect(likeness(rows)).toBeCloseTo(0.49, 1);
    const examples = rows.map(({ example }) => example);
    expect(designEffect(examples, rows)).toBeCloseTo(1 + 4 * likeness(rows)!, 9);
  });

  it("takes rows of one cluster as one row where nothing shows how alike they are", () => {
    const examples = Array.from({ length: 12 }, (_, i) => clustered(i, `c${i % 4}`, 1).example);
    expect(designEffect(examples, [clustered(0, "x", 1), clustered(1, "y", 0)])).toBeCloseTo(3, 12);
  });

  it("makes as many times more rows needed, and the smallest gain larger", () => {
    const plain = rowsNeeded(0.1, { discordance: 0.2 });
    expect(rowsNeeded(0.1, { discordance: 0.2, designEffect: 3 })).toBeGreaterThan(3 * plain - 3);
    expect(smallestGain(200, { discordance: 0.2, designEffect: 3 })!).toBeGreaterThan(
      smallestGain(200, { discordance: 0.2 })!,
    );
  });
});
