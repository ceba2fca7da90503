/** Which gradients contradict each other, which say the same, and which is the more specific, by their words and their errors. */
import { describe, expect, it } from "vitest";
import { areAlike, conflictsAmong, specificity } from "../../../src/core/gradients/conflicts.ts";
import { claimsOf } from "../../../src/core/gradients/claims.ts";
import type { Gradient } from "../../../src/core/gradients/gradient.ts";

type Cell = Gradient["cells"][number];
const MISSED: Cell = ["spam", "ham"];
const ALARMED: Cell = ["ham", "spam"];

function gradient(text: string, ...cells: Gradient["cells"]): Gradient {
  return { id: text, text, cells };
}

function contradict(a: string, b: string, of: Cell = MISSED, and: Cell = MISSED): boolean {
  return conflictsAmong([gradient(a, of), gradient(b, and)]).length === 1;
}

describe("conflictsAmong", () => {
  it.each([
    ["The prompt does not say that sarcasm counts as negative.", "The prompt should not treat sarcasm as negative."],
    ["The prompt is too strict about mild insults.", "It treats jokes and mild insults too leniently."],
    ["It asks for too much detail in the summary.", "It asks for too little detail in the summary."],
    [
      "The prompt does not say that “just” softens a claim.",
      "The prompt does not say that “just” never softens a claim.",
    ],
    ["Newsletters are included.", "Newsletters should be excluded."],
    [
      "The prompt is vague. It does not explain that links are a sign of spam.",
      "It wrongly takes links for a sign of spam.",
    ],
    [
      'The prompt does not say that "invoice" turns the meaning.',
      'The prompt does not say that "invoice" turns the meaning beside "refund" alone.',
    ],
  ])("finds: %s | %s", (a, b) => {
    expect(contradict(a, b)).toBe(true);
    expect(contradict(b, a)).toBe(true);
  });

  it.each([
    [
      "The prompt does not say that sarcasm counts as negative.",
      "The prompt fails to mention that sarcasm is negative.",
    ],
    ["The prompt is too strict about mild insults.", "The prompt is too lenient with links."],
    ["The prompt does not explain “just”.", "The prompt does not say that “never” is a strong word."],
    ["Words of degree are not mentioned.", "The prompt does not say what words of degree weigh."],
    ["The prompt is not clear enough.", "The instructions do not explain the task in enough detail."],
    ["It is too long.", "It leaves the labels open."],
    ["", "The prompt is unclear."],
  ])("does not find: %s | %s", (a, b) => {
    expect(contradict(a, b)).toBe(false);
  });

  it("takes other labels of the same thing for a contradiction, and labels alone for no common matter", () => {
    const invoice = "“invoice” goes with “spam”.";
    expect(contradict(invoice, "“invoice” goes with “ham”.")).toBe(true);
    expect(contradict(invoice, "“invoice” goes with “spam”.")).toBe(false);
    expect(contradict(invoice, "“refund” goes with “spam”.")).toBe(false);
  });

  it("takes what was read from the mirrored errors for a contradiction, unless it says the same", () => {
    const [a, b] = ["It does not define what a promotion is.", "Promotions of friends are missing."];
    expect(contradict(a, b, MISSED, ALARMED)).toBe(true);
    expect(contradict(a, b, MISSED, MISSED)).toBe(false);
    expect(contradict(a, a, MISSED, ALARMED)).toBe(false);
    const mixed = conflictsAmong([gradient(a, MISSED, ALARMED), gradient(b, ALARMED)]);
    expect(mixed).toEqual([]);
  });

  it("gives every pair once, in the order given", () => {
    const [a, b, c] = ["It is too strict on links.", "It is too lenient on links.", "It is lax on links."].map((text) =>
      gradient(text),
    ) as [Gradient, Gradient, Gradient];
    expect(conflictsAmong([a, b, c])).toEqual([
      [a, b],
      [a, c],
    ]);
  });
});

describe("areAlike", () => {
  const alike = (a: string, b: string): boolean => areAlike(gradient(a), gradient(b));

  it("holds for the same in other words, of the same quoted things", () => {
    expect(alike("It is vague.", "It is vague.")).toBe(true);
    expect(alike("The prompt does not say that sarcasm is negative.", "It fails to explain sarcasm as negative.")).toBe(
      true,
    );
    expect(alike("It does not say that “a” turns the meaning.", "It does not say that “b” turns the meaning.")).toBe(
      false,
    );
    expect(alike("It misses links.", "The tone is left open.")).toBe(false);
  });
});

describe("specificity", () => {
  it("grows with what a claim names, not with how many claims there are", () => {
    const of = (text: string): number => specificity(gradient(text));
    expect(of("It misses links beside prices.")).toBeGreaterThan(of("It misses links."));
    expect(of("It misses links. It misses links.")).toBe(of("It misses links."));
    expect(of("")).toBe(0);
  });
});

describe("claimsOf", () => {
  it("reads no more of a gradient that goes on than its beginning", () => {
    expect(claimsOf("It is long. ".repeat(5000))).toHaveLength(20);
    expect(claimsOf("“".repeat(50_000))).toHaveLength(1);
  });

  it("reads sentences in any script without fault", () => {
    expect(claimsOf("指示が曖昧です。 “皮肉” は否定的です。")).toHaveLength(1);
    expect(claimsOf("Один. «Два»!")[1]?.quoted).toEqual(new Set(["два"]));
  });
});
