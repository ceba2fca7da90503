/**
 * protegi: better prompts, with the proof.
 *
 * `optimize` takes a prompt, labelled examples and a model; it gives back a better prompt and a verdict
 * on rows that the search has not seen. `optimizeEvents` is the same run as a stream of events. `check` says beforehand what
 * a run takes, `step` shows its first step, `evaluate` and `comparePrompts` score prompts, `runTrials` compares settings, and
 * `inducePrompt` writes a first prompt.
 */
export {
  check,
  comparePrompts,
  evaluate,
  inducePrompt,
  optimize,
  optimizeEvents,
  optimizeFolds,
  runTrials,
  step,
} from "./jobs/library.ts";
export type { OptimizeOptions } from "./jobs/optimize.ts";
export type { Checked, CheckOptions } from "./jobs/check.ts";
export type { EvaluateOptions, Evaluation } from "./jobs/evaluate.ts";
export type { Calibration, Disagreement } from "./jobs/calibrate.ts";
export type { Agreement } from "./core/stats/agreement.ts";
export type { UnscoredRow } from "./jobs/unscored-row.ts";
export type { ComparePromptsOptions, PromptComparison } from "./jobs/compare.ts";
export type { Step, StepOptions } from "./jobs/step.ts";
export type { RunTrialsOptions, TrialsResult, VariantOptions } from "./jobs/trials.ts";
export type { VariantSummary } from "./trials/summary.ts";
export type { ComparedPrompt } from "./core/measuring/compare.ts";
export type { FoldedSearch, FoldsResult } from "./jobs/folds.ts";
export type { InducedPrompt, InducePromptOptions } from "./jobs/induce.ts";
export type { JudgeMetric } from "./metrics/judged/index.ts";
export type { JudgedMetric, KindInput, MetricOption, TaskKind } from "./tasks/index.ts";
export type { Extensions } from "./jobs/extensions.ts";
export type { Method, MethodOptions, MethodReads, PlanSizes, SearchPlan } from "./core/methods/method.ts";
export { framed, type FrameOptions, type Loop, type Round } from "./core/methods/frame.ts";
export { candidateFrom } from "./core/methods/admitted.ts";
export { scoreAll, type Scored } from "./core/methods/scored.ts";
export type { SelectorKind, SelectorOptions } from "./core/selection/kind.ts";
export type { Rows, TaskOptions } from "./jobs/task/task-source.ts";
export { fillPrompt } from "./datasets/fill-prompt.ts";
export { resultOf, type RankedPrompt, type RunResult } from "./run/result.ts";
export type { GroupOptions } from "./options/settings.ts";
export type { Preset } from "./options/presets.ts";
export type { RunEvent } from "./core/events.ts";
export type { StopReason } from "./core/stop-reason.ts";
export type { Cost, Spending } from "./core/spending.ts";
export type { Phase } from "./core/work.ts";
export type { Breach } from "./core/prompt/contract.ts";
export type { PromptMessage, PromptSource } from "./core/prompt/prompt.ts";
export type { Origin } from "./core/candidate.ts";
export type { Gain } from "./core/measuring/gains.ts";
export type { GradientQuality } from "./facts/gradients.ts";
export type { WriterYield } from "./facts/writer.ts";
export type { Signature } from "./facts/signatures/signature.ts";
export type { Headroom } from "./core/measuring/headroom/facts.ts";
export type { Estimate } from "./core/stats/estimate.ts";
export type { Verdict, VerdictWord } from "./core/measuring/verdict.ts";
export type { Plan } from "./core/methods/plan-calls.ts";
export type { AnswerForm, Holding } from "./core/answer-form.ts";
export type { Example } from "./core/example.ts";
export type { Instructions } from "./core/asking/templates.ts";
export { INSTRUCTIONS } from "./core/asking/templates.ts";
export {
  AbortedError,
  BudgetError,
  MetricError,
  ModelError,
  ProtegiError,
  UsageError,
  type ModelErrorKind,
} from "./core/errors.ts";
export { memoryStore } from "./stores/memory.ts";
export { openSqliteStore, type SqliteStoreOptions } from "./stores/sqlite.ts";
export type { Store } from "./stores/store.ts";
export type { StoredEvent, StoredExchange, StoredOutcome } from "./stores/stored.ts";
export type { ModelLike } from "./models/index.ts";
export type { MetricFunction, MetricName, MetricReturn } from "./metrics/index.ts";
export { functionModel } from "./models/function.ts";
