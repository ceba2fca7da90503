import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { relevanceTo } from "../../../src/core/gradients/relevance.ts";
import type { Observation } from "../../../src/core/task.ts";

const row = (text: string, expected: string, answer: string): Observation => ({
  example: { id: text, fields: { text, note: "hidden" }, expected },
  answer,
  score: expected === answer ? 1 : 0,
  correct: expected === answer,
  invalid: false,
});
const OWN = [row("I'd never buy it again", "negative", "positive"), row("Never a good day", "negative", "positive")];
const OTHERS = [
  row("A good day", "positive", "positive"),
  row("Bad shoes", "negative", "negative"),
  row("Shoes as I like them", "positive", "positive"),
];
const relevance = relevanceTo(OWN, OTHERS, ["text"]);

describe("relevance", () => {
  it("is high for what names words of its rows, or their right and given answers", () => {
    expect(relevance("It does not say what never does.")).toBe(1);
    expect(relevance("It says positive where negative is right.")).toBe(1);
  });

  it("is 0 for what could be said of any rows, and below for what speaks of others", () => {
    expect(relevance("The prompt is not clear enough.")).toBe(0);
    expect(relevance("")).toBe(0);
    expect(relevance("Say what hidden notes mean.")).toBe(0);
    expect(relevance("It overlooks shoes.")).toBeCloseTo(-2 / 3);
  });

  it("is not known without other rows to tell its own from", () => {
    expect(relevanceTo(OWN, [], ["text"])("never")).toBeUndefined();
    expect(relevanceTo([], OTHERS, ["text"])("never")).toBeUndefined();
  });

  it("lies between -1 and 1, and turns its sign when the rows change sides", () => {
    const turned = relevanceTo(OTHERS, OWN, ["text"]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom("never", "good", "day", "shoes", "positive", "negative", "x")), (words) => {
        const value = relevance(words.join(" "))!;
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(turned(words.join(" "))).toBeCloseTo(-value);
      }),
    );
  });
});
