/** What the example's figures rest on: how well the simulated reader does under which rules. */
import { describe, expect, it } from "vitest";
import { parsePrompt } from "../../../src/core/prompt/prompt.ts";
import { HARMFUL_RULES } from "../../../src/testing/reviews/harmful-rules.ts";
import { HELPFUL_RULES } from "../../../src/testing/reviews/helpful-rules.ts";
import { simulatedReviews } from "../../../src/testing/index.ts";
import { TASK_WORDINGS, VAGUE_WORDINGS } from "../../../src/testing/reviews/wordings.ts";
import { accuracy, answersTo, P0, ROWS } from "./example.ts";

const model = simulatedReviews();
const withRules = (names: readonly string[], version = 0): string =>
  [
    P0.parts[0]!.text,
    ...[...HELPFUL_RULES, ...HARMFUL_RULES]
      .filter(({ name }) => names.includes(name))
      .map(({ wordings }) => wordings[version % wordings.length]!),
  ].join(" ");
const allHelpful = HELPFUL_RULES.map(({ name }) => name);
const initial = await accuracy(model, P0.parts[0]!.text);
const best = await accuracy(model, withRules(allHelpful));

describe("the simulated reader on all sentences", () => {
  it("is weak under the example's prompt", () => {
    expect(ROWS.length).toBe(1986);
    expect(initial).toBeGreaterThan(0.62);
    expect(initial).toBeLessThan(0.68);
  });

  it("is good under all helpful rules, however they are worded", async () => {
    expect(best).toBeGreaterThan(0.82);
    for (const version of [1, 2]) expect(await accuracy(model, withRules(allHelpful, version))).toBe(best);
  });

  it.each([
    ["lack", 0.06],
    ["quality", 0.03],
    ["defects", 0.03],
    ["warnings", 0.02],
    ["unsure-negative", 0.02],
    ["feelings", 0.005],
    ["negation", 0.003],
  ])("gains by %s alone", async (name, gain) => {
    expect(await accuracy(model, withRules([name]))).toBeGreaterThan(initial + gain);
  });

  it.each([
    ["negation", 0.02],
    ["quality", 0.04],
    ["praise", 0.03],
    ["feelings", 0.01],
  ])("misses %s beside all others", async (name, loss) => {
    expect(await accuracy(model, withRules(allHelpful.filter((other) => other !== name)))).toBeLessThan(best - loss);
  });

  it.each(HARMFUL_RULES.map(({ name }) => name))("loses by %s beside the helpful rules", async (name) => {
    expect(await accuracy(model, withRules([...allHelpful, name]))).toBeLessThan(best - 0.01);
  });

  it("does not care how the task is stated, nor for empty words", async () => {
    const rows = ROWS.slice(0, 200);
    const answers = await answersTo(model, P0, rows);
    for (const text of [...TASK_WORDINGS, `${P0.parts[0]!.text} ${VAGUE_WORDINGS.join(" ")}`])
      expect(await answersTo(model, P0.withParts({ task: text }), rows)).toEqual(answers);
    expect(await answersTo(model, parsePrompt(`${P0.parts[0]!.text}\n\nReview: {{text}}`), rows)).toEqual(answers);
  });
});
