/** What happens in a run, as data. Store, terminal and page are readers of these. */
import type { Origin } from "./candidate.ts";
import type { Breach } from "./prompt/contract.ts";
import type { Headroom } from "./measuring/headroom/facts.ts";
import type { FlippedRow, WrongRow } from "./measuring/changes.ts";
import type { MeasuredLimit } from "./limits/limit.ts";
import type { Changes } from "./prompt/prompt.ts";
import type { Gain } from "./measuring/gains.ts";
import type { UnreadCounts } from "./replies/unread.ts";
import type { ArmEstimate } from "./selection/selector.ts";
import type { Spending } from "./spending.ts";
import type { Estimate } from "./stats/estimate.ts";
import type { StopReason } from "./stop-reason.ts";
import type { Instructions } from "./asking/templates.ts";
import type { Wrapping } from "./asking/reading/unwrap.ts";
import type { Verdict } from "./measuring/verdict.ts";
import type { Phase } from "./work.ts";

/** Why a prompt that keeps the contract is not tried: another has its words, its parent has enough, or a person vetoed it. */
export type DropReason = "duplicate" | "cap" | "veto";

/** A candidate of a round as selection leaves it: its score, and what it gained on the prompt that it was written from. */
export interface RankedArm extends ArmEstimate {
  readonly id: string;
  readonly gain?: Gain;
}

