/** Scores of answers: reference values of other libraries, and what holds for all inputs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareMetrics } from "../../bench/lib/reference-metrics.ts";
import { shuffle, rng } from "../../src/core/rng.ts";
import { UsageError } from "../../src/core/errors.ts";
import {
  jsonScores,
  listScores,
  nearNumber,
  numberDifference,
  scoreFor,
  setScores,
  textScores,
  type AnswerScore,
  type ScoreTable,
} from "../../src/metrics/scores/index.ts";

describe("metrics", () => {
  const comparisons = compareMetrics();
  it.each([...Map.groupBy(comparisons, ({ metric }) => metric)])("%s is what other libraries say", (_, each) => {
    for (const { ours, theirs } of each) expect(ours).toBeCloseTo(theirs, 9);
  });
});

const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 30 }), fc.lorem({ maxCount: 8 }));
const LABELS = ["a", "b", "c", "d"];
const set = fc.subarray(LABELS);
const spec = (name: string): string => (name === "regex" ? "regex:{expected}" : name);

function all<T>(table: ScoreTable<T>): [string, AnswerScore<T>][] {
  return Object.keys(table).map((name) => [name, scoreFor(spec(name), table)]);
}
function holds<T>(table: ScoreTable<T>, values: fc.Arbitrary<T>, permuted?: (value: T) => T): void {
  it.each(all(table))(
    "%s stays between 0 and 1, takes the best right answer, and is never lower for it",
    (_, score) => {
      fc.assert(
        fc.property(values, values, values, (answer, one, other) => {
          const [first, second] = [score.score(answer, [one]), score.score(answer, [other])];
          const both = score.score(answer, [one, other]);
          expect([first, second, both].every((value) => value >= 0 && value <= 1 + 1e-12)).toBe(true);
          expect(score.score(answer, [other, one])).toBeCloseTo(both, 12);
          expect(score.score(answer, [one])).toBe(first);
        }),
        { numRuns: 150 },
      );
    },
  );
  if (permuted === undefined) return;
  it.each(all(table))("%s does not depend on the order of items", (_, score) => {
    fc.assert(
      fc.property(values, values, (answer, right) => {
        expect(score.score(permuted(answer), [right])).toBeCloseTo(score.score(answer, [right]), 9);
      }),
      { numRuns: 150 },
    );
  });
}

describe("scores of texts", () => {
  holds(textScores, text);

  it.each(["exact-match", "normalized-match", "contains", "token-f1", "rouge-1", "rouge-l", "chrf", "levenshtein"])(
    "%s is 1 for a right answer of some words",
    (name) => {
      const score = scoreFor(name, textScores);
      fc.assert(
        fc.property(fc.lorem({ maxCount: 9 }), (right) => {
          expect(score.score(right, [right])).toBeCloseTo(1, 12);
        }),
      );
    },
  );

  it.each(["token-f1", "rouge-1", "rouge-2", "rouge-l", "levenshtein"])("%s is symmetric", (name) => {
    const score = scoreFor(name, textScores);
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(score.score(a, [b])).toBeCloseTo(score.score(b, [a]), 12);
      }),
    );
  });

  it("rouge-l finds the common sequence of long texts, whatever the width of a machine word", () => {
    const score = scoreFor("rouge-l", textScores);
    const words = (count: number, from: string): string[] => Array.from({ length: count }, (_, i) => `${from}${i}`);
    for (const count of [29, 30, 31, 59, 60, 61, 400]) {
      const common = words(count, "w");
      const mixed = common.flatMap((word, i) => [word, `x${i}`]);
      // F1 of precision 1/2 and recall 1.
      expect(score.score(mixed.join(" "), [common.join(" ")])).toBeCloseTo(2 / 3, 12);
      expect(score.score(common.toReversed().join(" "), [common.join(" ")])).toBeCloseTo(1 / count, 12);
    }
  });

  it("regex puts the right answer into the pattern as it is", () => {
    const score = scoreFor("regex:^\\s*{expected}\\.?$", textScores);
    expect(score.score("a+b.", ["a+b"])).toBe(1);
    expect(score.score("aab.", ["a+b"])).toBe(0);
    for (const right of ["$'", "$&", "$`5", "$$", "[a-c]", "a/b", "\\d"])
      expect(score.score(`${right}.`, [right])).toBe(1);
  });

  it.each([
    ["regex:(", "( is no regular expression"],
    ["regex", "expected regex:PATTERN, got regex"],
    ["rouge-l:3", "rouge-l takes nothing behind a colon, got “3”"],
    ["rouge-3", "there is no metric “rouge-3” for this task; the nearest is “rouge-"],
  ])("refuses %s by its name", (name, message) => {
    expect(() => scoreFor(name, textScores)).toThrow(UsageError);
    expect(() => scoreFor(name, textScores)).toThrow(message);
  });
});

describe("scores of sets, lists and JSON", () => {
  const turned = <T>(items: readonly T[]): T[] => shuffle(items, rng("turned"));
  holds(setScores(LABELS), set as fc.Arbitrary<readonly string[]>, turned);
  holds(listScores, fc.array(text, { maxLength: 6 }) as fc.Arbitrary<readonly string[]>, turned);
  holds(jsonScores(Array.isArray), fc.jsonValue({ maxDepth: 3 }));

  it("json-fields is symmetric, and 1 for what is right", () => {
    const score = scoreFor(
      "json-fields",
      jsonScores(() => true),
    );
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        expect(score.score(a, [b])).toBeCloseTo(score.score(b, [a]), 9);
        expect(score.score(a, [a])).toBeCloseTo(1, 12);
      }),
    );
  });

  it("json-fields counts fields, lists by their overlap, and fields that are too many", () => {
    const score = scoreFor(
      "json-fields",
      jsonScores(() => true),
    );
    const right = { name: "Ada", age: 36, tags: ["x", "y"] };
    expect(score.score({ name: " ada ", age: 36, tags: ["y", "x"] }, [right])).toBe(1);
    expect(score.score({ name: "Ada", age: 37, tags: ["x"] }, [right])).toBeCloseTo((1 + 0 + 2 / 3) / 3, 12);
    expect(score.score({ ...right, more: 1 }, [right])).toBeCloseTo(3 / 4, 12);
  });
});

describe("scores of numbers", () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
  holds({ "number-difference": numberDifference, "within-tolerance": nearNumber({ relative: 0.1 }) }, number);

  it("number-difference is symmetric", () => {
    const score = scoreFor("number-difference", { "number-difference": numberDifference });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(score.score(a, [b])).toBeCloseTo(score.score(b, [a]), 12);
      }),
    );
  });
});
