/** The contract of a selector as a test suite: every selector, ours or yours, is to pass it. */
import { rng, shuffle, type Rng } from "../core/rng.ts";
import type { Selection, SelectorFactory } from "../core/selection/selector.ts";
import type { Observation } from "../core/task.ts";
import { driveSelector } from "./drive-selector.ts";
import type { TestTools } from "./test-tools.ts";

/** What the suite knows of a selector. */
export interface SelectorTraits {
  /** Whether it spends its budget whatever it sees; false for selectors that stop when they have seen enough. */
  readonly spendsBudget: boolean;
}

/** Declares the tests of one selector. */
export function selectorContract(
  tools: TestTools,
  name: string,
  factory: SelectorFactory,
  traits: SelectorTraits,
): void {
  const { describe, it, expect } = tools;
  const onCases = (sentence: string, body: (given: Case) => void): unknown =>
    it(sentence, async () => {
      for (let number = 0; number < CASES; number++) body(drawCase(number));
    });

  describe(`${name}: what it asks`, () => {
    onCases("never crosses the budget, and asks only for what there is", ({ selection, observe }) => {
      const { steps, evaluations } = driveSelector(factory, selection(), observe);
      const { arms, rows, budget } = selection();
      expect(evaluations <= budget).toBe(true);
      for (const pull of steps.flat()) {
        expect(pull.arm >= 0 && pull.arm < arms && pull.rows.length > 0).toBe(true);
        expect(pull.rows.every((row) => rows.includes(row))).toBe(true);
        expect(new Set(pull.rows).size).toBe(pull.rows.length);
      }
    });

    onCases("asks the same and chooses the same for the same seed", ({ selection, observe }) => {
      expect(driveSelector(factory, selection(), observe)).toEqual(driveSelector(factory, selection(), observe));
    });

    onCases("does not mind in which order results come", ({ selection, observe, stream }) => {
      const order = stream.fork("order of results");
      const mixed = driveSelector(factory, selection(), observe, {
        arrange: (results) =>
          shuffle(results, order).map((result) => ({ ...result, observations: shuffle(result.observations, order) })),
      });
      expect(mixed).toEqual(driveSelector(factory, selection(), observe));
    });

    if (traits.spendsBudget) {
      it("spends at least 90% of its budget where there are rows enough", async () => {
        for (const [arms, keep, perArm] of [
          [36, 4, 10],
          [36, 4, 50],
          [20, 1, 25],
          [5, 4, 30],
          [2, 1, 40],
        ] as const) {
          const world = makeWorld({ arms, keep, rows: 5000, budget: arms * perArm }, rng(arms));
          expect(driveSelector(factory, world.selection(), world.observe).evaluations >= 0.9 * arms * perArm).toBe(
            true,
          );
        }
      });
    }
  });

  describe(`${name}: what it chooses`, () => {
    onCases("ranks every arm exactly once, at any time", ({ selection, observe }) => {
      const all = Array.from({ length: selection().arms }, (_, arm) => arm);
      const arms = (ranking: readonly { readonly arm: number }[]): number[] =>
        ranking.map(({ arm }) => arm).sort((a, b) => a - b);
      expect(arms(factory(selection()).ranking())).toEqual(all);
      driveSelector(factory, selection(), observe, { afterStep: (ranking) => expect(arms(ranking)).toEqual(all) });
    });

    onCases("says for each arm the score of the rows that were delivered", ({ selection, observe }) => {
      const { steps, ranking } = driveSelector(factory, selection(), observe);
      for (const { arm, value, n } of ranking) {
        const delivered = steps
          .flat()
          .flatMap((pull) => (pull.arm === arm ? pull.rows.flatMap((row) => observe(arm, row) ?? []) : []));
        expect(n).toBe(delivered.length);
        expect(Math.abs(value - selection().metric.score(delivered)) < 1e-9).toBe(true);
      }
    });

    it("finds the arms that are always right among arms that are always wrong", async () => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const good = new Set(
          shuffle(
            Array.from({ length: 20 }, (_, arm) => arm),
            rng(seed),
          ).slice(0, 3),
        );
        const world = makeWorld({ arms: 20, keep: 3, rows: 100, budget: 200 }, rng(seed));
        const { ranking } = driveSelector(factory, world.selection(), (arm, row) =>
          observation(row, good.has(arm) ? 1 : 0),
        );
        expect(new Set(ranking.slice(0, 3).map(({ arm }) => arm))).toEqual(good);
      }
    });

    it("keeps the arms given first when all do equally well", async () => {
      for (const score of [0, 1]) {
        const world = makeWorld({ arms: 12, keep: 4, rows: 80, budget: 240 }, rng(score));
        const { ranking } = driveSelector(factory, world.selection(), (_, row) => observation(row, score));
        expect(ranking.slice(0, 4).map(({ arm }) => arm)).toEqual([0, 1, 2, 3]);
      }
    });

    it("does not look at the names of rows", async () => {
      const world = makeWorld({ arms: 12, keep: 4, rows: 80, budget: 240 }, rng(9));
      const renamed = (arm: number, row: number): Observation | undefined => {
        const seen = world.observe(arm, row);
        return seen && { ...seen, example: { ...seen.example, id: `${(row * 37) % 80}` } };
      };
      const chosen = (observe: typeof renamed): number[] =>
        driveSelector(factory, world.selection(), observe).ranking.map(({ arm }) => arm);
      expect(chosen(renamed)).toEqual(chosen(world.observe));
    });

    it("returns every arm when there is one, or as many as are kept, or fewer", async () => {
      for (const [arms, keep] of [
        [1, 1],
        [1, 4],
        [4, 4],
        [3, 4],
      ] as const) {
        const world = makeWorld({ arms, keep, rows: 30, budget: 60 }, rng(arms));
        expect(driveSelector(factory, world.selection(), world.observe).ranking.length).toBe(arms);
      }
    });

    it("works with a metric of the whole set", async () => {
      const world = makeWorld({ arms: 10, keep: 2, rows: 60, budget: 300 }, rng(4));
      const score = (observations: readonly Observation[]): number => accuracy(observations) ** 2;
      const selection: Selection = {
        ...world.selection(),
        metric: { name: "squared accuracy", isMean: false, score },
      };
      const { ranking } = driveSelector(factory, selection, (arm, row) =>
        observation(row, arm === 3 || arm === 7 ? 1 : row % 3 === 0 ? 1 : 0),
      );
      expect(new Set(ranking.slice(0, 2).map(({ arm }) => arm))).toEqual(new Set([3, 7]));
    });
  });

  describe(`${name}: rows that are not delivered`, () => {
    it("are no loss for their arm", async () => {
      const world = makeWorld({ arms: 10, keep: 2, rows: 200, budget: 400 }, rng(6));
      const { ranking } = driveSelector(factory, world.selection(), (arm, row) => {
        if (arm === 5 && row % 2 === 0) return undefined;
        return observation(row, arm === 5 || arm === 8 ? 1 : row % 3 === 0 ? 1 : 0);
      });
      expect(new Set(ranking.slice(0, 2).map(({ arm }) => arm))).toEqual(new Set([5, 8]));
    });

    it("do not keep it going for ever", async () => {
      for (const lost of [(): boolean => true, (arm: number): boolean => arm === 0]) {
        const world = makeWorld({ arms: 8, keep: 2, rows: 100, budget: 200 }, rng(7));
        const { ranking } = driveSelector(factory, world.selection(), (arm, row) =>
          lost(arm) ? undefined : world.observe(arm, row),
        );
        expect(ranking.length).toBe(8);
      }
    });
  });
}

