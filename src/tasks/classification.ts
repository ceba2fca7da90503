/** Classification: a right answer is exactly one of a set of labels, which the rows show. */
import { z } from "zod";
import { UsageError } from "../core/errors.ts";
import { ANSWER_FORMS, formatOf, type AnswerForm } from "../core/answer-form.ts";
import { shown } from "../core/example.ts";
import { nearestIs } from "../core/values/near-name.ts";
import type { Observation } from "../core/task.ts";
import { listed } from "../core/values/words.ts";
import { classificationJudge, classLabels, metricFor, METRIC_NAMES, type MetricName } from "../metrics/index.ts";
import { settable } from "./settable.ts";

/** Tokens of a label, alone or in an object; a free reply may be a paragraph. */
const LABEL_TOKENS: Readonly<Partial<Record<AnswerForm, number>>> = { label: 8, json: 16 };

/** What the optimizer model has to know where nothing holds the reply. */
const READ = " The model's reply is free text, and the label is read out of it.";

/** What answers say for "none of these", in lower case. */
const NONE = ["none of these", "none of the above", "none of them", "none", "n/a", "not applicable"];

type Aliases = Readonly<Record<string, readonly string[]>>;

const settings = z.strictObject({
  labels: z
    .array(z.string().min(1))
    .optional()
    .describe("Labels that an answer may be next to those that the rows show; default: none"),
  aliases: z
    .record(z.string(), z.array(z.string().min(1)))
    .optional()
    .describe("Other words that are read as a label, in the data and in answers, by the label; default: none"),
  omit: z.array(z.string().min(1)).optional().describe("Labels whose rows are left out; default: none"),
  names: z
    .array(z.string().min(1))
    .min(2)
    .optional()
    .describe(
      "Names of labels that the data writes as whole numbers from 0 on; default: labels are as the data writes them",
    ),
  none: z.string().min(1).optional().describe('The label that "none of these" and its like are read as; default: none'),
});

export const classification = settable(settings, ({ labels: further = [], aliases = {}, omit = [], none, names }) => ({
  name: "classification",
  about: "the answer is one of the labels",
  metrics: METRIC_NAMES,
  takesFunction: false,
  oneLabel: true,
  forms: ANSWER_FORMS,
  asksJudge: false,
  read: (text, where) => labelOf(names === undefined ? text : nameOf(names, text, where), aliases),
  omits: (text) => omit.includes(labelIn(text, names, aliases)),
  judging({ rows, omitted, metric, answer = "label" }) {
    const labels = [...new Set([...classLabels(rows), ...further])].sort();
    if (omitted !== undefined)
      checkOmit(
        omit,
        omitted.map((text) => labelIn(text, names, aliases)),
        labels,
      );
    const answered = Object.fromEntries(Object.entries(aliases).filter(([label]) => !omit.includes(label)));
    const words = aliasesOf(answered, none, labels);
    const answerTokens = LABEL_TOKENS[answer];
    return {
      judge: classificationJudge(labels, words, answer),
      metric: metricFor(metric as MetricName, labels),
      judging: "",
      format: formatOf(answer, labels),
      answers: `A right answer is one of: ${listed(labels)}.${answer === "text" ? READ : ""}`,
      keep: labels,
      labels,
      labelOf: ({ expected }) => shown(expected),
      groupBy: "confusion",
      same: (a, b) => reading(a) === reading(b),
      ...(answerTokens !== undefined && { answerTokens }),
      callsPerCell: 1,
    };
  },
}));

/** The name of a label that is written as its number. */
function nameOf(names: readonly string[], text: string, where: string): string {
  const name = numbered(names, text);
  if (name !== undefined || names.includes(text)) return name ?? text;
  throw new UsageError(
    where,
    `expected a number from 0 to ${names.length - 1}, or a name of task.names, got “${text}”`,
  );
}

function numbered(names: readonly string[] | undefined, text: string): string | undefined {
  return /^\d+$/.test(text) ? names?.[Number(text)] : undefined;
}

/** The label that a text of the data stands for, whether it is one of `names` or not. */
function labelIn(text: string, names: readonly string[] | undefined, aliases: Aliases): string {
  return labelOf(numbered(names, text) ?? text, aliases);
}

/** The label that a word of the data stands for. */
function labelOf(text: string, aliases: Aliases): string {
  return Object.entries(aliases).find(([, words]) => words.includes(text))?.[0] ?? text;
}

/** @throws UsageError when a label that is to be left out is that of no row */
function checkOmit(omit: readonly string[], omitted: readonly string[], labels: readonly string[]): void {
  const missing = omit.find((label) => !omitted.includes(label));
  if (missing === undefined) return;
  const known = [...new Set([...labels, ...omitted])].sort();
  throw new UsageError(
    "task.omit",
    `no row has the label “${missing}”${nearestIs(missing, known)}`,
    `Labels: ${listed(known)}.`,
  );
}

/** Labels by their other words. @throws UsageError when a label is not known, or a word is a label itself */
function aliasesOf(aliases: Aliases, none: string | undefined, labels: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const given: [string, string, readonly string[]][] = [
    ...Object.entries(aliases).map(([label, words]): [string, string, readonly string[]] => [
      "task.aliases",
      label,
      words,
    ]),
    ...(none === undefined ? [] : [["task.none", none, NONE] as [string, string, readonly string[]]]),
  ];
  for (const [where, label, words] of given) {
    if (!labels.includes(label))
      throw new UsageError(
        where,
        `no row has the label “${label}”`,
        `Labels: ${listed(labels)}. Further ones go into task.labels.`,
      );
    for (const word of words) {
      const isLabel = labels.some((one) => one !== label && one.toLowerCase() === word.toLowerCase());
      if (isLabel && where === "task.none") continue;
      if (isLabel || (found.get(word) ?? label) !== label)
        throw new UsageError(
          where,
          `“${word}” is a label, or another label's word`,
          "Each word can stand for one label.",
        );
      found.set(word, label);
    }
  }
  return found;
}

/** The label that was read; where none was, the answer itself, so that two unreadable answers may differ. */
function reading({ predicted, answer }: Observation): string {
  return shown(predicted ?? answer);
}
