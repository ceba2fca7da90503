import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng, shuffle, type Rng } from "../../../src/core/rng.ts";
import { mcnemar } from "../../../src/core/stats/mcnemar.ts";
import { discordant, pairedDifference, rowsToSettle } from "../../../src/core/stats/paired.ts";
import { tango } from "../../../src/core/stats/tango.ts";
import { labelled, macroF1, mean, row } from "./rows.ts";

const changes = fc.record({ fixed: fc.nat(300), broken: fc.nat(300), same: fc.nat(600) });

describe("McNemar's exact test", () => {
  it("is twice the smaller binomial tail, summed in whole numbers", () => {
    for (let changed = 1; changed <= 40; changed++) {
      for (let fixed = 0; fixed <= changed; fixed++) {
        const most = Math.max(fixed, changed - fixed);
        let tail = 0n;
        let choose = 1n;
        for (let i = 0; i <= changed; i++) {
          if (i >= most) tail += choose;
          choose = (choose * BigInt(changed - i)) / BigInt(i + 1);
        }
        expect(mcnemar(fixed, changed - fixed)).toBeCloseTo(Math.min(1, Number(2n * tail) / 2 ** changed), 12);
      }
    }
  });

  it.each([
    [6, 0, 0.03125],
    [10, 2, 0.03857421875],
    [0, 0, 1],
    [7, 7, 1],
  ])("of %d fixed and %d broken is %d", (fixed, broken, p) => expect(mcnemar(fixed, broken)).toBeCloseTo(p, 14));
});

describe("Tango's score interval", () => {
  it("is as published for airway hyper-responsiveness (Fagerland, Lydersen, Laake, Statistics in Medicine 2014, table VI)", () => {
    // 21 children: 1 changed one way, 7 the other; difference -0.286.
    const { low, high } = tango(1, 7, 21);
    expect(low).toBeCloseTo(-0.517, 3);
    expect(high).toBeCloseTo(-0.026, 3);
  });

  it("holds exactly the differences whose score statistic is within 1.96, the nuisance share found by search", () => {
    for (const [fixed, broken, n] of [
      [12, 3, 50],
      [2, 0, 44],
      [0, 0, 30],
      [9, 9, 25],
      [30, 1, 31],
    ] as const) {
      const { low, high } = tango(fixed, broken, n);
      for (const [end, inside] of [
        [low, 1e-4],
        [high, -1e-4],
      ] as const) {
        if (Math.abs(end) > 0.9999) continue;
        expect(Math.abs(scoreStatistic(fixed, broken, n, end + inside))).toBeLessThan(1.96);
        expect(Math.abs(scoreStatistic(fixed, broken, n, end - inside))).toBeGreaterThan(1.9599);
      }
    }
  });

  it("knows nothing of no rows, and little of rows that all changed one way", () => {
    expect(tango(0, 0, 0)).toEqual({ low: -1, high: 1 });
    expect(tango(8, 0, 8).high).toBe(1);
    expect(tango(8, 0, 8).low).toBeGreaterThan(0);
  });

  it("mirrors when fixed and broken change places", () => {
    fc.assert(
      fc.property(changes, ({ fixed, broken, same }) => {
        const n = fixed + broken + same + 1;
        const there = tango(fixed, broken, n);
        const back = tango(broken, fixed, n);
        expect(there.low).toBeCloseTo(-back.high, 10);
        expect(there.high).toBeCloseTo(-back.low, 10);
      }),
    );
  });
});

describe("the interval of a paired difference of right-or-wrong rows", () => {
  it("lies off 0 exactly when McNemar's exact p-value is under 0.05", () => {
    fc.assert(
      fc.property(changes, ({ fixed, broken, same }) => {
        const { low, high } = discordant(fixed, broken, fixed + broken + same + 1);
        const significant = mcnemar(fixed, broken) < 0.05;
        expect(low > 0).toBe(significant && fixed > broken);
        expect(high < 0).toBe(significant && fixed < broken);
      }),
      { numRuns: 500 },
    );
  });

  it("does so at the very border, for every number of changed rows up to 400", () => {
    for (let changed = 1; changed <= 400; changed++) {
      let fixed = Math.ceil(changed / 2);
      while (fixed < changed && mcnemar(fixed, changed - fixed) >= 0.05) fixed += 1;
      for (const border of [fixed - 1, fixed]) {
        const { low } = discordant(border, changed - border, 2 * changed);
        expect(low > 0, `${border} of ${changed}`).toBe(
          mcnemar(border, changed - border) < 0.05 && 2 * border > changed,
        );
      }
    }
  });

  it("holds the difference seen, also when nothing or everything changed", () => {
    fc.assert(
      fc.property(changes, ({ fixed, broken, same }) => {
        const n = fixed + broken + same + 1;
        const { low, high } = discordant(fixed, broken, n);
        const value = (fixed - broken) / n;
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high).toBeGreaterThan(low);
      }),
    );
  });
});

