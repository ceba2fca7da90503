/** How answers are held, in words. */
import { expect, it } from "vitest";
import { holdingOf, type AnswerForm, formatOf } from "../../src/core/answer-form.ts";
import { holdingLines } from "../../src/report/holding.ts";

const LABELS = ["yes", "no"];
const words = { holds: { choice: true, json: true } };
const object = { holds: { choice: true, json: true, choiceAs: "object" } } as const;
const nothing = { holds: { choice: false, json: false } };

it.each([
  ["label", words, "Answers are held to the labels, as bare words (answer: label)."],
  ["label", object, 'Answers are held to the labels, by a JSON schema with the one field "answer" (answer: label).'],
  [
    "label",
    nothing,
    "The model cannot be held to labels, so nothing holds the answers: the label is read out of the free reply.",
  ],
  ["json", words, 'Answers are held to the labels, by a JSON schema with the one field "answer" (answer: json).'],
  ["text", object, "Nothing holds the answers: the label is read out of the free reply (answer: text)."],
] as const)("%s with %o", (form: AnswerForm, model, said) => {
  const holding = holdingOf(formatOf(form, LABELS), model);
  const [held, production] = holdingLines(holding, true);
  expect(held).toBe(said);
  // What production has to send is what was sent.
  expect(production).toMatch(
    {
      words: /hold replies to the same words, or set answer: text/,
      object: /send the same response format, or set answer: text/,
      nothing: /send no response format/,
    }[holding.by],
  );
});

it("speaks of labels only where answers are labels", () => {
  expect(holdingLines({ form: "text", by: "nothing" }, false).join(" ")).not.toMatch(/label/);
  expect(holdingLines({ form: "json", by: "object", schema: {} }, false).join(" ")).not.toMatch(/label|answer: text/);
});
