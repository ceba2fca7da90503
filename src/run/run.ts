/** One run from wired parts to its result: headroom, search, verdict, record. */
import { holdingOf } from "../core/answer-form.ts";
import { standing } from "../facts/of.ts";
import { checkpointsOf } from "./steering.ts";
import type { Headroom } from "../core/measuring/headroom/facts.ts";
import { CallBudget } from "../core/budget.ts";
import { AbortedError, BudgetError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import type { LimitsWord } from "../core/limits/limit.ts";
import { frontOf } from "../core/measuring/front.ts";
import { measureHeadroom } from "../core/measuring/headroom/headroom.ts";
import { nothingMoved } from "../core/measuring/headroom/movement-facts.ts";
import { searchOf } from "../core/methods/index.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import { rng } from "../core/rng.ts";
import { roundStream } from "../core/streams.ts";
import type { Observation } from "../core/task.ts";
import type { SearchOutcome, Tools } from "../core/tools.ts";
import { isRecommended, judgeVerdict, type Verdict } from "../core/measuring/verdict.ts";
import { eventLog, type EventLog } from "./event-log.ts";
import type { Settings } from "../options/settings.ts";
import { lessonsIn, lessonsNotice } from "./lessons.ts";
import { restrictionsIn } from "../facts/rounds.ts";
import { gradientsOf } from "../facts/gradients.ts";
import { signaturesOf } from "../facts/signatures.ts";
import { writerYieldsOf } from "../facts/writer.ts";
import { endSentence, futileOutcome, isFinished, isFutile } from "./ending.ts";
import { beginRun, type Begun } from "./record.ts";
import { rankedPrompt, type RunResult, storedResult } from "./result.ts";
import { checkBudget, planRun, wire, type RunParts } from "./wire.ts";
import { unscoredOf } from "./unscored-rows.ts";

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

async function searchAndJudge(
  parts: RunParts,
  { record, resumed, earlierReads }: Begun,
  log: EventLog,
  earlier: readonly RunEvent[],
): Promise<RunResult> {
  const { task, models, settings, store } = parts;
  const { calls = Infinity } = settings.budget;
  const plan = planRun(task, settings);
  const simulated = Object.values(models).some((model) => model.simulated === true);
  const events: RunEvent[] = [];
  const report = (event: RunEvent): void => {
    events.push(event);
    log.report(event);
    if (event.type !== "phase") return;
    // A reader in another process sees cost and outcomes at every barrier; one in this process gets it by the clock as well.
    log.report({ type: "spending", spending: path.spending() });
    recorder?.flush();
  };
  const rows = { train: task.train.length, dev: task.dev.length, test: task.test.length };
  const lessons = lessonsIn(record);
  const budget = new CallBudget(calls);
  const checkpoint = checkpointsOf(store, record.id, earlier, ({ cap, value }) => {
    if (cap !== "calls") return path.changeCap(cap, value);
    // Without a cap, nothing has been set aside yet for dev and for the verdict.
    const aside = calls === Infinity ? unwatched.callsFor(plan.dev + plan.verdict) : 0;
    budget.limit(value - aside);
  });
  const { path, tools: unwatched, recorder, watch } = wire({ ...parts, lessons }, report, record, checkpoint);
  const forInitial = budget.reserve(unwatched.callsFor(task.test.length, "verdict"));
  const forWinner = budget.reserve(unwatched.callsFor(task.test.length, "verdict"));
  // p0's test rows fill the gaps that the search leaves, once there is a prompt to compare it with; nobody looks at them
  // before the verdict.
  const reading = watch.reading.then(async (begins) =>
    begins ? unlessBroke(readTest(unwatched, task.prompt, 0, forInitial)) : undefined,
  );
  reading.catch(() => undefined);
  const tools = watch.over(unwatched, reading);
  try {
    report({
      type: "run-started",
      runId: record.id,
      resumed,
      prompt: task.prompt.id,
      text: task.prompt.text,
      rows,
      maxCalls: Math.min(plan.total, calls),
      ...(settings.plan !== undefined && { plannedRounds: settings.plan.rounds }),
      simulated,
    });
    if (settings.search.lessons > 0) report({ type: "notice", text: lessonsNotice(lessons.length) });
    const { best, reason, ranked, rounds, limits } = await search().catch(futileOutcome(task.prompt, watch));
    report({ type: "search-ended", reason, best: best.prompt.id, foundInRound: best.round });

    // A prompt is not compared with itself, except where a cap left no time for another: such a run keeps its verdict.
    const worthIt = watch.hasWritten || reason.kind === "budget" || parts.alwaysJudge === true;
    const judged = worthIt && !isFutile(reason) && task.test.length > 0;
    watch.end(judged);
    const verdict = judged ? await judge(best.prompt, rounds, limits) : undefined;
    await recorder?.done();
    const recommended = isRecommended(verdict) ? best.prompt : task.prompt;
    return {
      runId: record.id,
      resumed,
      prompt: recommended.text,
      messages: recommended.messages,
      best: best.prompt.text,
      initial: task.prompt.text,
      verdict,
      stopped: reason,
      ...(limits && { limits }),
      candidates: ranked.map(rankedPrompt),
      front: frontOf(ranked),
      ...restrictionsIn(events),
      gradients: gradientsOf(events),
      writer: writerYieldsOf(events),
      signatures: signaturesOf(events),
      answer: holdingOf(task.format, models.task),
      cost: path.spending(),
      costByPrompt: path.costByPrompt(),
      plan,
      simulated,
    };
  } finally {
    await path.close();
    report({ type: "spending", spending: path.spending() });
    await recorder?.done().catch(() => undefined);
  }

  async function judge(best: Prompt, round: number, onDev: LimitsWord = "met"): Promise<Verdict | undefined> {
    report({ type: "phase", round, phase: "verdict" });
    await store.updateRun(record.id, { readTest: true });
    const [initial, winner] = await Promise.all([reading, unlessBroke(readTest(unwatched, best, round, forWinner))]);
    const unscored = unscoredOf(events, [task.prompt.id, best.id], task);
    const { limits } = task;
    const limited = limits && { limited: { limits, initial: task.prompt, winner: best, onDev } };
    const verdict =
      initial &&
      winner &&
      judgeVerdict(task.metric, initial, winner, task.test.length, earlierReads, { ...task, unscored, ...limited });
    if (verdict !== undefined) report({ type: "verdict", verdict });
    return verdict;
  }

  /** The headroom, then the method. */
  async function search(): Promise<SearchOutcome> {
    const headroom = settings.search.headroom ? await measured() : undefined;
    const seen = { ...tools, nothingMoved: nothingMoved(headroom?.movement) };
    return searchOf(settings.search)(seen, budget, rng(settings.seed));
  }

  async function measured(): Promise<Headroom | undefined> {
    report({ type: "phase", round: 0, phase: "headroom" });
    const headroom = await unlessBroke(headroomOf(unwatched, settings, budget));
    if (headroom !== undefined) report({ type: "headroom", headroom });
    watch.afterHeadroom(tools);
    return headroom;
  }
}

/** Whether a gain is possible, on the rows and with the paraphrase that round 1 needs anyway. */
export function headroomOf(tools: Tools, { search, seed }: Settings, budget: CallBudget): Promise<Headroom> {
  return measureHeadroom(tools, search, budget, roundStream(rng(seed), 1));
}

function readTest(
  tools: Tools,
  prompt: Tools["task"]["prompt"],
  round: number,
  budget: CallBudget,
): Promise<readonly Observation[]> {
  return tools.evaluate(prompt, tools.task.test, { round, phase: "verdict", budget });
}

/** Undefined when a cap on money, tokens or time ended the work. */
async function unlessBroke<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BudgetError) return undefined;
    throw error;
  }
}
