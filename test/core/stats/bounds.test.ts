/** An interval of scores stays between 0 and 1, and one of differences between -1 and 1, whatever was seen. */
import { assert, describe, it } from "vitest";
import fc from "fast-check";
import { rng } from "../../../src/core/rng.ts";
import { discordant, pairedDifference } from "../../../src/core/stats/paired.ts";
import { clopperPearson } from "../../../src/core/stats/clopper-pearson.ts";
import { estimate } from "../../../src/core/stats/estimate.ts";
import { DIFFERENCES, SCORES, within, type Interval } from "../../../src/core/stats/interval.ts";
import { meanInterval, meanOfMeans } from "../../../src/core/stats/mean-interval.ts";
import { differenceSequence, meanSequence, proportionSequence } from "../../../src/core/stats/sequence.ts";
import { tango } from "../../../src/core/stats/tango.ts";
import { wilson } from "../../../src/core/stats/wilson.ts";
import type { Metric, Observation } from "../../../src/core/task.ts";
import { f2, macroF1, mean, row } from "./rows.ts";

const level = fc.constantFrom(0.8, 0.95, 0.99, 0.9999);
/** Ends of the scale are what intervals overrun, so they come often. */
const score = fc.oneof(fc.constantFrom(0, 1, 0.5, 1e-12, 1 - 1e-12), fc.double({ min: 0, max: 1, noNaN: true }));
const shares = fc.integer({ min: 0, max: 300 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const changes = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
  .map(([fixed, broken, others]) => [fixed, broken, fixed + broken + others] as const);
const labels = fc.constantFrom("a", "b", "c");
const pairs = fc.array(fc.tuple(score, score, labels, labels, labels), { maxLength: 25 });
const metric = fc.constantFrom<Metric>(mean, macroF1, f2);

function observed(seen: readonly (readonly [number, string, string])[]): Observation[] {
  return seen.map(([value, expected, predicted], i) => row(i, value, { expected, predicted }));
}

function assertIn({ low, high }: Interval, bounds: Interval): void {
  assert(low <= high, `${low} <= ${high}`);
  assert(low >= bounds.low && high <= bounds.high, `[${low}, ${high}] in [${bounds.low}, ${bounds.high}]`);
}

describe("between 0 and 1", () => {
  it("lie the intervals of shares", () =>
    fc.assert(
      fc.property(shares, level, ([successes, n], at) => {
        for (const interval of [wilson, clopperPearson, proportionSequence])
          assertIn(interval(successes, n, at), SCORES);
      }),
    ));

  it("lies the interval of any metric of any rows", () =>
    fc.assert(
      fc.property(metric, pairs, (of, seen) => {
        assertIn(
          estimate(of, observed(seen.map(([value, , expected, predicted]) => [value, expected, predicted]))),
          SCORES,
        );
      }),
      { numRuns: 60 },
    ));

  it("lies the interval of a mean over seeds, of one seed too, and of a mean of such means", () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(score, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        level,
        (all, at) => {
          const means = all.map((values) => meanInterval(values, at, SCORES));
          for (const one of [...means, meanOfMeans(means, SCORES)]) assertIn(one, SCORES);
        },
      ),
    ));

  it("lies the interval of scores at any stopping time", () =>
    fc.assert(
      fc.property(fc.array(score, { maxLength: 60 }), level, (values, at) =>
        assertIn(meanSequence(values, 0, 1, at), SCORES),
      ),
    ));
});

describe("between -1 and 1", () => {
  it("lie the intervals of rows fixed and broken", () =>
    fc.assert(
      fc.property(changes, level, ([fixed, broken, n], at) => {
        assertIn(tango(fixed, broken, n, at), DIFFERENCES);
        if (n > 0) assertIn(discordant(fixed, broken, n, at), DIFFERENCES);
      }),
    ));

  it("lies the paired difference of any metric", () =>
    fc.assert(
      fc.property(metric, pairs, fc.boolean(), level, (of, seen, whole, at) => {
        const to = (value: number): number => (whole ? Math.round(value) : value);
        const a = observed(seen.map(([before, , expected, predicted]) => [to(before), expected, predicted]));
        const b = observed(seen.map(([, after, expected, , predicted]) => [to(after), expected, predicted]));
        assertIn(pairedDifference(of, a, b, at, 200), DIFFERENCES);
      }),
      { numRuns: 60 },
    ));

  it("lies the difference at any stopping time", () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { maxLength: 60 }), fc.boolean(), level, (seen, whole, at) => {
        const differences = seen.map(([before, after]) =>
          whole ? Math.round(after) - Math.round(before) : after - before,
        );
        assertIn(differenceSequence(differences, at), DIFFERENCES);
      }),
    ));
});

it("an interval that is cut loses no value that keeps to the bounds", () =>
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      score,
      (low, width, value) => {
        const whole = { low, high: low + width };
        const cut = within(whole, SCORES);
        const holds = (interval: Interval): boolean => interval.low <= value && value <= interval.high;
        assert(!holds(whole) || holds(cut));
      },
    ),
  ));

it("means over seeds near the end of the scale are where an interval would overrun it", () => {
  const values = Array.from({ length: 5 }, (_, i) => 0.9 + 0.1 * rng(i).next());
  const { low, high } = meanInterval([...values, 1, 0.6]);
  assert(high > 1 && low < 1);
  assertIn(meanInterval([...values, 1, 0.6], 0.95, SCORES), SCORES);
});
