/** A section is taken into pieces and put together again; what is not a piece stays where it was. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inputFirst, piecesOf, sectionOf, withRule } from "../../../../src/core/methods/piecewise/pieces.ts";

const LABELS = ["spam", "ham"];

describe("the pieces of a section", () => {
  it("are the command, the rules of labels, and the lines that show the input", () => {
    const pieces = piecesOf(
      "Is it spam or ham?\n- spam: It sells.\n- eggs: no label\n\nText: {{text}}\nLabel:",
      LABELS,
    );
    expect(pieces).toEqual({
      command: "Is it spam or ham?\n- eggs: no label",
      rules: new Map([["spam", "It sells."]]),
      input: "Text: {{text}}\nLabel:",
    });
    expect(sectionOf(withRule(pieces, "ham", "It chats."), ["text"])).toBe(
      "Is it spam or ham?\n- eggs: no label\n\n- spam: It sells.\n- ham: It chats.\n\nText: {{text}}\nLabel:",
    );
    expect(inputFirst(pieces, ["text"])).toBe(
      "Text: {{text}}\nLabel:\n\nIs it spam or ham?\n- eggs: no label\n\n- spam: It sells.",
    );
  });

  it("leave a placeholder within the first line to the command, and show it again when another command lacks it", () => {
    const pieces = piecesOf("Is {{text}} spam or ham?", LABELS);
    expect(pieces).toMatchObject({ command: "Is {{text}} spam or ham?", input: "" });
    expect(sectionOf({ ...pieces, command: "Spam or ham?" }, ["text"])).toBe("Spam or ham?\n\ntext: {{text}}");
    expect(inputFirst(pieces, ["text"])).toBeUndefined();
  });

  it("are found again in every section that was put together of them", () => {
    const line = fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.replace(/[^a-z ]/gi, "x").trim() || "x");
    const some = fc.record(
      {
        command: line,
        rules: fc
          .uniqueArray(fc.constantFrom(...LABELS))
          .chain((labels) =>
            fc
              .tuple(...labels.map((label) => line.map((text) => [label, text] as const)))
              .map((pairs) => new Map(pairs)),
          ),
        input: fc.constantFrom("", "Text: {{text}}", "{{text}}\nLabel:"),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(some, (pieces) => {
        expect(piecesOf(sectionOf(pieces, []), LABELS)).toEqual(pieces);
      }),
    );
  });
});
