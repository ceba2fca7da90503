/** A run at work: headroom, search, verdict. */
import { CallBudget } from "../core/budget.ts";
import { BudgetError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import type { Headroom } from "../core/measuring/headroom/facts.ts";
import { measureHeadroom } from "../core/measuring/headroom/headroom.ts";
import { judgeVerdict, type Verdict } from "../core/measuring/verdict.ts";
import { searchOf } from "../core/methods/index.ts";
import type { Plan } from "../core/methods/plan-calls.ts";
import { isSimulated } from "../core/model.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import { rng } from "../core/rng.ts";
import { roundStream } from "../core/streams.ts";
import type { Observation } from "../core/task.ts";
import type { SearchOutcome, Tools } from "../core/tools.ts";
import type { Settings } from "../options/settings.ts";
import { assembledResult } from "./assemble-result.ts";
import { futileOutcome, isFutile } from "./ending.ts";
import type { EventLog } from "./event-log.ts";
import { lessonsIn, lessonsNotice } from "./lessons.ts";
import type { Begun } from "./record.ts";
import type { RunResult } from "./result.ts";
import { checkpointsOf } from "./steering.ts";
import { unscoredOf } from "./unscored-rows.ts";
import { planRun, wire, type RunParts } from "./wire.ts";

/**
 * Searches for a better prompt, and judges the best one found on the test rows.
 * @param earlier what earlier attempts at the run have reported
 */
export async function searchAndJudge(
  parts: RunParts,
  begun: Begun,
  log: EventLog,
  earlier: readonly RunEvent[],
): Promise<RunResult> {
  const { task, settings, store } = parts;
  const { record, resumed, earlierReads } = begun;
  const { calls = Infinity } = settings.budget;
  const plan = planRun(task, settings, parts.models);
  const lessons = lessonsIn(record);
  const events: RunEvent[] = [];
  const report = (event: RunEvent): void => {
    events.push(event);
    log.report(event);
    if (event.type !== "phase") return;
    // A reader in another process sees cost and outcomes at every barrier; one in this process gets it by the clock as well.
    log.report({ type: "spending", spending: path.spending() });
    recorder?.flush();
  };
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
  const ofInitial = watch.reading.then(async (begins) =>
    begins ? unlessBroke(readTest(unwatched, task.prompt, 0, forInitial)) : undefined,
  );
  ofInitial.catch(() => undefined);
  const tools = watch.over(unwatched, ofInitial);
  try {
    report(startOf(parts, begun, plan));
    if (settings.search.lessons > 0) report({ type: "notice", text: lessonsNotice(lessons.length) });
    const outcome = await search().catch(futileOutcome(task.prompt, watch));
    const { best, reason } = outcome;
    report({ type: "search-ended", reason, best: best.prompt.id, foundInRound: best.round });

    // A prompt is not compared with itself, except where a cap left no time for another: such a run keeps its verdict.
    const worthIt = watch.hasWritten || reason.kind === "budget" || parts.alwaysJudge === true;
    const judged = worthIt && !isFutile(reason) && task.test.length > 0;
    watch.end(judged);
    const verdict = judged ? await judge(outcome) : undefined;
    await recorder?.done();
    const [cost, costByPrompt] = [path.spending(), path.costByPrompt()];
    return assembledResult(parts, { runId: record.id, resumed, plan, outcome, verdict, events, cost, costByPrompt });
  } finally {
    await path.close();
    report({ type: "spending", spending: path.spending() });
    await recorder?.done().catch(() => undefined);
  }

  /** The headroom, then the method. */
  async function search(): Promise<SearchOutcome> {
    if (settings.search.headroom) {
      report({ type: "phase", round: 0, phase: "headroom" });
      const headroom = await unlessBroke(headroomOf(unwatched, settings, budget));
      if (headroom !== undefined) report({ type: "headroom", headroom });
      watch.afterHeadroom(tools);
    }
    return searchOf(settings.search)(tools, budget, rng(settings.seed));
  }

  async function judge({
    best: { prompt },
    rounds,
    limits: onDev = "met",
  }: SearchOutcome): Promise<Verdict | undefined> {
    report({ type: "phase", round: rounds, phase: "verdict" });
    await store.updateRun(record.id, { readTest: true });
    const [initial, winner] = await Promise.all([
      ofInitial,
      unlessBroke(readTest(unwatched, prompt, rounds, forWinner)),
    ]);
    if (initial === undefined || winner === undefined) return undefined;
    const unscored = unscoredOf(events, [task.prompt.id, prompt.id], task);
    const { limits } = task;
    const limited = limits && { limits, initial: task.prompt, winner: prompt, onDev };
    const reading = { initial, winner, rows: task.test.length, unscored, earlierReads };
    const verdict = judgeVerdict(task, reading, limited);
    report({ type: "verdict", verdict });
    return verdict;
  }
}

/** What a run says of itself when it starts. */
function startOf({ task, models, settings }: RunParts, { record, resumed }: Begun, plan: Plan): RunEvent {
  return {
    type: "run-started",
    runId: record.id,
    resumed,
    prompt: task.prompt.id,
    text: task.prompt.text,
    rows: { train: task.train.length, dev: task.dev.length, test: task.test.length },
    maxCalls: Math.min(plan.total, settings.budget.calls ?? Infinity),
    ...(settings.plan !== undefined && { plannedRounds: settings.plan.rounds }),
    simulated: isSimulated(models),
  };
}

/** Whether a gain is possible, on the rows and with the paraphrase that round 1 needs anyway. */
export function headroomOf(tools: Tools, { search, seed }: Settings, budget: CallBudget): Promise<Headroom> {
  return measureHeadroom(tools, search, budget, roundStream(rng(seed), 1));
}

function readTest(tools: Tools, prompt: Prompt, round: number, budget: CallBudget): Promise<readonly Observation[]> {
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
