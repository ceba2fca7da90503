/** A prompt in the search, with its origin. */
import type { Instructions } from "./asking/templates.ts";
import type { Prompt } from "./prompt/prompt.ts";

/** Written against a gradient of the parent, and against the others that were taken together with it. All are ids. */
interface EditOrigin {
  readonly kind: "edit";
  readonly parent: string;
  readonly gradient: string;
  readonly others?: readonly string[];
  /** The request that brought the words, where it was none for an edit. */
  readonly asked?: "rule" | "contrast";
}

/** The origin of a prompt. */
export type Origin =
  | { readonly kind: "initial" }
  /** A person added it while the search ran. */
  | { readonly kind: "added" }
  | EditOrigin
  /** The parent in other words; `edit` is the parent's own origin when it is an edit of the same round. */
  | {
      readonly kind: "paraphrase";
      readonly parent: string;
      readonly edit?: EditOrigin;
      /** The request that brought the words, where it was none for a paraphrase. */
      readonly asked?: "shorten";
    }
  /** A part written from scratch, in view of the parent's errors or of earlier scores. */
  | { readonly kind: "rewrite"; readonly parent: string; readonly asked?: "history" }
  /** A plain form of the same request, or the parent's parts in another order: no model was asked for it. */
  | { readonly kind: "plain-form"; readonly parent: string }
  /** The parent with one phrase added, deleted, swapped or reworded. */
  | { readonly kind: "phrase-edit"; readonly parent: string; readonly asked?: "paraphrase" }
  /** The parent combined with another prompt. */
  | { readonly kind: "crossover"; readonly parent: string; readonly other: string }
  /** The parent with other labelled rows as demonstrations; `edit` where it is an edit of the parent too. */
  | { readonly kind: "demonstrations"; readonly parent: string; readonly edit?: EditOrigin };

/** A prompt in the search, and where it is from. */
export interface Candidate {
  readonly prompt: Prompt;
  readonly origin: Origin;
  /** The round in which it was written; 0 for the initial prompt. */
  readonly round: number;
}

/** Whether a prompt was written against this gradient, alone or together with others. */
export function answers(origin: Origin, gradient: string): boolean {
  return origin.kind === "edit" && (origin.gradient === gradient || (origin.others?.includes(gradient) ?? false));
}

/** The first of each distinct prompt, in the order given. */
export function distinct(candidates: readonly Candidate[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (!byId.has(candidate.prompt.id)) byId.set(candidate.prompt.id, candidate);
  }
  return [...byId.values()];
}

/** The origin that a candidate owes what it says to: a paraphrase of an edit of the same round is a child of the edit's parent. */
export function lineage(origin: Origin): Origin {
  return origin.kind === "paraphrase" ? (origin.edit ?? origin) : origin;
}

/** The request to the optimizer model that brought a prompt's words; undefined where none was made for it alone. */
export function askedFor(origin: Origin): keyof Instructions | undefined {
  switch (origin.kind) {
    case "edit":
      // Several sentences in one section were asked for one by one.
      if (origin.asked !== undefined) return origin.others === undefined ? origin.asked : undefined;
      return "edit";
    case "paraphrase":
      return origin.asked ?? "paraphrase";
    case "rewrite":
      return origin.asked ?? "rewrite";
    case "crossover":
      return "crossover";
    case "phrase-edit":
      return origin.asked;
    case "initial":
    case "added":
    case "plain-form":
    case "demonstrations":
      return undefined;
  }
}
