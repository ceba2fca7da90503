/** The languages of the simulated models: each rule is found in its own words, and in nobody else's. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ANSWERS } from "../../../src/testing/answers/language.ts";
import { EXTRACTION } from "../../../src/testing/extraction/language.ts";
import { REVIEWS } from "../../../src/testing/reviews/rules.ts";
import { type Language, rulesIn, sentencesOf } from "../../../src/testing/rules/rule.ts";
import { TICKETS } from "../../../src/testing/tickets/language.ts";

const LANGUAGES: readonly (readonly [string, Language])[] = [
  ["reviews", REVIEWS as unknown as Language],
  ["tickets", TICKETS as unknown as Language],
  ["extraction", EXTRACTION as unknown as Language],
  ["answers", ANSWERS as unknown as Language],
];

describe.each(LANGUAGES)("%s", (folder, language) => {
  const { helpful, harmful, taskWordings, statesTask, vagueWordings, vagueGradients } = language;
  const named = (text: string): string[] => rulesIn(language, text).map(({ name }) => name);

  it.each([...helpful, ...harmful].map((rule) => [rule.name, rule] as const))(
    "finds %s in each of its wordings and gradients, alone",
    (name, { wordings, gradients }) => {
      for (const text of [...wordings, ...gradients]) expect(named(text), text).toEqual([name]);
      // Behind another sentence too, or an edit would lose it.
      for (const text of wordings) expect(sentencesOf(`Read it. ${text}`)).toEqual(["Read it.", text]);
    },
  );

  it("finds none in the first prompt, in the task itself, and in empty words", () => {
    const prompt = readFileSync(new URL(`../../../examples/${folder}/prompt.md`, import.meta.url), "utf8");
    for (const text of [prompt, ...taskWordings, ...vagueWordings, ...vagueGradients])
      expect(named(text), text).toEqual([]);
  });

  it("knows the task from what says nothing", () => {
    for (const text of taskWordings) expect(statesTask(text), text).toBe(true);
    for (const text of vagueWordings) expect(statesTask(text), text).toBe(false);
  });

  it("has another name for each rule", () => {
    const names = [...helpful, ...harmful].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
