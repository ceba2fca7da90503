/** What a method is: a search, and the calls that it plans. */
import type { ExpandOptions } from "./protegi/plan.ts";
import type { Search } from "../tools.ts";
import type { BeamOptions } from "./beam/beam.ts";
import type { WriterMode } from "./writing/mode.ts";

/** How new prompts are written. */
export interface WritingOptions {
  /** What is asked of the optimizer model; default `whole`. */
  readonly writer?: WriterMode;
}

/** The options that methods share. A method reads those that its rule has. */
export type MethodOptions = BeamOptions & ExpandOptions & WritingOptions;

/** What a method may read: its options, the group `selection` where it chooses by the run's selector, lessons, and the part of examples. */
export type MethodReads = keyof MethodOptions | "selection" | "lessons" | "examples";

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

/** What a plan depends on in addition to the options. */
export interface PlanSizes {
  /** Rows of the dev split. */
  readonly dev: number;
  /** Evaluations of one selection, given the number of candidates. */
  readonly budgetFor: (candidates: number) => number;
  /** Whether the task model is known to be small, so that short forms of the prompt are tried first; default false. */
  readonly taskIsSmall?: boolean;
}

/** A method: how better prompts are searched for, and what that takes. */
export interface Method {
  /** Its name in configs, reports and errors. */
  readonly name: string;
  /** One line about it, for the reference of options; no full stop. */
  readonly about: string;
  /** What it reads; a user who sets another option gets an error. */
  readonly reads: readonly MethodReads[];
  /** The search with these options. */
  readonly search: (options: MethodOptions) => Search;
  /** The most calls that this search makes, as far as that is known beforehand. */
  readonly plan: (options: MethodOptions, sizes: PlanSizes) => SearchPlan;
  /** The most rounds that the search begins; default: `options.rounds`. */
  readonly rounds?: (options: MethodOptions) => number;
}

/** The most rounds that a search of this method begins. */
export function roundsOf({ rounds = (own) => own.rounds }: Method, options: MethodOptions): number {
  return rounds(options);
}
