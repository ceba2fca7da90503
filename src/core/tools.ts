/** What a method may use: everything that costs calls, bound to one run's models, budget and rules. */
import type { CallBudget } from "./budget.ts";
import type { Candidate } from "./candidate.ts";
import type { Shown } from "./asking/describe.ts";
import type { RunEvent } from "./events.ts";
import type { StopReason } from "./stop-reason.ts";
import type { Example } from "./example.ts";
import type { LimitsWord, MeasuredLimit } from "./limits/limit.ts";
import type { Checkpoint, Input } from "./inputs.ts";
import type { Changes, Prompt } from "./prompt/prompt.ts";
import type { Rng } from "./rng.ts";
import type { Estimate } from "./stats/estimate.ts";
import type { Observation, Task } from "./task.ts";
import type { Phase, Work } from "./work.ts";
import type { Instructions } from "./asking/templates.ts";

/** One request to the optimizer model about `prompt`. */
export interface Question extends Shown {
  /** Which of the instructions to send. */
  readonly asked: keyof Instructions;
  readonly prompt: Prompt;
  /** Name of the part that the request is about; default: one by the request's stream. */
  readonly part?: string;
  readonly round: number;
  /** Its path makes this request differ from every other one with the same words. */
  readonly rng: Rng;
  readonly budget: CallBudget;
}

/** One choice among candidates. */
export interface Choice {
  readonly candidates: readonly Candidate[];
  /** How many to keep. */
  readonly keep: number;
  /** The rows in the order in which candidates are to meet them. */
  readonly rows: readonly Example[];
  readonly round: number;
  readonly rng: Rng;
  readonly budget: CallBudget;
}

/** Of one request that was answered: how many texts it asked for, and how many could be read from the reply. */
export interface Answered {
  readonly wanted: number;
  readonly usable: number;
  /** Whether the reply could be read at all; it may give no reason, and set rows aside instead. */
  readonly read: boolean;
}

/** What a method may use. */
export interface Tools {
  readonly task: Task;
  /** Whether the task model is known to be small: short, plain forms of a prompt suit it best, and are tried first. */
  readonly taskIsSmall: boolean;
  /**
   * The task model's answers to `prompt` on `examples`, judged, in the order of `examples`. Rows that the
   * budget does not reach or that transport never delivered are missing. A cell known from before is free.
   */
  evaluate(prompt: Prompt, examples: readonly Example[], work: Work): Promise<readonly Observation[]>;
  /** The items of the optimizer model's reply, at most `count`; none when it was dropped or the budget is spent. */
  ask(question: Question): Promise<readonly string[]>;
  /** What came of a request; undefined where none was made, or no reply was delivered. */
  answered(question: Pick<Question, "asked" | "prompt" | "rng">): Answered | undefined;
  /** Makes the request of `ask` for new texts of one part of the prompt: what each item changes. */
  write(question: Question): Promise<readonly Changes[]>;
  /**
   * `parent` with these changes, unless they break the contract of the prompt: then undefined, and reported.
   * @param asked the request that brought them, so that it is counted what came of it
   */
  admit(
    changes: Changes,
    parent: Prompt,
    shown: readonly Pick<Observation, "example">[],
    round: number,
    asked?: keyof Instructions,
  ): Prompt | undefined;
  /** The best `keep` of the candidates, best first, by the run's selector. */
  select(choice: Choice): Promise<readonly Candidate[]>;
  /**
   * The calls that a prompt takes on so many rows: one a row, more where the judge asks a model, and a few for replies that it asks for again.
   * @param phase what they are for: on dev and in the verdict a row may be answered several times; default: a phase in which it is answered once
   */
  callsFor(rows: number, phase?: Phase): number;
  /** The most calls that one choice among this many candidates may take. */
  selectionCalls(candidates: number): number;
  /** What a person wants changed at this point of the search; none in a run that nobody steers. */
  checkpoint(at: Checkpoint): Promise<readonly Input[]>;
  report(event: RunEvent): void;
}

/**
 * A method: how to find better prompts with these tools. Resolves to the search's outcome; rejects only
 * on what no method can recover from (a permanent model error, an abort).
 */
export type Search = (tools: Tools, budget: CallBudget, rng: Rng) => Promise<SearchOutcome>;

/** What a search found. */
export interface SearchOutcome {
  /** The best prompt by the dev split. */
  readonly best: Candidate;
  /** Rounds started. */
  readonly rounds: number;
  readonly reason: StopReason;
  /** Every candidate that was scored on the dev split, best first; those that may not win last. */
  readonly ranked: readonly Ranked[];
  /** Whether the best one meets the task's limits on dev; absent without limits. */
  readonly limits?: LimitsWord;
}

/** A candidate scored on the dev split. */
export interface Ranked {
  readonly candidate: Candidate;
  readonly dev: Estimate;
  /** What it has of each limit, over all rows of dev; absent where that was not asked. */
  readonly limits?: readonly MeasuredLimit[];
  /** It may not win: it misses a limit, or breaks a protected row. Absent for one that may, or that nobody looked at. */
  readonly refused?: true;
}
