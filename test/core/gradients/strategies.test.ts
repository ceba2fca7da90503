/** What each strategy has edits written for, and what holds for all of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Gradient } from "../../../src/core/gradients/gradient.ts";
import { conflictStrategies, type ConflictStrategyName } from "../../../src/core/gradients/strategies.ts";

const TEXTS = [
  "It is too strict on links.",
  "It is too strict on links in mails.",
  "It is too lenient on links.",
  "It is unclear.",
] as const;
const [STRICT, STRICTER, LENIENT, UNCLEAR] = TEXTS;

function aims(name: ConflictStrategyName, texts: readonly string[]): (readonly string[])[] {
  const gradients = texts.map((text, i): Gradient => ({ id: String(i), text, cells: [] }));
  return conflictStrategies[name].aims(gradients).map((aim) => aim.texts);
}

describe("the strategies", () => {
  it("keep has an edit for each gradient", () => {
    expect(aims("keep", [STRICT, STRICT, LENIENT])).toEqual([[STRICT], [STRICT], [LENIENT]]);
  });

  it("merge has one for those that say the same", () => {
    expect(aims("merge", [STRICT, UNCLEAR, LENIENT, STRICT])).toEqual([[STRICT], [UNCLEAR], [LENIENT]]);
  });

  it("majority leaves out what more gradients contradict, and nothing when they are as many", () => {
    expect(aims("majority", [LENIENT, STRICT, UNCLEAR, STRICT])).toEqual([[STRICT], [UNCLEAR]]);
    expect(aims("majority", [LENIENT, STRICT, UNCLEAR])).toEqual([[LENIENT], [STRICT], [UNCLEAR]]);
  });

  it("specific begins with the most specific, without what contradicts a more specific one", () => {
    expect(aims("specific", [UNCLEAR, LENIENT, STRICTER])).toEqual([[STRICTER], [UNCLEAR]]);
    expect(aims("specific", [LENIENT, STRICT])).toEqual([[LENIENT], [STRICT]]);
  });

  it("average has one for all, saying each thing once", () => {
    expect(aims("average", [STRICT, LENIENT, STRICT])).toEqual([[STRICT, LENIENT]]);
    expect(aims("average", [])).toEqual([]);
  });
});

describe.each(Object.keys(conflictStrategies) as ConflictStrategyName[])("%s", (name) => {
  const label = fc.constantFrom("yes", "no");
  const gradients = fc
    .array(fc.record({ text: fc.constantFrom(...TEXTS), cells: fc.array(fc.tuple(label, label), { maxLength: 2 }) }))
    .map((list) => list.map((one, i): Gradient => ({ ...one, id: String(i) })));
  const { aims: aimsOf, across } = conflictStrategies[name];

  it("has never more aims than gradients, each gradient in one at most, and some whenever there is a gradient", () => {
    fc.assert(
      fc.property(gradients, (given) => {
        const found = aimsOf(given);
        const followed = found.flatMap((aim) => [...aim.gradients]);
        expect(new Set(followed).size).toBe(followed.length);
        expect(followed.every((gradient) => given.includes(gradient))).toBe(true);
        expect(found.every((aim) => aim.texts[0] === aim.gradients[0].text)).toBe(true);
        expect(found.length > 0).toBe(given.length > 0);
      }),
    );
  });

  it("gives the same for the same gradients, and looks at all groups only where it says so", () => {
    fc.assert(
      fc.property(gradients, gradients, (one, other) => {
        expect(aimsOf(one)).toEqual(aimsOf(one));
        if (name === "keep") expect(aimsOf([...one, ...other])).toEqual([...aimsOf(one), ...aimsOf(other)]);
        expect(across).toBe(["merge", "majority", "specific"].includes(name));
      }),
    );
  });
});
