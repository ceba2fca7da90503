/** Classification: a right answer is exactly one of a set of labels, which the rows show. */
import { shown } from "../core/example.ts";
import type { Observation } from "../core/task.ts";
import { listed } from "../core/words.ts";
import { classificationJudge, classLabels, metricFor, METRIC_NAMES, type MetricName } from "../metrics/index.ts";
import type { TaskKind } from "./task-kind.ts";

/** Tokens of a label and what holds it. */
const LABEL_TOKENS = 8;

export const classification: TaskKind = {
  name: "classification",
  about: "the answer is one of the labels",
  metrics: METRIC_NAMES,
  takesFunction: false,
  oneLabel: true,
  asksJudge: false,
  judging({ rows, metric }) {
    const labels = classLabels(rows);
    return {
      judge: classificationJudge(labels),
      metric: metricFor(metric as MetricName, labels),
      judging: "",
      format: { kind: "choice", choices: labels },
      answers: `A right answer is one of: ${listed(labels)}.`,
      keep: labels,
      labels,
      labelOf: ({ expected }) => shown(expected),
      groupBy: "confusion",
      same: (a, b) => reading(a) === reading(b),
      answerTokens: LABEL_TOKENS,
      callsPerCell: 1,
    };
  },
};

/** The label that was read; where none was, the answer itself, so that two unreadable answers may differ. */
function reading({ predicted, answer }: Observation): string {
  return shown(predicted ?? answer);
}
