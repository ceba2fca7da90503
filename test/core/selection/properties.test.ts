import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng, shuffle } from "../../../src/core/rng.ts";
import { SELECTOR_OPTIONS, selectors, type SelectorName } from "../../../src/core/selection/index.ts";
import type { Selection } from "../../../src/core/selection/selector.ts";
import type { Metric, Observation } from "../../../src/core/task.ts";
import { driveSelector } from "../../../src/testing/drive-selector.ts";

/** A metric of the whole set: the harmonic mean of the scores on even and on odd rows. */
const harmonic: Metric = {
  name: "harmonic",
  isMean: false,
  score: (observations) => {
    const half = (rest: number): number => {
      const rows = observations.filter(({ example }) => Number(example.id) % 2 === rest);
      return rows.reduce((sum, { score }) => sum + score, 0) / Math.max(1, rows.length);
    };
    const [even, odd] = [half(0), half(1)];
    return even + odd === 0 ? 0 : (2 * even * odd) / (even + odd);
  },
};
const mean: Metric = {
  name: "mean score",
  isMean: true,
  score: (observations) => observations.reduce((sum, { score }) => sum + score, 0) / Math.max(1, observations.length),
};

const shapes = fc.record({
  arms: fc.integer({ min: 1, max: 16 }),
  keep: fc.integer({ min: 1, max: 5 }),
  rowCount: fc.integer({ min: 1, max: 60 }),
  perArm: fc.double({ min: 0, max: 30, noNaN: true }),
  grades: fc.constantFrom(2, 3, 101),
  lost: fc.constantFrom(0, 0.3),
  set: fc.boolean(),
  fresh: fc.boolean(),
  seed: fc.nat(),
});

describe.each(Object.keys(selectors) as SelectorName[])("%s", (name) => {
  it("keeps its promises on any arms, rows, budget, grades and losses", () => {
    fc.assert(
      fc.property(shapes, ({ arms, keep, rowCount, perArm, grades, lost, set, fresh, seed }) => {
        const metric = set ? harmonic : mean;
        const budget = Math.floor(perArm * arms);
        const stream = rng(seed);
        const rows = shuffle(
          Array.from({ length: rowCount }, (_, row) => row),
          stream,
        );
        const selection = (): Selection => ({
          arms,
          keep,
          rows,
          budget,
          metric,
          rng: stream.fork("selector"),
        });
        const observe = (arm: number, row: number): Observation | undefined => {
          const dice = stream.fork(`${arm} ${row}`);
          if (dice.next() < lost) return undefined;
          const score = Math.floor(dice.next() * grades) / (grades - 1);
          return {
            example: { id: String(row), fields: {}, expected: "" },
            answer: "",
            score,
            correct: score === 1,
            invalid: false,
          };
        };
        const factory = selectors[name].create({ ...SELECTOR_OPTIONS, rows: fresh ? "fresh" : "shared" });
        const driven = driveSelector(factory, selection(), observe);
        const mixed = driveSelector(factory, selection(), observe, {
          arrange: (results) =>
            results.toReversed().map((result) => ({ ...result, observations: result.observations.toReversed() })),
        });

        expect(driven.evaluations).toBeLessThanOrEqual(budget);
        expect(driven.ranking.map(({ arm }) => arm).sort((a, b) => a - b)).toEqual(
          Array.from({ length: arms }, (_, arm) => arm),
        );
        expect(mixed).toEqual(driven);
        const met = new Set<string>();
        if (!fresh)
          for (const { arm, rows: asked } of driven.steps.flat())
            for (const row of asked) {
              expect(met.has(`${arm} ${row}`), `arm ${arm} is asked row ${row} twice`).toBe(false);
              met.add(`${arm} ${row}`);
            }
      }),
      { numRuns: 40 },
    );
  });
});

describe("every selector", () => {
  it("reports the interval of the metric", () => {
    for (const [name, { create }] of Object.entries(selectors)) {
      const seen = (row: number, right: boolean): Observation => ({
        example: { id: String(row), fields: {}, expected: "" },
        answer: "",
        score: right ? 1 : 0,
        correct: right,
        invalid: false,
      });
      const { ranking } = driveSelector(
        create(SELECTOR_OPTIONS),
        {
          arms: 3,
          keep: 1,
          rows: Array.from({ length: 40 }, (_, row) => row),
          budget: 60,
          metric: mean,
          rng: rng(1),
        },
        (arm, row) => seen(row, row % 4 <= arm),
      );
      for (const { low, value, high } of ranking) expect(low < value && value < high, name).toBe(true);
    }
  });
});
