/** What each round brought, from events: children that beat their parent, gradients that are new, edits that change something. */
import type { RunEvent } from "../core/events.ts";
import { contentWords, similarity } from "../core/values/similarity.ts";
import { writtenGradients } from "./gradients.ts";
import { all } from "./of.ts";

/** What one round brought. */
export interface RoundYield {
  readonly round: number;
  /** New prompts that met rows in common with the prompt they were written from. */
  readonly children: number;
  /** Those of them that scored higher on these rows, by however little. */
  readonly gained: number;
  readonly gradients: number;
  /** Those of them that repeat a gradient before them: of the words of both, at least 60% are common. */
  readonly repeated: number;
  /** Edits and paraphrases that gave back the very text. */
  readonly unchanged: number;
}

/** Jaccard similarity from which on two gradients say the same. */
const SAME = 0.6;

/** The yield of every round whose selection has ended. */
export function yieldsOf(events: readonly RunEvent[]): RoundYield[] {
  const candidates = all(events, "candidate");
  const rejected = all(events, "candidate-rejected");
  const repeated = repeatedGradients(events);
  return all(events, "selected").map(({ round, ranking }): RoundYield => {
    const written = new Set(candidates.filter((event) => event.round === round).map(({ id }) => id));
    const gains = ranking.flatMap(({ id, gain }) => (written.has(id) && gain !== undefined ? [gain.value] : []));
    const own = repeated.filter((gradient) => gradient.round === round);
    return {
      round,
      children: gains.length,
      gained: gains.filter((value) => value > 0).length,
      gradients: own.length,
      repeated: own.filter((gradient) => gradient.repeats).length,
      unchanged: rejected.filter((event) => event.round === round && event.breach.kind === "unchanged").length,
    };
  });
}

/** Every gradient, and whether it says what an earlier one said. */
export function repeatedGradients(
  events: readonly RunEvent[],
): { readonly id: string; readonly round: number; readonly repeats: boolean }[] {
  const before: ReadonlySet<string>[] = [];
  return writtenGradients(events).map(({ id, round, text }) => {
    const words = contentWords(text);
    const repeats = before.some((other) => similarity(words, other) >= SAME);
    before.push(words);
    return { id, round, repeats };
  });
}
