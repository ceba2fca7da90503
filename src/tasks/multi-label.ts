/** Multi-label: a right answer is a set of labels, which may be empty. */
import { z } from "zod";
import { formatOfJson } from "../core/answer-form.ts";
import { UsageError } from "../core/errors.ts";
import { shown } from "../core/example.ts";
import { labelText } from "../core/replies/label-form.ts";
import { listed, oneLine } from "../core/values/words.ts";
import { labelsReader, metricOf, scoredJudge, scoreFor, setScores } from "../metrics/scores/index.ts";
import { settable } from "./settable.ts";

/** The field of an object with labels. */
const FIELD = "labels";
/** Tokens of an answer with a few labels. */
const LABELS_TOKENS = 24;

const settings = z.strictObject({
  separator: z
    .string()
    .min(1)
    .optional()
    .describe("What separates the labels of a row in the data, where they are no JSON list; default: , ; and |"),
});

export const multiLabel = settable(settings, ({ separator }) => ({
  name: "multi-label",
  about: "the answer is a set of labels, or none",
  metrics: Object.keys(setScores([])),
  takesFunction: false,
  forms: ["json", "text"],
  asksJudge: false,
  read: (text, where) => labelsOf(text, where, separator ?? /[,;|]/),
  judging({ rows, metric, answer = "json" }) {
    const labels = [...new Set(rows.flatMap(({ expected }) => expected as readonly string[]))].sort();
    if (labels.length === 0) throw new UsageError("label", "expected a label in one row or more, got none");
    const score = scoreFor(String(metric), setScores(labels));
    return {
      judge: scoredJudge(score, labelsReader(labels), (expected) => [expected as readonly string[]], differences),
      metric: metricOf(score),
      judging: "multi-label",
      format: formatOfJson(answer, {
        type: "object",
        properties: { [FIELD]: { type: "array", items: { type: "string", enum: labels } } },
        required: [FIELD],
        additionalProperties: false,
      }),
      answers: `A right answer is all labels that fit, or none, of: ${listed(labels)}.`,
      keep: labels,
      groupBy: "meaning",
      same: (a, b) => shown(a.predicted ?? a.answer) === shown(b.predicted ?? b.answer),
      answerTokens: LABELS_TOKENS,
      callsPerCell: 1,
    };
  },
}));

/** The labels of a row, in order, each once. */
function labelsOf(text: string, where: string, separator: string | RegExp): readonly string[] {
  let items: unknown = text.split(separator);
  if (text.trimStart().startsWith("[")) {
    try {
      items = JSON.parse(text);
    } catch {
      throw new UsageError(where, `expected labels as a JSON list or a list in words, got ${oneLine(text, 80)}`);
    }
  }
  if (!Array.isArray(items) || !items.every((item) => typeof item === "string"))
    throw new UsageError(where, `expected a list of labels as texts, got ${oneLine(text, 80)}`);
  const labels = items.map(labelText).filter((label) => label !== "" && label.toLowerCase() !== "none");
  return [...new Set(labels)].sort();
}

/** What is missing and what is too much, for the optimizer model. */
function differences(answer: readonly string[], [right = []]: readonly (readonly string[])[]): string | undefined {
  const missing = right.filter((label) => !answer.includes(label));
  const wrong = answer.filter((label) => !right.includes(label));
  const parts = [
    ...(missing.length > 0 ? [`Missing: ${listed(missing)}.`] : []),
    ...(wrong.length > 0 ? [`Wrong: ${listed(wrong)}.`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(" ");
}