/** How many drawn cases a sentence is held against. */
const CASES = 15;

interface Case {
  /** A selection from its start: the same each time. */
  readonly selection: () => Selection;
  readonly observe: (arm: number, row: number) => Observation | undefined;
  readonly stream: Rng;
}

/** A case with few or many arms, rows and evaluations; in every third, some rows are not delivered. */
function drawCase(number: number): Case {
  const stream = rng(`selector contract ${number}`);
  const whole = (low: number, high: number): number => low + Math.floor(stream.next() * (high - low + 1));
  const arms = whole(1, 24);
  const shape = { arms, keep: whole(1, 5), rows: whole(1, 150), budget: whole(0, 40 * arms) };
  return makeWorld(shape, stream, number % 3 === 0 ? 0.2 : 0);
}

type Shape = Pick<Selection, "arms" | "keep" | "budget"> & { readonly rows: number };

function makeWorld({ arms, keep, rows, budget }: Shape, stream: Rng, lost = 0): Case {
  const skill = Array.from({ length: arms }, () => 0.3 + 0.6 * stream.next());
  const order = shuffle(
    Array.from({ length: rows }, (_, row) => row),
    stream,
  );
  return {
    stream,
    selection: () => ({
      arms,
      keep,
      budget,
      rows: order,
      metric: { name: "accuracy", isMean: true, score: accuracy },
      rng: stream.fork("selector"),
    }),
    observe: (arm, row) => {
      const dice = stream.fork(`arm ${arm} row ${row}`);
      return dice.next() < lost ? undefined : observation(row, dice.next() < skill[arm]! ? 1 : 0);
    },
  };
}

function observation(row: number, score: number): Observation {
  return {
    example: { id: `row ${row}`, fields: {}, expected: "" },
    answer: "",
    score,
    correct: score === 1,
    invalid: false,
  };
}

function accuracy(observations: readonly Observation[]): number {
  return observations.length === 0 ? 0 : observations.reduce((sum, { score }) => sum + score, 0) / observations.length;
}
