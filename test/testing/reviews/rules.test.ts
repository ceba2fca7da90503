/** Rules: each is found in its own words, and in nobody else's. */
import { describe, expect, it } from "vitest";
import { readingOf, REVIEWS } from "../../../src/testing/reviews/rules.ts";
import { rulesIn, sentencesOf } from "../../../src/testing/rules/rule.ts";
import { plainReading } from "../../../src/testing/reviews/reading.ts";
import { TASK_WORDINGS, VAGUE_GRADIENTS, VAGUE_WORDINGS } from "../../../src/testing/reviews/wordings.ts";
import { P0 } from "./example.ts";

const named = (text: string): string[] => rulesIn(REVIEWS, text).map(({ name }) => name);

describe("rules", () => {
  it.each([...REVIEWS.helpful, ...REVIEWS.harmful].map((rule) => [rule.name, rule] as const))(
    "%s is found in each of its wordings and gradients, alone",
    (name, { wordings, gradients }) => {
      for (const text of [...wordings, ...gradients]) {
        expect(named(text), text).toEqual([name]);
        if (wordings.includes(text)) expect(sentencesOf(text)).toEqual([text]);
      }
    },
  );

  it("are not found in the example's prompt, in the statement of the task, or in empty words", () => {
    for (const text of [P0.text, ...TASK_WORDINGS, ...VAGUE_WORDINGS, ...VAGUE_GRADIENTS])
      expect(named(text), text).toEqual([]);
    expect(readingOf(P0.text)).toEqual(plainReading());
  });

  it.each([
    ["Watch out for negation such as 'not good'.", "negation"],
    ["If the product broke, label it negative.", "defects"],
    ["Someone who tells others to avoid the film dislikes it.", "warnings"],
    ["Pay attention to emotional language.", "feelings"],
    ["Reviews that mention a missing feature are negative.", "lack"],
    ['If the sentiment is unclear, choose "negative".', "unsure-negative"],
    ["For mixed reviews, lean negative.", "unsure-negative"],
    ["If you are unsure, the answer is positive.", "lenient"],
    ["Unless any negative word appears, say positive.", "strict"],
  ])("are found in words of one's own: %s", (text, name) => {
    expect(named(text)).toEqual([name]);
  });

  it.each([
    "Say positive or negative.",
    "If it is unclear whether the text is positive or negative, think again.",
    "Ignore negations.",
    "Answer with the label only, positive or negative, and nothing else.",
  ])("are not found where nobody said them: %s", (text) => {
    expect(named(text)).toEqual([]);
  });

  it("that contradict each other hold in the order they are said", () => {
    expect(readingOf("When in doubt, answer positive. When in doubt, answer negative.").unsure).toBe("negative");
    expect(readingOf("When in doubt, answer negative. When in doubt, answer positive.").unsure).toBe("positive");
  });
});
