import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentWords, similarity } from "../../../src/core/values/similarity.ts";

describe("contentWords", () => {
  it("keeps what a sentence is about", () => {
    expect([...contentWords("The prompt does not say what negations do to the Negation.")]).toEqual([
      "prompt",
      "say",
      "negation",
    ]);
  });

  it("reads words of any script", () => {
    expect(contentWords("Ещё раз: 日本語, عربي 42!").size).toBe(5);
  });
});

describe("similarity", () => {
  const words = fc.string().map(contentWords);

  it("is 1 for the same words, and 0 for no common one", () => {
    expect(similarity(contentWords("defects count"), contentWords("Defects. Count!"))).toBe(1);
    expect(similarity(contentWords("defects count"), contentWords("praise helps"))).toBe(0);
    expect(similarity(contentWords(""), contentWords("the"))).toBe(0);
  });

  it("is symmetric and between 0 and 1", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const value = similarity(a, b);
        expect(value).toBe(similarity(b, a));
        expect(value >= 0 && value <= 1).toBe(true);
      }),
    );
  });
});
