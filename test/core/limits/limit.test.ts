import { describe, expect, it } from "vitest";
import { amountLimit, metricLimit, promptLimit } from "../../../src/core/limits/kinds.ts";
import { allMet, measuredLimits, shortfalls } from "../../../src/core/limits/limit.ts";
import { behindLimits, clearShortfall } from "../../../src/core/limits/order.ts";
import { promptCharacters, promptTokens, tokensIn } from "../../../src/core/limits/size.ts";
import { parsePrompt } from "../../../src/core/prompt/prompt.ts";
import type { Observation } from "../../../src/core/task.ts";
import { recall } from "../../../src/metrics/precision-recall.ts";

const prompt = parsePrompt("# Task\nSay spam or ham.\n\n# Input\n{{text}}");

/** Rows of spam, of which some are found, and rows of ham that are all taken for ham. */
function spam(found: number, there: number, ham = 0): Observation[] {
  return Array.from({ length: there + ham }, (_, i) => {
    const expected = i < there ? "spam" : "ham";
    const predicted = i < found ? "spam" : "ham";
    const correct = expected === predicted;
    const example = { id: String(i), fields: {}, expected };
    return { example, answer: predicted, predicted, correct, score: correct ? 1 : 0, invalid: false };
  });
}

const floor = metricLimit({ text: "recall:spam >= 0.95", sense: ">=", bound: 0.95 }, recall("spam"));
const cap = promptLimit({ text: "promptTokens <= 10", sense: "<=", bound: 10 }, promptTokens);

describe("limits", () => {
  it("measure a recall on the rows of its label alone, and keep to the bound itself", () => {
    const [met] = measuredLimits([floor], spam(19, 20, 80), prompt);
    expect(met).toMatchObject({ limit: "recall:spam >= 0.95", value: 0.95, n: 20, met: true });
    const [missed] = measuredLimits([floor], spam(18, 20, 80), prompt);
    expect(missed).toMatchObject({ value: 0.9, n: 20, met: false });
    expect(missed!.low).toBeLessThan(0.9);
    expect(missed!.high).toBeGreaterThan(0.95);
  });

  it("are missed where no row says anything about them, and all the more by what is further away", () => {
    const unknown = measuredLimits([floor], spam(0, 0, 30), prompt);
    expect(unknown).toMatchObject([{ n: 0, met: false }]);
    const near = measuredLimits([floor, cap], spam(9, 10), prompt);
    const far = measuredLimits([floor, cap], spam(5, 10), prompt);
    expect(allMet(near)).toBe(false);
    expect(shortfalls([floor, cap], near)).toBeLessThan(shortfalls([floor, cap], far));
    // 0.05 of 0.95, and 10 of 10 tokens are kept.
    expect(shortfalls([floor], near)).toBeCloseTo(0.05 / 0.95);
  });

  it("count a prompt without its row: four bytes are a token", () => {
    // "# Task\nSay spam or ham.\n\n# Input\n" is 33 characters.
    expect(promptCharacters(prompt)).toBe(33);
    expect(promptTokens(prompt)).toBe(9);
    expect(tokensIn("héé")).toBe(2);
    expect(tokensIn("漢字")).toBe(2);
    expect(tokensIn("")).toBe(0);
    expect(measuredLimits([cap], [], prompt)).toEqual([
      { limit: "promptTokens <= 10", value: 9, low: 9, high: 9, n: 0, met: true },
    ]);
  });

  it("take the mean of an amount over the rows that have it", () => {
    const limit = amountLimit({ text: "answerTokens <= 60", sense: "<=", bound: 60 }, ({ tokens }) => tokens?.output);
    const rows = spam(4, 4).map((row, i) => ({ ...row, tokens: { input: 1, output: 50 + 10 * i } }));
    expect(measuredLimits([limit], rows, prompt)).toMatchObject([{ value: 65, n: 4, met: false }]);
    expect(measuredLimits([limit], spam(4, 4), prompt)).toMatchObject([{ n: 0, met: false }]);
  });
});

describe("limits in a round", () => {
  it("count a miss that the interval leaves open for none", () => {
    expect(clearShortfall([floor], { prompt, seen: spam(1, 2, 14) })).toBe(0);
    expect(clearShortfall([floor], { prompt, seen: spam(0, 0, 16) })).toBe(0);
    expect(clearShortfall([floor], { prompt, seen: [] })).toBe(0);
    expect(clearShortfall([floor], { prompt, seen: spam(10, 20, 80) })).toBeCloseTo(0.45 / 0.95);
  });

  it("put what clearly misses last, the nearer one first, and leave all others in their order", () => {
    const arms = [spam(4, 20), spam(20, 20), spam(10, 20), spam(1, 2)];
    const order = behindLimits([floor], [0, 1, 2, 3], (arm) => ({ prompt, seen: arms[arm]! }));
    expect(order).toEqual([1, 3, 2, 0]);
    const same = [0, 1];
    expect(behindLimits([], same, () => ({ prompt, seen: [] }))).toBe(same);
  });
});
