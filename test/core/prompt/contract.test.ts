import { breachSentence } from "../../../src/report/breaches.ts";
import { describe, expect, it } from "vitest";
import { breachOfContract } from "../../../src/core/prompt/contract.ts";
import { parsePrompt } from "../../../src/core/prompt/prompt.ts";

const OPTIONS = { maxLength: 120, maxCopiedWords: 5 };
const whole = parsePrompt("Say positive or negative for {{text}}.");
const sectioned = parsePrompt("# Task\nSay positive or negative.\n# Input\n{{text}}");

function breach(section: string, initial = sectioned, shown: string[] = []): string | undefined {
  const prompt = initial.withParts({ task: section });
  const found = breachOfContract(prompt, initial, ["positive", "negative"], shown, OPTIONS);
  return found && breachSentence(found);
}

describe("the contract of a prompt", () => {
  it("admits a section that keeps it", () => {
    expect(breach("Answer Positive when in doubt, else negative.")).toBeUndefined();
    expect(breach("Is {{text}} positive or negative?", whole)).toBeUndefined();
    expect(breach("## Notes\nSay positive or negative.")).toBeUndefined();
  });

  it.each([
    ["  ", sectioned, "the section is empty"],
    ["Say positive or negative.\u001b[31m", sectioned, "it has control characters"],
    [`positive negative ${"x".repeat(120)}`, sectioned, "the section has 138 characters, more than 120"],
    ["Say positive or negative.", whole, "it loses the placeholder {{text}}"],
    ["Say positive or negative for {{Text}}.", whole, "it loses the placeholder {{text}}"],
    ["positive or negative {{text}} {{label}}", whole, "it adds the placeholder {{label}}"],
    ["positive or negative {{text}}", sectioned, undefined],
    ["Say positive or negative.\n# Input\nnone", sectioned, "it has a heading that changes the prompt's sections"],
    ["# Task\npositive or negative {{text}}", whole, "it has a heading that changes the prompt's sections"],
    ["Say positive or bad.", sectioned, 'it no longer names the label "negative"'],
    ["Say positively or nonnegative.", sectioned, 'it no longer names the label "positive", "negative"'],
  ])("%j", (section, initial, reason) => {
    expect(breach(section, initial)).toBe(reason);
  });

  it("rejects a section that copies a row it was written from, beyond the words allowed", () => {
    const row = "The battery died after two short days of use.";
    expect(breach("positive or negative: the battery died after two short", sectioned, [row])).toBe(
      'it copies a row: "the battery died after two short"',
    );
    expect(breach("positive or negative: battery died after two short", sectioned, [row])).toBeUndefined();
  });

  it("does not blame a section for words that the initial prompt already shares with a row", () => {
    expect(
      breach("Now say positive or negative for {{text}}.", whole, ["Say positive or negative for text"]),
    ).toBeUndefined();
  });

  it("asks for labels only where the initial section names them", () => {
    const free = parsePrompt("# Task\nJudge it.\n# Output\npositive or negative: {{text}}");
    expect(breach("Judge it well.", free)).toBeUndefined();
  });

  it("finds a label in any Unicode form and case, as answers are read", () => {
    const initial = parsePrompt("# Task\nagréable ou ❤️ ?\n# Input\n{{text}}".normalize("NFC"));
    const options = { maxLength: 200, maxCopiedWords: 8 };
    const keep = ["agréable".normalize("NFD"), "❤️"];
    const broken = (text: string): unknown =>
      breachOfContract(initial.withParts({ task: text }), initial, keep, [], options);
    expect(broken("Dis AGRÉABLE ou ❤.".normalize("NFC"))).toBeUndefined();
    expect(broken("Dis ❤.")).toEqual({ kind: "label", labels: [keep[0]] });
  });
});
