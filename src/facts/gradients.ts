/** The quality of every gradient, from events: usefulness, consistency, relevance. */
import { answers, lineage } from "../core/candidate.ts";
import type { RunEvent } from "../core/events.ts";
import { type Gain } from "../core/measuring/gains.ts";
import { contentWords, similarity } from "../core/values/similarity.ts";
import { all, type Of } from "./of.ts";

/** A gradient of one round, with its result. */
export interface GradientQuality {
  readonly id: string;
  readonly round: number;
  /** The id of the prompt that it finds fault with. */
  readonly parent: string;
  readonly text: string;
  /** Ids of the errors that it was written from. */
  readonly rows: readonly string[];
  /**
   * Usefulness: the edits written against it and their paraphrases, as far as they entered selection, the greatest gain
   * first. `gain` is the difference to the parent's score on the same rows; absent where they had none in common.
   */
  readonly children: readonly { readonly id: string; readonly kept: boolean; readonly gain?: Gain }[];
  /** How alike the gradients that were asked for with it are: mean similarity of their words to its own, from 0 to 1. Absent where it was asked for alone. */
  readonly consistency?: number;
  /** Whether it speaks of its rows rather than of any, from -1 to 1; about 0 when it would fit any. */
  readonly relevance?: number;
}

/** All gradients round by round, in an order that does not depend on which answer arrived first. */
export function writtenGradients(events: readonly RunEvent[]): Of<"gradient">[] {
  const key = ({ parent, rows, id }: Of<"gradient">): string => [parent, ...rows, id].join(" ");
  return all(events, "gradient").toSorted((a, b) => a.round - b.round || (key(a) < key(b) ? -1 : 1));
}

/** Every gradient, round by round, the most useful first; one that a round brought twice is listed once, with the rows of both. */
export function gradientsOf(events: readonly RunEvent[]): GradientQuality[] {
  const written = writtenGradients(events);
  const rounds = new Map(all(events, "selected").map((event) => [event.round, event]));
  const candidates = all(events, "candidate");
  const gradients = [...Map.groupBy(written, ({ round, id }) => `${round} ${id}`).values()].map((same) => {
    const { id, round, parent, text, relevance } = same[0]!;
    const selected = rounds.get(round);
    const children = candidates
      .filter((event) => event.round === round && answers(lineage(event.origin), id))
      .map((child) => {
        const gain = selected?.ranking.find((arm) => arm.id === child.id)?.gain;
        return { id: child.id, kept: selected?.kept.includes(child.id) === true, ...(gain && { gain }) };
      })
      .toSorted((a, b) => valueOf(b) - valueOf(a));
    const consistency = likeness(same[0]!, written);
    return {
      id,
      round,
      parent,
      text,
      rows: [...new Set(same.flatMap(({ rows }) => rows))],
      children,
      ...(consistency !== undefined && { consistency }),
      ...(relevance !== undefined && { relevance }),
    };
  });
  const best = ({ children: [first] }: GradientQuality): number => (first === undefined ? -3 : valueOf(first));
  return gradients.toSorted((a, b) => a.round - b.round || best(b) - best(a));
}

/** A child's gain, from -1 to 1; below all of them where it is not known. */
function valueOf({ gain }: GradientQuality["children"][number]): number {
  return gain?.value ?? -2;
}

/** Mean similarity to the other gradients of the same parent and rows. */
function likeness(gradient: Of<"gradient">, written: readonly Of<"gradient">[]): number | undefined {
  const rows = gradient.rows.toSorted().join(" ");
  const repeats = written.filter(
    (other) => other !== gradient && other.parent === gradient.parent && other.rows.toSorted().join(" ") === rows,
  );
  if (repeats.length === 0) return undefined;
  const words = contentWords(gradient.text);
  return repeats.reduce((sum, { text }) => sum + similarity(words, contentWords(text)), 0) / repeats.length;
}
