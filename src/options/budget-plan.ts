/** What is decided for a budget: the options that a user leaves open, and what a plan says of them. */
import type { SearchOptions, SelectionOptions } from "./groups.ts";

/** The options that a plan decides where a user does not, by their paths. */
export const PLANNED = [
  "search.method",
  "search.rounds",
  "search.beamWidth",
  "search.minibatchSize",
  "search.paraphrasesPerPrompt",
  "search.headroom",
  "selection.perCandidate",
  "splits.maxDev",
  "splits.maxTest",
] as const;

export type PlannedOption = (typeof PLANNED)[number];

/** What was decided for a budget of calls. Options that a user set are not in it. */
export interface BudgetPlan {
  /** The calls that it was made for: the cap on calls, or what a cap on money, tokens or time is guessed to hold. */
  readonly calls: number;
  readonly search: Partial<
    Pick<SearchOptions, "method" | "rounds" | "beamWidth" | "minibatchSize" | "paraphrasesPerPrompt" | "headroom">
  >;
  readonly selection: Partial<Pick<SelectionOptions, "perCandidate">>;
  /** Rows of dev and test that are used, of those that there are. */
  readonly rows: { readonly dev: number; readonly test: number };
  /** About how many rounds the calls hold. */
  readonly rounds: number;
}
