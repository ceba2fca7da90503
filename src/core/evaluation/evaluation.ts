/** Evaluates prompts on rows, each (prompt, row) cell once in a run. */
import { MetricError, ModelError } from "../errors.ts";
import type { RunEvent } from "../events.ts";
import type { Example } from "../example.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Observation, Task } from "../task.ts";
import type { Tools } from "../tools.ts";
import type { Call, CallTag } from "../work.ts";
import { cellAnswerer, type EvaluationOptions } from "./cell.ts";
import { extraCalls, NoCallLeft, type ExtraCalls } from "./extra-calls.ts";
import { NO_RECORDER, type Recorder } from "./recorder.ts";
import { merged, samplesOf } from "./repeats.ts";
import { createScoring } from "./unscored.ts";

/** What one of the answers to each row was, by the id of the row. */
type Cells = Map<string, Promise<Observation | undefined>>;

/** An evaluator that remembers every cell, so that one seen in an earlier round is free. */
export function evaluator(
  task: Task,
  call: Call,
  options: EvaluationOptions,
  recorder: Pick<Recorder, "observed"> = NO_RECORDER,
  report: (event: RunEvent) => void = () => undefined,
): Tools["evaluate"] {
  const scoring = createScoring();
  const answered = cellAnswerer(task, call, options, { recorder, scoring });
  const cells = new Map<string, Cells>();

  return async (prompt, given, work) => {
    const known = samplesOf(work, task).map((sample) => ({ sample, rows: cellsOf(prompt, sample) }));
    // Without a budget only what is known is looked up, and all of train may be asked for.
    const isKnown = ({ id }: Example): boolean => known.every(({ rows }) => rows.has(id));
    const examples = work.budget.left === 0 ? given.filter(isKnown) : given;
    const fresh = examples.flatMap((example) => {
      const open = known.filter(({ rows }) => !rows.has(example.id));
      return open.length > 0 && isScorable(example)
        ? [open.map(({ sample, rows }) => ({ example, sample, rows }))]
        : [];
    });
    const failed = new Set<string>();
    const begun = affordable(fresh, work.budget.left).flat();
    work.budget.take(begun.length * task.callsPerCell);
    const extra = extraCalls(begun.length, work.budget);
    for (const [i, { example, sample, rows }] of begun.entries())
      rows.set(
        example.id,
        cell(example, sample, rows, extra[i]!).finally(() => extra[i]!.done()),
      );
    const observations = await Promise.all(
      examples.map(async ({ id }) => {
        const answers = await Promise.all(known.map(({ rows }) => rows.get(id)));
        // A row counts with all of its answers, or not at all.
        return answers.every((answer) => answer !== undefined) ? merged(answers) : undefined;
      }),
    );
    return observations.filter((observation) => observation !== undefined);

    /** A row that cannot be scored is asked nothing. */
    function isScorable(example: Example): boolean {
      const why = task.unscorable?.(example);
      if (why === undefined) return true;
      for (const { rows } of known) rows.set(example.id, Promise.resolve(undefined));
      reportUnscored(prompt, example, work, why);
      return false;
    }

    async function cell(
      example: Example,
      sample: number,
      rows: Cells,
      more: ExtraCalls,
    ): Promise<Observation | undefined> {
      try {
        return await answered({ prompt, example, sample }, work, more);
      } catch (error) {
        // Its answer is here and stays as it is, so the cell is done with.
        if (error instanceof MetricError) return unscored(error, example);
        rows.delete(example.id);
        if (error instanceof NoCallLeft) return undefined;
        if (ModelError.isInstance(error) && error.retryable) return undefined;
        throw error;
      }
    }

    /** Reports a row that the metric fails on; throws where these are too many. */
    function unscored(error: MetricError, example: Example): undefined {
      // Of a row with several answers it is reported once that it leaves.
      if (known.length === 1 || !failed.has(example.id)) reportUnscored(prompt, example, work, error.message);
      failed.add(example.id);
      const stop = scoring.failed(error);
      if (stop !== undefined) throw stop;
    }
  };

  function cellsOf({ id }: Prompt, sample: number): Cells {
    const name = `${id} ${sample}`;
    const known: Cells = cells.get(name) ?? new Map();
    cells.set(name, known);
    return known;
  }

  /** The first rows whose cells the calls reach for: a row is begun only when all of its calls are paid for. */
  function affordable<T>(rows: readonly (readonly T[])[], calls: number): readonly (readonly T[])[] {
    let left = calls;
    const cut = rows.findIndex((own) => (left -= own.length * task.callsPerCell) < 0);
    return cut === -1 ? rows : rows.slice(0, cut);
  }

  function reportUnscored({ id }: Prompt, example: Example, { round }: CallTag, message: string): void {
    const place = task.placeOf?.(example.id);
    report({
      type: "row-unscored",
      round,
      prompt: id,
      row: example.id,
      ...(place !== undefined && { place }),
      message,
    });
  }
}
