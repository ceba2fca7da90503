/** Classification: a right answer is exactly one of a set of labels, which the rows show. */
import { ANSWER_FORMS, formatOf, type AnswerForm } from "../core/answer-form.ts";
import { shown } from "../core/example.ts";
import type { Observation } from "../core/task.ts";
import { listed } from "../core/words.ts";
import { classificationJudge, classLabels, metricFor, METRIC_NAMES, type MetricName } from "../metrics/index.ts";
import type { TaskKind } from "./task-kind.ts";

/** Tokens of a label, alone or in an object; a free reply may be a paragraph. */
const LABEL_TOKENS: Readonly<Partial<Record<AnswerForm, number>>> = { label: 8, json: 16 };

/** What the optimizer model has to know where nothing holds the reply. */
const READ = " The model's reply is free text, and the label is read out of it.";

export const classification: TaskKind = {
  name: "classification",
  about: "the answer is one of the labels",
  metrics: METRIC_NAMES,
  takesFunction: false,
  oneLabel: true,
  forms: ANSWER_FORMS,
  asksJudge: false,
  judging({ rows, metric, answer = "label" }) {
    const labels = classLabels(rows);
    const answerTokens = LABEL_TOKENS[answer];
    return {
      judge: classificationJudge(labels),
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
};

/** The label that was read; where none was, the answer itself, so that two unreadable answers may differ. */
function reading({ predicted, answer }: Observation): string {
  return shown(predicted ?? answer);
}
