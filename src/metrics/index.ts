/** How answers are judged and sets of answers scored: the public names. */
export type { AskJudge, Judge, Judgement, JudgeRequest, Judging, Metric, Observation } from "../core/task.ts";
export { estimate } from "../core/stats/estimate.ts";
export { accuracy } from "./accuracy.ts";
export { classificationJudge } from "./classification.ts";
export { balancedAccuracy } from "./balanced-accuracy.ts";
export { cost, type Costs } from "./cost.ts";
export { kappa } from "./kappa.ts";
export { microF1 } from "./micro-f1.ts";
export { macroPrecision, precision, recall } from "./precision-recall.ts";
export { type Confusion, confusion } from "./confusion.ts";
export { f1, fBeta } from "./f1.ts";
export { functionJudge, type MetricFunction, type MetricReturn } from "./function.ts";
export { classLabels } from "./labels.ts";
export { macroF1 } from "./macro-f1.ts";
export { mcc } from "./mcc.ts";
export { meanScore } from "./mean-score.ts";
export { weightedF1 } from "./weighted-f1.ts";
export { METRIC_CHOICES, METRIC_NAMES, metricFor, type MetricKind, type MetricName } from "./table.ts";
