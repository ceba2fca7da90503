/** Real calls before a run: one for each role, to see whether it works; then those of the headroom, which a run finds again. */
import { BudgetError, type ModelError } from "../core/errors.ts";
import type { Spending } from "../core/spending.ts";
import { HEADROOM_CALLS, mostHeadroomCalls } from "../core/measuring/headroom/calls.ts";
import type { Headroom } from "../core/measuring/headroom/facts.ts";
import type { Role } from "../core/model.ts";
import type { Unread } from "../core/replies/unread.ts";
import { rng } from "../core/rng.ts";
import { all, type Of } from "../facts/of.ts";
import type { Settings } from "../options/settings.ts";
import { estimateCalls, type CostEstimate } from "../run/estimate.ts";
import { headroomOf } from "../run/search-and-judge.ts";
import { withoutStore, type Opened } from "./open.ts";
import { firstQuestions, MOST_FIRST_QUESTIONS } from "./live-questions.ts";
import { writerRequests } from "./live-writer.ts";
import { withTools } from "./with-tools.ts";

/** What the call of a role brought; without a reply, none was delivered (`lost`) or it was of no use (`dropped`). */
export interface LiveCall {
  readonly role: Role;
  readonly model: string;
  readonly reply?: string;
  /** Why none was delivered, and what to do. */
  readonly lost?: string;
  /** The task model's reply could not be read as an answer. */
  readonly invalid?: boolean;
  /** Why not. */
  readonly why?: Unread;
  /** Why the optimizer model's reply could not be used, where one was delivered. */
  readonly dropped?: string;
  /** The beginning of that reply, on one line. */
  readonly excerpt?: string;
  readonly milliseconds: number;
}

/**
 * One row for the task model, and what a run asks first for the optimizer model, unless it is asked nothing. A reply that is of
 * no use may be bad luck, so it is asked again, at most twice. Nothing is kept, and little is tried again.
 * @throws ModelError when a model refuses for good
 */
export async function liveCalls(opened: Opened): Promise<LiveCall[]> {
  const { task, settings, models } = opened;
  const once = { ...settings, requests: { ...settings.requests, retries: 1 } };
  return withTools(
    { ...withoutStore(opened), settings: once },
    { calls: MOST_FIRST_QUESTIONS + task.callsPerCell + (task.spareCalls ?? 0) },
    async ({ tools, budget, events, lost }) => {
      const work = { round: 0, budget };
      const began = performance.now();
      const [row] = await tools.evaluate(task.prompt, task.train.slice(0, 1), { ...work, phase: "errors" });
      const answered = performance.now();
      const ofTask: LiveCall = {
        role: "task",
        model: models.task.id,
        ...lostWords(lost.get("task")),
        ...(row && { reply: row.answer, invalid: row.invalid, ...(row.why && { why: row.why }) }),
        milliseconds: Math.round(answered - began),
      };
      if (settings.search.writer === "none") return [ofTask];
      const questions = firstQuestions(task, settings);
      let reply: string | undefined;
      for (const [i, question] of questions.entries()) {
        const own = rng(settings.seed);
        [reply] = await tools.ask({ ...question, ...work, rng: i === 0 ? own : own.fork(`question ${i}`) });
        if (reply !== undefined || lost.has("optimizer")) break;
      }
      const ended = performance.now();
      const unused = all(events, "reply-dropped").at(-1);
      const undelivered = lostWords(lost.get("optimizer"));
      return [
        ofTask,
        {
          role: "optimizer",
          model: models.optimizer.id,
          ...(reply !== undefined && { reply }),
          ...(reply === undefined && (undelivered ?? (unused && droppedAs(unused)))),
          milliseconds: Math.round(ended - answered),
        },
      ];
    },
  );
}

function lostWords(error: ModelError | undefined): Pick<LiveCall, "lost"> | undefined {
  return error && { lost: error.message };
}

function droppedAs({ reason, reply }: Of<"reply-dropped">): Pick<LiveCall, "dropped" | "excerpt"> {
  return { dropped: reason, ...(reply && { excerpt: reply }) };
}

/** Whether all calls brought what a run can use. */
export function allWork(calls: readonly LiveCall[]): boolean {
  return calls.every(({ reply, invalid }) => reply !== undefined && invalid !== true);
}

/** What was measured, and what it took. */
export interface LiveHeadroom {
  readonly headroom: Headroom;
  readonly cost: Spending;
}

/** Undefined when the settings leave the headroom out, or a cap ended the calls, which a notice reports. */
export async function liveHeadroom(opened: Opened): Promise<LiveHeadroom | undefined> {
  const { settings, onEvent } = opened;
  if (!settings.search.headroom) return undefined;
  return withTools(opened, {}, async ({ tools, budget, spending }) => {
    try {
      return { headroom: await headroomOf(tools, settings, budget), cost: spending() };
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error;
      onEvent?.({ type: "notice", text: `The headroom is not known: ${error.message}` });
      return undefined;
    }
  });
}

/** Calls that the headroom of most tasks takes, without those of a judge: those planned for it, and the first minibatch, which a run reads anyway. */
export function headroomCalls({ search }: Settings): number {
  return search.headroom ? search.minibatchSize + HEADROOM_CALLS : 0;
}

/**
 * What the live calls take: one for each role; those of the headroom, which tries more wordings where the paraphrase changes
 * hardly any answer; and those that try the writer.
 */
export function liveEstimate({ task, settings, models }: Opened): CostEstimate {
  const { search } = settings;
  const { answering, writing } = search.headroom ? mostHeadroomCalls(search) : { answering: 0, writing: 0 };
  const tried = writerRequests(settings);
  const rows = search.headroom ? search.minibatchSize : 0;
  const first = search.writer === "none" ? 0 : 1;
  const most = { answering: 1 + rows + answering, writing: first * MOST_FIRST_QUESTIONS + writing + tried.most };
  const given = task.human?.length ?? 0;
  return estimateCalls(
    task,
    [task.prompt],
    settings,
    models,
    { answering: 1, writing: first, given },
    { ...most, given },
  );
}
