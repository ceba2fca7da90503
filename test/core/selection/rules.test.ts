import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import {
  SELECTOR_OPTIONS,
  selectors,
  type SelectorName,
  type SelectorOptions,
} from "../../../src/core/selection/index.ts";
import type { Selection } from "../../../src/core/selection/selector.ts";
import type { Observation } from "../../../src/core/task.ts";
import { driveSelector, type Driven } from "../../../src/testing/drive-selector.ts";

const accuracy = (observations: readonly Observation[]): number =>
  observations.reduce((sum, { score }) => sum + score, 0) / Math.max(1, observations.length);

function selectionOf(shape: Pick<Selection, "arms" | "keep" | "budget">, rows = 1000): Selection {
  return {
    ...shape,
    rows: Array.from({ length: rows }, (_, row) => row),
    metric: { name: "accuracy", isMean: true, score: accuracy },
    rng: rng("rules"),
  };
}

/** Arm k is right on the given share of rows, evenly spread: 100 rows are one turn. */
function play(
  name: SelectorName,
  selection: Selection,
  shares: readonly number[],
  options: Partial<SelectorOptions> = {},
): Driven {
  return driveSelector(selectors[name].create({ ...SELECTOR_OPTIONS, ...options }), selection, (arm, row) => {
    const right = (row * 37) % 100 < shares[arm]! * 100;
    return {
      example: { id: String(row), fields: {}, expected: "" },
      answer: "",
      score: right ? 1 : 0,
      correct: right,
      invalid: false,
    };
  });
}

/** The share of right rows among the first `n`, for an arm of this share. */
const seenShare = (share: number, n: number): number =>
  Array.from({ length: n }, (_, row): number => ((row * 37) % 100 < share * 100 ? 1 : 0)).reduce((a, b) => a + b) / n;
const ladder = (arms: number): number[] => Array.from({ length: arms }, (_, arm) => 0.9 - (0.8 * arm) / arms);
const pulled = ({ steps }: Driven, arm: number): number =>
  steps.flat().reduce((sum, pull) => sum + (pull.arm === arm ? pull.rows.length : 0), 0);
const chosen = ({ ranking }: Driven, keep: number): number[] =>
  ranking
    .slice(0, keep)
    .map(({ arm }) => arm)
    .sort((a, b) => a - b);