/** One thing that happened in a run, as plain data; `type` says which. */
export type RunEvent =
  | {
      readonly type: "run-started";
      readonly runId: string;
      readonly resumed: boolean;
      readonly prompt: string;
      readonly text: string;
      readonly rows: { readonly train: number; readonly dev: number; readonly test: number };
      readonly maxCalls: number;
      /** About how many rounds the budget is planned to hold; absent where nothing was planned. */
      readonly plannedRounds?: number;
      readonly simulated: boolean;
    }
  | { readonly type: "headroom"; readonly headroom: Headroom }
  | {
      readonly type: "round-started";
      readonly round: number;
      readonly rounds: number;
      readonly beam: readonly string[];
    }
  | { readonly type: "phase"; readonly round: number; readonly phase: Phase }
  | {
      readonly type: "errors-found";
      readonly round: number;
      readonly parent: string;
      readonly rows: number;
      readonly errors: number;
      readonly invalid: number;
      /** The invalid ones by the reason; absent when there are none. */
      readonly unread?: UnreadCounts;
    }
  | {
      readonly type: "gradient";
      readonly round: number;
      readonly parent: string;
      readonly id: string;
      readonly text: string;
      /** Ids of the errors that it was written from. */
      readonly rows: readonly string[];
      /** Whether it speaks of those rows rather than of any, from -1 to 1 (`src/core/gradients/relevance.ts`). */
      readonly relevance?: number;
      /** The small question that it answers; absent where it was asked for as a gradient. */
      readonly asked?: "rule" | "contrast";
    }
  /** Two gradients of one parent that pull opposite ways. */
  | {
      readonly type: "gradient-conflict";
      readonly round: number;
      readonly parent: string;
      /** Their ids. */
      readonly gradients: readonly [string, string];
      /** Those of them that edits were asked for. */
      readonly kept: readonly string[];
    }
  /** A new prompt enters the search. */
  | {
      readonly type: "candidate";
      readonly round: number;
      readonly id: string;
      readonly parts: Changes;
      readonly origin: Origin;
    }
  /** A new prompt breaks the contract; `parts` are those that were written. */
  | {
      readonly type: "candidate-rejected";
      readonly round: number;
      readonly parent: string;
      readonly parts: Changes;
      readonly breach: Breach;
      /** The request that it was written for; absent where the optimizer model was not asked, and in records of 0.1. */
      readonly asked?: keyof Instructions;
    }
  /** A new prompt keeps the contract, and is not tried all the same. */
  | {
      readonly type: "candidate-dropped";
      readonly round: number;
      readonly id: string;
      readonly parts: Changes;
      readonly origin: Origin;
      readonly why: DropReason;
    }
  /** The optimizer model has replied to a request, made in `round` or before it: how many items were asked for and can be used. */
  | {
      readonly type: "asked";
      readonly round: number;
      /** The prompt that the request was about. */
      readonly parent: string;
      readonly asked: keyof Instructions;
      /** Which of several requests in the same words it was. */
      readonly sample: number;
      readonly wanted: number;
      readonly usable: number;
    }
  /** The optimizer model has written poorly so far: from here on it is asked small questions (`search.writer`). */
  | {
      readonly type: "writer-turned";
      readonly round: number;
      /** Of what it was asked for as a whole: replies with gradients that could be read, and prompts that kept the contract, each once. */
      readonly gradients: { readonly wanted: number; readonly usable: number };
      readonly prompts: { readonly wanted: number; readonly kept: number };
    }
  | {
      readonly type: "reply-dropped";
      readonly round: number;
      readonly parent: string;
      readonly asked: keyof Instructions;
      readonly reason: string;
      /** The beginning of the reply, on one line; absent when none was delivered. */
      readonly reply?: string;
    }
  /** The optimizer model says of a row that it is broken or mislabelled, instead of giving a reason for it. */
  | {
      readonly type: "row-set-aside";
      readonly round: number;
      readonly parent: string;
      /** The row's id. */
      readonly row: string;
      /** Where it is in its file, such as `data.csv:12`; absent where that is not known. */
      readonly place?: string;
      /** The beginning of its values. */
      readonly text: string;
      /** What the model says of it. */
      readonly words: string;
    }
  /** What is known of the candidates that a step of selection has just pulled. */
  | {
      readonly type: "arms";
      readonly round: number;
      readonly arms: readonly { readonly id: string; readonly value: number; readonly n: number }[];
    }
  | {
      /** A part was written with something around it, such as a fence, which was taken off. */
      readonly type: "part-unwrapped";
      readonly round: number;
      readonly parent: string;
      /** Its name. */
      readonly part: string;
      readonly asked: keyof Instructions;
      /** What is left. */
      readonly text: string;
      readonly unwrapped: readonly Wrapping[];
    }
  | {
      readonly type: "selected";
      readonly round: number;
      readonly selector: string;
      readonly evaluations: number;
      readonly calls: number;
      readonly optimism: number;
      /** How far, in score, a prompt kept may at most be expected to fall short of one dropped (`src/core/stats/regret.ts`). */
      readonly regret: number;
      readonly kept: readonly string[];
      readonly ranking: readonly RankedArm[];
    }
  /** A metric of the user's failed twice on an answer: the row leaves the score of this prompt, and both sides of a pair. */
  | {
      readonly type: "row-unscored";
      readonly round: number;
      /** The id of the prompt. */
      readonly prompt: string;
      /** The id of the row. */
      readonly row: string;
      /** Where the row is, such as `data.csv:12`; absent where that is not known. */
      readonly place?: string;
      readonly message: string;
    }
  | { readonly type: "dev-score"; readonly round: number; readonly id: string; readonly score: Estimate }
  /** What the initial prompt answers on the protected rows: those that it gets wrong, nobody can break. */
  | { readonly type: "protected-rows"; readonly rows: number; readonly wrong: readonly WrongRow[] }
  /** A finalist that may not win: it breaks protected rows, has no answer to some of them, or misses a limit on dev. */
  | {
      readonly type: "finalist-refused";
      readonly round: number;
      readonly id: string;
      /** Protected rows that the initial prompt gets right and this one wrong; absent for none. */
      readonly broken?: readonly FlippedRow[];
      /** Ids of protected rows without an answer; absent for none. */
      readonly unanswered?: readonly string[];
      /** The limits that it misses, with what it has; absent for none. */
      readonly missed?: readonly MeasuredLimit[];
    }
  | { readonly type: "search-ended"; readonly reason: StopReason; readonly best: string; readonly foundInRound: number }
  | { readonly type: "notice"; readonly text: string }
  | { readonly type: "spending"; readonly spending: Spending }
  | { readonly type: "verdict"; readonly verdict: Verdict }
  /** Events that an earlier attempt at the run reported and the attempt that ends here did not: by their sequence numbers. */
  | { readonly type: "events-withdrawn"; readonly sequences: readonly number[] }
  | { readonly type: "run-ended"; readonly status: "finished" | "stopped" | "failed"; readonly message: string };
