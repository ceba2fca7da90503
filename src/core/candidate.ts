/** A prompt in the search, with how it came to be. */
import type { Prompt } from "./prompt.ts";

export type Origin =
  | { readonly kind: "initial" }
  /** Written against a gradient of the parent. `parent` and `gradient` are ids. */
  | { readonly kind: "edit"; readonly parent: string; readonly gradient: string }
  /** The parent in other words. */
  | { readonly kind: "paraphrase"; readonly parent: string };

export interface Candidate {
  readonly prompt: Prompt;
  readonly origin: Origin;
  /** The round in which it was written; 0 for the initial prompt. */
  readonly round: number;
}

/** The first of each distinct prompt, in the order given. */
export function distinct(candidates: readonly Candidate[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (!byId.has(candidate.prompt.id)) byId.set(candidate.prompt.id, candidate);
  }
  return [...byId.values()];
}
