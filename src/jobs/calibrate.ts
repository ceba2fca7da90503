/** How far the metric agrees with people: it judges answers that a person has scored, and both scores are compared. */
import { BudgetError, MetricError, ModelError } from "../core/errors.ts";
import { extraCalls, NoCallLeft } from "../core/evaluation/extra-calls.ts";
import { NO_USAGE } from "../core/model.ts";
import type { Spending } from "../core/spending.ts";
import { agreementOf, type Agreement } from "../core/stats/agreement.ts";
import type { Judgement, ScoredAnswer, Task } from "../core/task.ts";
import type { Opened } from "./open.ts";
import type { UnscoredRow } from "./unscored-row.ts";
import { withTools, type Workbench } from "./with-tools.ts";

/** An answer on which the two scores lie on different sides of 0.5, or half a scale apart. */
export interface Disagreement {
  /** Where the answer is, such as `data.csv:12`. */
  readonly place: string;
  readonly answer: string;
  readonly human: number;
  readonly metric: number;
  /** The metric's words; absent where it has none. */
  readonly feedback?: string;
}

/** The metric, compared with people. */
export interface Calibration extends Agreement {
  /** Answers with both scores. */
  readonly rows: number;
  /** Where they differ, the farthest apart first. */
  readonly disagreements: readonly Disagreement[];
  /** Answers that the metric failed on. */
  readonly unscored: readonly UnscoredRow[];
  /** Answers that the budget did not reach, or whose judgement was never delivered. */
  readonly missing: number;
}

/** What was compared before a run, and what it took. */
export interface LiveCalibration extends Calibration {
  readonly cost: Spending;
}

/** Undefined where nobody has scored an answer, or a cap ended the calls, which a notice reports. */
export async function liveCalibration(opened: Opened): Promise<LiveCalibration | undefined> {
  if (opened.task.human === undefined) return undefined;
  return withTools(opened, {}, async (bench) => {
    try {
      const calibration = await calibrated(bench, opened.task);
      return calibration && { ...calibration, cost: bench.spending() };
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error;
      opened.onEvent?.({
        type: "notice",
        text: `How far the metric agrees with people is not known: ${error.message}`,
      });
      return undefined;
    }
  });
}

/** Calls that comparing the metric with people takes, before any cap. */
export function calibrationCalls({ human = [], callsPerCell }: Task): number {
  return human.length * (callsPerCell - 1);
}

/** Judges the answers with what is left of the bench's budget; undefined where nobody has scored one. */
export async function calibrated(
  { judge, budget }: Pick<Workbench, "judge" | "budget">,
  task: Task,
): Promise<Calibration | undefined> {
  const { human = [], callsPerCell } = task;
  if (human.length === 0) return undefined;
  const calls = callsPerCell - 1;
  const reached = human.slice(0, calls === 0 ? human.length : Math.min(human.length, Math.floor(budget.left / calls)));
  budget.take(reached.length * calls);
  const extra = extraCalls(reached.length, budget);
  const unscored: UnscoredRow[] = [];
  const judged = await Promise.all(
    reached.map(async (one, i) => {
      const { place, example, answer } = one;
      try {
        const why = task.unscorable?.(example);
        if (why !== undefined) throw new MetricError(why);
        const given = { text: answer, finish: "stop", usage: NO_USAGE } as const;
        const work = { tag: { phase: "dev", round: 0 }, repeat: 0, extra: extra[i]! } as const;
        return { ...one, judgement: await judge(given, example, work) };
      } catch (error) {
        if (error instanceof MetricError) return void unscored.push({ row: example.id, place, message: error.message });
        if (error instanceof NoCallLeft || (ModelError.isInstance(error) && error.retryable)) return undefined;
        throw error;
      } finally {
        extra[i]!.done();
      }
    }),
  );
  const seen = judged.filter((one) => one !== undefined);
  return {
    rows: seen.length,
    ...agreementOf(seen.map(({ human: score, judgement }) => ({ human: score, metric: judgement.score }))),
    disagreements: disagreementsOf(seen),
    unscored,
    missing: human.length - seen.length - unscored.length,
  };
}

function disagreementsOf(seen: readonly (ScoredAnswer & { readonly judgement: Judgement })[]): Disagreement[] {
  return seen
    .map(({ place, answer, human, judgement: { score, feedback } }) => ({
      place,
      answer,
      human,
      metric: score,
      ...(feedback !== undefined && { feedback }),
    }))
    .filter(({ human, metric }) => human >= 0.5 !== metric >= 0.5 || Math.abs(human - metric) >= 0.5)
    .toSorted((a, b) => Math.abs(b.human - b.metric) - Math.abs(a.human - a.metric));
}
