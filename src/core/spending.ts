/** What calls took: tokens and money, in all and by what they were for. */
import type { ByRole } from "./model.ts";

/** What some calls took. */
export interface Cost {
  /** Calls that the run needed, answered by a model or from the store. */
  readonly calls: number;
  /** Those of them that the store answered, free. */
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; absent when a price is unknown. */
  readonly usd?: number;
  /** Tokens, in and out, that other runs had paid for answers found in the store; absent when there are none. */
  readonly savedTokens?: number;
  /** The US dollars of these. */
  readonly savedUsd?: number;
}

/** What has been spent so far, with what the same run had paid before it was cut off. */
export interface Spending extends Cost {
  /** Tries that brought no answer, and were made again. */
  readonly failures: number;
  /** Of the input tokens, those that the provider had cached. */
  readonly cachedInputTokens?: number;
  /** Of the output tokens, those spent on reasoning. */
  readonly reasoningTokens?: number;
  /** Of the judge only where it has a model; records of 0.1 have none. */
  readonly byRole?: ByRole<Cost>;
  /** Without the verdict's calls; round 0 is what comes before the first round. */
  readonly byRound?: readonly (Cost & { readonly round: number })[];
  /** What reading the test rows took. */
  readonly verdict?: Cost;
}
