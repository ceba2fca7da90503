/** What a method is: a search, and the calls that it plans. */
import type { ExpandOptions } from "./protegi/plan.ts";
import type { Search } from "../tools.ts";
import type { BeamOptions } from "./beam/beam.ts";

/** The options that methods share. A method reads those that its rule has. */
export type MethodOptions = BeamOptions & ExpandOptions;

/** Calls of a search by what they are for, where no reply is dropped and no cell is known. */
export interface SearchPlan {
  /** Prompts on their minibatches. */
  readonly errors: number;
  /** Gradients, edits, paraphrases and whatever else is asked of the optimizer model. */
  readonly proposing: number;
  /** Screening of successors on the parent's errors. */
  readonly screening: number;
  readonly selecting: number;
  readonly dev: number;
}

/** What a plan depends on beside the options. */
export interface PlanSizes {
  /** Rows of the dev split. */
  readonly dev: number;
  /** Evaluations of one selection, given the number of candidates. */
  readonly budgetFor: (candidates: number) => number;
}

export interface Method {
  readonly search: (options: MethodOptions) => Search;
  readonly plan: (options: MethodOptions, sizes: PlanSizes) => SearchPlan;
  /** The most rounds that the search begins; default: `options.rounds`. */
  readonly rounds?: (options: MethodOptions) => number;
}

/** The most rounds that a search of this method begins. */
export function roundsOf({ rounds = (own) => own.rounds }: Method, options: MethodOptions): number {
  return rounds(options);
}