describe("uniform", () => {
  it("asks all arms the same rows, and leaves nothing of the budget", () => {
    const { steps, evaluations } = play("uniform", selectionOf({ arms: 6, keep: 2, budget: 62 }), ladder(6));
    expect(steps.length).toBe(1);
    expect(evaluations).toBe(62);
    expect(steps[0]!.map(({ rows }) => rows.length)).toEqual([11, 11, 10, 10, 10, 10]);
    expect(steps[0]![5]!.rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe("UCB", () => {
  it("pulls every arm once, then the eight of highest Q + c sqrt(ln t / N)", () => {
    const shares = ladder(12);
    const { steps } = play("ucb", selectionOf({ arms: 12, keep: 4, budget: 12 * 32 + 8 * 32 + 2 * 32 }), shares);
    expect(steps.map((pulls) => pulls.length)).toEqual([12, 8, 2]);
    expect(steps[0]!.every(({ rows }) => rows.length === 32)).toBe(true);
    expect(steps[1]!.map(({ arm }) => arm)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);

    // Recomputed from the formula, at t = 3.
    const index = shares.map((share, arm) => ({
      arm,
      value: seenShare(share, arm < 8 ? 64 : 32) + Math.sqrt(Math.log(3) / (arm < 8 ? 64 : 32)),
    }));
    expect(steps[2]!.map(({ arm }) => arm)).toEqual(
      index
        .sort((a, b) => b.value - a.value)
        .slice(0, 2)
        .map(({ arm }) => arm),
    );
  });

  it("explores by c: without it, the best are pulled again and again", () => {
    const selection = selectionOf({ arms: 16, keep: 2, budget: 1600 });
    const shares = Array.from({ length: 16 }, (_, arm) => (arm < 8 ? 0.8 : 0.6));
    expect(pulled(play("ucb", selection, shares, { explorationC: 0 }), 15)).toBe(32);
    expect(pulled(play("ucb", selection, shares, { explorationC: 10 }), 15)).toBeGreaterThan(64);
  });

  it("draws fresh rows for each step, the same for all arms of the step, when told to", () => {
    const { steps, evaluations } = play("ucb", selectionOf({ arms: 12, keep: 4, budget: 2048 }, 60), ladder(12), {
      rows: "fresh",
    });
    for (const pulls of steps) for (const { rows } of pulls) expect(rows).toEqual(pulls[0]!.rows);
    expect(steps[1]![0]!.rows).not.toEqual(steps[2]![0]!.rows);
    expect(evaluations).toBe(2048);
  });

  it("makes smaller pulls when the budget is too small to look at every arm twice", () => {
    const { steps } = play("ucb", selectionOf({ arms: 36, keep: 4, budget: 360 }), ladder(36));
    expect(steps[0]!.map(({ rows }) => rows.length)).toEqual(Array.from({ length: 36 }, () => 6));
    expect(steps.length).toBeGreaterThan(2);
  });
});

describe("UCB-E", () => {
  it.each([0.5, 1, 2])("adds c sqrt(c / N), whatever the time, for c = %d", (c) => {
    const shares = ladder(12).map((share) => 0.4 + share / 10);
    const { steps } = play("ucb-e", selectionOf({ arms: 12, keep: 4, budget: 12 * 32 + 3 * 256 }), shares, {
      explorationC: c,
    });
    const counts = shares.map(() => 32);
    for (const pulls of steps.slice(1)) {
      const index = shares.map((share, arm) => ({
        arm,
        value: seenShare(share, counts[arm]!) + c * Math.sqrt(c / counts[arm]!),
      }));
      const best = index
        .sort((x, y) => y.value - x.value || x.arm - y.arm)
        .slice(0, 8)
        .map(({ arm }) => arm);
      expect(pulls.map(({ arm }) => arm)).toEqual(best);
      for (const arm of best) counts[arm] = counts[arm]! + 32;
    }
    expect(steps.length).toBe(4);
  });
});

describe("successive rejects", () => {
  const arms = 8;
  const budget = 400;

  it("brings the open arms up to n_k, and closes one arm a phase", () => {
    const harmonic = [2, 3, 4, 5, 6, 7, 8].reduce((sum, i) => sum + 1 / i, 0.5);
    const target = (phase: number): number => Math.ceil((budget - arms) / (harmonic * (arms + 1 - phase)));
    const { steps } = play("successive-rejects", selectionOf({ arms, keep: 3, budget }), ladder(8));
    const counts = new Map<number, number>();
    steps.slice(0, 4).forEach((pulls, i) => {
      expect(pulls.length).toBe(arms - i);
      for (const { arm, rows } of pulls) counts.set(arm, (counts.get(arm) ?? 0) + rows.length);
      for (const { arm } of pulls) expect(counts.get(arm)).toBe(target(i + 1));
    });
  });

  it("accepts as well as rejects, by the widest gap to the cut", () => {
    // Two arms stand out above, all others are alike: rejecting alone would never let go of the two.
    const driven = play(
      "successive-rejects",
      selectionOf({ arms, keep: 3, budget }),
      [0.2, 0.95, 0.3, 0.31, 0.29, 0.93, 0.28, 0.27],
    );
    expect(driven.steps[1]!.map(({ arm }) => arm)).not.toContain(1);
    expect(driven.steps[2]!.map(({ arm }) => arm)).not.toContain(5);
    expect(chosen(driven, 3)).toContain(1);
    expect(chosen(driven, 3)).toContain(5);
  });
});

describe("successive halving", () => {
  it("halves down to b in ceil(log2(n / b)) phases of equal budget", () => {
    const driven = play("successive-halving", selectionOf({ arms: 36, keep: 4, budget: 1800 }), ladder(36));
    expect(driven.steps.map((pulls) => pulls.length)).toEqual([36, 18, 9, 5]);
    for (const pulls of driven.steps)
      expect(Math.abs(pulls.reduce((sum, { rows }) => sum + rows.length, 0) - 450)).toBeLessThanOrEqual(1);
    expect(chosen(driven, 4)).toEqual([0, 1, 2, 3]);
  });

  it("never returns fewer than b, and drops half rather than all under the mean", () => {
    // One arm towers: under the mean are all others.
    const driven = play(
      "successive-halving",
      selectionOf({ arms: 8, keep: 3, budget: 240 }),
      [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1],
    );
    expect(driven.steps.map((pulls) => pulls.length)).toEqual([8, 4]);
    expect(driven.ranking.length).toBe(8);
  });
});

describe("LUCB", () => {
  it("pulls the two arms in question, and stops when their bounds part", () => {
    const driven = play("lucb", selectionOf({ arms: 4, keep: 2, budget: 3000 }), [0.9, 0.85, 0.15, 0.1]);
    for (const pulls of driven.steps.slice(1)) expect(pulls.length).toBe(2);
    expect(driven.evaluations).toBeLessThan(1500);
    expect(chosen(driven, 2)).toEqual([0, 1]);
  });
});

describe("LUCB's bounds", () => {
  it("are Q -+ sqrt(ln(5/4 n t^4 / 0.1) / 2N): it stops at the first step at which they part by them", () => {
    const shares = [0.8, 0.3];
    const { steps } = play("lucb", selectionOf({ arms: 2, keep: 1, budget: 2000 }), shares, {
      pullSize: 10,
      tolerance: 0,
    });
    const overlap = (step: number): number => {
      const n = 10 * (step - 1);
      const radius = Math.sqrt(Math.log((1.25 * 2 * step ** 4) / 0.1) / (2 * n));
      return seenShare(0.3, n) + radius - (seenShare(0.8, n) - radius);
    };
    expect(overlap(steps.length + 1)).toBeLessThan(0);
    for (let step = 2; step <= steps.length; step++) expect(overlap(step)).toBeGreaterThanOrEqual(0);
  });
});

describe("racing", () => {
  it("goes on with the arms in doubt alone, all on the same rows", () => {
    const { steps } = play(
      "racing",
      selectionOf({ arms: 6, keep: 2, budget: 3000 }),
      [0.95, 0.6, 0.58, 0.1, 0.1, 0.05],
    );
    expect(steps[0]!.map(({ arm }) => arm).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(
      steps
        .at(-1)!
        .map(({ arm }) => arm)
        .sort((a, b) => a - b),
    ).toEqual([1, 2]);
    for (const pulls of steps) for (const { rows } of pulls) expect(rows).toEqual(pulls[0]!.rows);
  });
});

describe("selectors that stop when they have seen enough", () => {
  const clear = [0.9, 0.2, 0.88, 0.2, 0.2, 0.2, 0.2, 0.2];
  it.each(["top-two-thompson", "racing", "paired-halving", "least-regret"] as const)(
    "%s stops early on a clear case, with the right arms",
    (name) => {
      const driven = play(name, selectionOf({ arms: 8, keep: 2, budget: 4000 }), clear);
      expect(driven.evaluations).toBeLessThan(1600);
      expect(chosen(driven, 2)).toEqual([0, 2]);
    },
  );

  const EQUAL = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];

  it("racing does not stop early when arms cannot be told apart", () => {
    const driven = play("racing", selectionOf({ arms: 8, keep: 2, budget: 800 }), EQUAL);
    expect(driven.evaluations).toBeGreaterThanOrEqual(790);
  });

  it("least-regret stops at a tie once all arms have met 16 rows, and without a tolerance looks on", () => {
    const selection = selectionOf({ arms: 8, keep: 2, budget: 800 });
    const { evaluations } = play("least-regret", selection, EQUAL);
    expect(evaluations).toBeGreaterThanOrEqual(8 * 16);
    expect(evaluations).toBeLessThan(400);
    expect(play("least-regret", selection, EQUAL, { tolerance: 0 }).evaluations).toBeGreaterThanOrEqual(400);
  });
});

describe("least regret", () => {
  it("spends where the choice hangs, not on what is clear", () => {
    const shares = [0.95, 0.95, 0.62, 0.55, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
    const driven = play("least-regret", selectionOf({ arms: 12, keep: 3, budget: 600 }), shares, { tolerance: 0 });
    expect(chosen(driven, 3)).toEqual([0, 1, 2]);
    expect(pulled(driven, 2) + pulled(driven, 3)).toBeGreaterThan(200);
    expect(pulled(driven, 11)).toBeLessThan(40);
  });

  it("stops sooner when told to tolerate more", () => {
    const spent = (tolerance: number): number =>
      play("least-regret", selectionOf({ arms: 12, keep: 3, budget: 1200 }), ladder(12), { tolerance }).evaluations;
    expect(spent(0.02)).toBeLessThan(spent(0.005));
    expect(spent(0)).toBe(1200);
  });

  it("compares arms that met unlike rows: hard rows that only some arms met do not count against them", () => {
    // All arms get rows 0 to 15 right and later rows wrong, but arm 3 now and then does better.
    const selection = selectionOf({ arms: 10, keep: 1, budget: 500 });
    const { ranking } = driveSelector(
      selectors["least-regret"].create({ ...SELECTOR_OPTIONS, tolerance: 0 }),
      selection,
      (arm, row) => {
        const right = arm === 3 ? row < 16 || row % 2 === 0 : row < 16 && row % 8 !== arm % 8;
        return {
          example: { id: String(row), fields: {}, expected: "" },
          answer: "",
          score: right ? 1 : 0,
          correct: right,
          invalid: false,
        };
      },
    );
    expect(ranking[0]!.arm).toBe(3);
    expect(ranking[0]!.n).toBeGreaterThan(16);
  });
});