describe("pairedDifference", () => {
  it("counts fixed and broken rows, and gives McNemar's p-value", () => {
    const before = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0].map((score, i) => row(i, score));
    const after = [0, 1, 1, 1, 1, 1, 1, 1, 1, 0].map((score, i) => row(i, score));
    const found = pairedDifference(mean, before, after);
    expect(found).toEqual({ value: expect.closeTo(0.6, 12), n: 10, ...discordant(7, 1, 10), pValue: mcnemar(7, 1) });
  });

  it("gives no p-value for graded rows and metrics of the whole set, and the same interval every time", () => {
    const before = labelled(60, 0.6, rng(1));
    const after = before.map((seen) => ({ ...seen, predicted: seen.example.expected, score: 1 }));
    for (const metric of [mean, macroF1]) {
      const found = pairedDifference(metric, before, after);
      expect(found.pValue).toBe(undefined);
      expect(found.low).toBeGreaterThan(0);
      expect(found).toEqual(pairedDifference(metric, before, after));
    }
  });

  it("does not call prompts the same when it only saw the same", () => {
    const rows = labelled(40, 0.7, rng(2));
    const { value, low, high } = pairedDifference(macroF1, rows, rows);
    expect([value, low < 0, high > 0]).toEqual([0, true, true]);
    expect(pairedDifference(mean, [], [])).toEqual({ value: 0, low: -1, high: 1, n: 0 });
  });

  it("is wider at a higher level", () => {
    const [a, b] = [labelled(50, 0.5, rng(3)), labelled(50, 0.9, rng(4))];
    for (const metric of [mean, macroF1])
      expect(pairedDifference(metric, a, b, 0.99).low).toBeLessThan(pairedDifference(metric, a, b, 0.9).low);
  });
});

describe("rowsToSettle", () => {
  it("is about right: with that many rows of the same kind the interval leaves 0", () => {
    for (const [fixed, broken, n] of [
      [7, 4, 60],
      [15, 10, 200],
      [3, 1, 40],
      [20, 9, 100],
    ] as const) {
      const rows = rowsToSettle({ value: (fixed - broken) / n, n, ...discordant(fixed, broken, n) })!;
      expect(rows).toBeGreaterThan(n);
      const more = rows / n;
      const { low } = discordant(
        Math.ceil(fixed * more * 1.15),
        Math.floor(broken * more * 1.15),
        Math.ceil(rows * 1.15),
      );
      expect(low).toBeGreaterThan(0);
    }
  });

  it("is more rows than there were while the interval holds 0, and undefined for no difference", () => {
    expect(rowsToSettle({ value: 0.1, low: 0, high: 0.2, n: 50 })).toBe(51);
    expect(rowsToSettle({ value: -0.1, low: -0.2, high: 0, n: 50 })).toBe(51);
    expect(rowsToSettle({ value: 0.05, low: -0.05, high: 0.15, n: 50 })).toBe(200);
    expect(rowsToSettle({ value: 0.2, low: 0.1, high: 0.3, n: 50 })).toBe(13);
    expect(rowsToSettle({ value: 0, low: -0.1, high: 0.1, n: 50 })).toBe(undefined);
  });
});

describe("the verdict's false alarm", () => {
  /** Two prompts that are equally good, alike on some rows and not on others. */
  function equals(stream: Rng, n: number): [number, number] {
    const accuracy = 0.5 + 0.45 * stream.next();
    const alike = stream.next();
    let fixed = 0;
    let broken = 0;
    for (let i = 0; i < n; i++) {
      if (stream.next() < alike) continue;
      const a = stream.next() < accuracy;
      const b = stream.next() < accuracy;
      if (b && !a) fixed += 1;
      if (a && !b) broken += 1;
    }
    return [fixed, broken];
  }

  it("is at most 3.5% of 4,000 verdicts on right-or-wrong rows", () => {
    let better = 0;
    for (let i = 0; i < 4000; i++) {
      const stream = rng(`verdict ${i}`);
      const n = 20 + Math.floor(stream.next() * 300);
      const [fixed, broken] = equals(stream, n);
      const before = Array.from({ length: fixed + broken }, (_, k) => row(k, k < fixed ? 0 : 1));
      const after = before.map((seen) => ({ ...seen, score: 1 - seen.score }));
      const rest = Array.from({ length: n - before.length }, (_, k) => row(n + k, 1));
      if (pairedDifference(mean, [...before, ...rest], [...after, ...rest]).low > 0) better += 1;
    }
    expect(better / 4000).toBeLessThanOrEqual(0.035);
    expect(better / 4000).toBeGreaterThan(0.005);
  });

  it("is at most 3.5% on a metric of the whole set", () => {
    let off = 0;
    for (let i = 0; i < 100; i++) {
      const stream = rng(`set verdict ${i}`);
      const a = labelled(40, 0.7, stream);
      // Equally good: on half of the rows the answer of another row of the same label.
      const b = a.map((seen) => {
        const alike = shuffle(
          a.filter(({ example }) => example.expected === seen.example.expected),
          stream,
        )[0]!;
        return stream.next() < 0.5 ? seen : { ...alike, example: seen.example };
      });
      const { low, high } = pairedDifference(macroF1, a, b);
      if (low > 0 || high < 0) off += 1;
    }
    // Both ways at once, so 7%.
    expect(off / 100).toBeLessThanOrEqual(0.07);
  });
});

/** Tango's statistic, the share of broken rows found by a search for the highest likelihood. */
function scoreStatistic(fixed: number, broken: number, n: number, difference: number): number {
  const logLikelihood = (share: number): number => {
    const weigh = (count: number, p: number): number => (count === 0 ? 0 : count * Math.log(Math.max(p, 1e-300)));
    return (
      weigh(fixed, share + difference) + weigh(broken, share) + weigh(n - fixed - broken, 1 - 2 * share - difference)
    );
  };
  let low = Math.max(0, -difference);
  let high = (1 - difference) / 2;
  for (let i = 0; i < 200; i++) {
    const left = low + (high - low) / 3;
    const right = high - (high - low) / 3;
    if (logLikelihood(left) < logLikelihood(right)) low = left;
    else high = right;
  }
  return (fixed - broken - n * difference) / Math.sqrt(n * (2 * low + difference * (1 - difference)));
}
