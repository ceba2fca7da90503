import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { announced, announces, withoutFarewell } from "../../../../src/core/asking/reading/announced.ts";
import { LAYERS_OFF, unwrap } from "../../../../src/core/asking/reading/unwrap.ts";
import { parsePrompt } from "../../../../src/core/prompt/prompt.ts";

const PARENT = parsePrompt(
  "# Task\nIs this positive or negative?\n\n# Output format\nOne word.\n\n# Input\nText: {{text}}\nLabel:\n",
);
const S = "Judge whether the text is positive or negative. Weigh every adjective.";
const WHOLE = PARENT.withParts({ task: S }).text;

describe("unwrap", () => {
  it.each(LAYERS_OFF.map(({ wrapping, example }) => [wrapping, example] as const))(
    "takes off: %s",
    (wrapping, example) => {
      const parent = parsePrompt("# Task\nOld.\n\n# Input\n{{text}}\n");
      const left = example.includes("\\n") ? `${S}\n${S}` : S;
      expect(
        unwrap(example.replaceAll("S", S).replace(/(?<=\n)Let.*$/, "Let me know if you want more."), parent),
      ).toEqual({
        section: left,
        unwrapped: [wrapping],
      });
    },
  );

  it.each([
    [`Here is the improved prompt:\n\n${S}`, ["announcement"]],
    [`Sure! Here's the revised section:\n\n"${S}"`, ["announcement", "quotes"]],
    [`**Improved prompt:** ${S}`, ["announcement"]],
    [`Voici la version améliorée :\n\n${S}`, ["announcement"]],
    [`Hier ist die verbesserte Anweisung:\n${S}`, ["announcement"]],
    [`以下是改进后的提示词：\n\n${S}`, ["announcement"]],
    ["```plaintext\n" + S + "\n```", ["fence"]],
    ["~~~\n" + S + "\n~~~", ["fence"]],
    [`Here is the new prompt:\n\n\`\`\`\n${S}\n\`\`\`\n\nThis version clarifies what praise is.`, ["fence"]],
    [`# Task\n${S}`, ["heading"]],
    [`## task ##\n\n${S}`, ["heading"]],
    [`**Task:**\n${S}`, ["heading"]],
    [`Task\n----\n${S}`, ["heading"]],
    [WHOLE, ["frame"]],
    [WHOLE.replaceAll("\n\n", "\n").replace("{{text}}", "{{ text }}"), ["frame"]],
    [WHOLE.replace("# Task\n", ""), ["frame"]],
    ["```markdown\n" + WHOLE + "```", ["fence", "frame"]],
    [`Here is the updated prompt:\n${WHOLE}`, ["announcement", "frame"]],
    [`> ${S.replace(". ", ".\n> ")}`, ["quote marks"]],
  ])("reads the section in %j", (text, unwrapped) => {
    const read = unwrap(text, PARENT);
    expect(read.section.replace(".\n", ". ")).toBe(S);
    expect(read.unwrapped).toEqual(unwrapped);
  });

  it.each([
    S,
    "Is it positive or negative?\n\n1. Read it.\n2. Decide.",
    '"positive" or "negative": which of them fits?',
    "Here is a review. Decide: positive or negative.",
    "Here is the text: {{text}}\nIs it positive or negative?",
    "Answer like this:\n```\npositive\n```\nor negative.",
    "Let me know whether it is positive or negative.",
    "This is positive or negative: which?",
    "Text: decide whether it is positive or negative.",
    "Instructions:\n- positive\n- negative",
    "# Output format\nOne letter.",
    "> positive\nnegative",
  ])("leaves %j as it is", (text) => {
    expect(unwrap(text, PARENT)).toEqual({ section: text.trim(), unwrapped: [] });
  });

  it.each([
    "Here is the improved prompt:",
    "Sure!",
    "Certainly! Here is the revised section:",
    "Improved prompt:",
    "Here you go:",
  ])("leaves nothing of %j, which is no section", (text) => {
    expect(unwrap(text, PARENT).section).toBe("");
  });

  it("leaves a whole prompt whose frame was changed, for the contract to reject", () => {
    const changed = WHOLE.replace("One word.", "One letter.");
    expect(unwrap(changed, PARENT)).toEqual({
      section: changed.replace("# Task\n", "").trim(),
      unwrapped: ["heading"],
    });
  });

  it("keeps what the section itself began or ended with", () => {
    const quoted = parsePrompt('# Task\n"Positive or negative?"\n\n# Input\n{{text}}');
    expect(unwrap('"Is it positive or negative?"', quoted)).toEqual({
      section: '"Is it positive or negative?"',
      unwrapped: [],
    });
    expect(unwrap("# Task\nPositive?", parsePrompt("Positive or negative? {{text}}")).unwrapped).toEqual([]);
  });

  it("takes off any layers in any order, and never a word of the section", () => {
    const line = fc
      .array(fc.constantFrom("judge", "positive", "negative", "words", "every", "(mild)", "50%", "e.g.", "{{text}}"), {
        minLength: 3,
        maxLength: 12,
      })
      .map((words) => `Decide ${words.join(" ")}.`);
    const sections = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n"));
    const layers: readonly ((text: string) => string)[] = [
      (text) => `Here is the improved prompt:\n\n${text}`,
      (text) => `Certainly! Here's the new version:\n${text}`,
      (text) => `\`\`\`\n${text}\n\`\`\``,
      (text) => `\`\`\`markdown\n${text}\n\`\`\``,
      (text) => `${text}\n\nLet me know if you would like changes.`,
      (text) => `"""\n${text}\n"""`,
      (text) => `“${text}”`,
    ];
    const framed: readonly ((text: string) => string)[] = [
      (text) => text,
      (text) => `# Task\n${text}`,
      (text) => `## Task\n\n${text}`,
      (text) => PARENT.withParts({ task: text }).text,
      (text) => PARENT.withParts({ task: text }).text.replace("# Task\n", ""),
    ];
    fc.assert(
      fc.property(
        sections,
        fc.nat(framed.length - 1),
        fc.uniqueArray(fc.nat(layers.length - 1), { maxLength: 3, selector: (i) => [0, 0, 1, 1, 2, 3, 4][i] }),
        (section, frame, picks) => {
          const text = picks.reduce((inner, pick) => layers[pick]!(inner), framed[frame]!(section));
          expect(unwrap(text, PARENT).section).toBe(section);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("announcements", () => {
  it.each([
    "It leaves open what praise is.",
    "Positive:",
    "The text:",
    "Here the model fails:",
    "OK reviews are positive",
  ])("do not include %j", (line) => {
    expect(announces(line)).toBe(false);
    expect(announced(`${line}\nmore`)).toBe(undefined);
  });

  it("are not confused with paragraphs of a section", () => {
    expect(withoutFarewell("Decide.\n\nThis section is about tone.")).toBe(undefined);
    expect(withoutFarewell("Decide.\n\nChanges made: shorter.")).toBe("Decide.");
  });
});
