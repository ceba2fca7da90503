/** Where a run's observations and exchanges go as they are made; nothing that is recorded steers the search. */
import type { Instructions } from "../asking/templates.ts";
import type { ModelRequest } from "../model.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Observation } from "../task.ts";

/** One request to the optimizer model, with what was taken from its reply. */
export interface Exchange {
  readonly round: number;
  /** The id of the prompt that the request is about. */
  readonly parent: string;
  /** Which of the instructions was sent. */
  readonly asked: keyof Instructions;
  /** The name of the part that it is about. */
  readonly part: string;
  readonly request: ModelRequest;
  /** The reply's text; absent when none was delivered. */
  readonly reply?: string;
  /** The items that were taken; none when the reply was dropped. */
  readonly items: readonly string[];
  /** Why the reply was dropped; absent when it was not. */
  readonly dropped?: string;
}

export interface Recorder {
  /**
   * A cell was judged: this prompt on one row.
   * @param repeat which of several answers to the same prompt and row; 0 is the one that counts
   * @param request what the task model was asked
   */
  observed(prompt: Prompt, observation: Observation, repeat: number, request: ModelRequest): void;
  /** The optimizer model was asked, and has replied or has not. */
  asked(exchange: Exchange): void;
}

/** Records nothing. */
export const NO_RECORDER: Recorder = { observed: () => undefined, asked: () => undefined };

/** Records with the one and then with the other. */
export function bothOf(one: Recorder, other: Recorder): Recorder {
  return {
    observed(...seen) {
      one.observed(...seen);
      other.observed(...seen);
    },
    asked(exchange) {
      one.asked(exchange);
      other.asked(exchange);
    },
  };
}
