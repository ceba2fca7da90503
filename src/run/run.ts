/** One run from wired parts to its result: begun or resumed, recorded however it ends. */
import { AbortedError } from "../core/errors.ts";
import { standing } from "../facts/of.ts";
import { endSentence, isFinished } from "./ending.ts";
import { eventLog } from "./event-log.ts";
import { beginRun, type Begun } from "./record.ts";
import { type RunResult, storedResult } from "./result.ts";
import { searchAndJudge } from "./search-and-judge.ts";
import { checkBudget, type RunParts } from "./wire.ts";

/**
 * Searches for a better prompt and judges the best one found on the test rows.
 * @throws UsageError before any call when the caps cannot hold a run, or another process is at work on it;
 *   AbortedError when the signal says so; ModelError when the model refuses for good. What arrived is in the
 *   store: the same run resumes from there.
 */
export async function run(parts: RunParts): Promise<RunResult> {
  const { task, models, settings, store } = parts;
  checkBudget(task, settings, models);
  const begun = await beginRun(store, parts, parts.fresh ?? false);
  try {
    return await runBegun({ ...parts, task: begun.task, settings: begun.settings }, begun);
  } finally {
    begun.release();
  }
}

/** The run from its record to its result, which is stored with how it ended. */
async function runBegun(parts: RunParts, begun: Begun): Promise<RunResult> {
  const { store } = parts;
  const { id } = begun.record;
  const earlier = begun.resumed ? standing(await store.readEvents(id)) : [];
  const log = await eventLog(store, id, parts.onEvent ?? (() => undefined));
  const endedAt = (): string => new Date().toISOString();
  try {
    const result = await searchAndJudge(parts, begun, log, earlier);
    const status = isFinished(result) ? "finished" : "stopped";
    const message = endSentence(result);
    log.withdrawRest();
    log.report({ type: "run-ended", status, message });
    await log.flush();
    await store.updateRun(id, { status, endedAt: endedAt(), ...storedResult(result) });
    return result;
  } catch (error) {
    const status = error instanceof AbortedError ? "stopped" : "failed";
    const message = error instanceof Error ? error.message : String(error);
    // The run's own error matters more than one met while recording it.
    await Promise.resolve()
      .then(() => log.report({ type: "run-ended", status, message }))
      .catch(() => undefined);
    await log.flush().catch(() => undefined);
    await store.updateRun(id, { status, endedAt: endedAt() }).catch(() => undefined);
    throw error;
  }
}
