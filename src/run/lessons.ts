/**
 * Lessons of earlier runs: gradients whose edits did better than the prompt they were written from, on the same rows. They are
 * read from the store when a run begins and kept in its record, so that a resumed run shows what it showed before.
 */
import { placeholdersIn } from "../core/prompt/template.ts";
import type { RunEvent } from "../core/events.ts";
import { contentWords } from "../core/values/similarity.ts";
import type { Task } from "../core/task.ts";
import { gradientsOf } from "../facts/gradients.ts";
import { optionsOf } from "./result.ts";
import type { RunListing, Store } from "../stores/store.ts";

/** A gradient that paid off. */
export interface Lesson {
  readonly text: string;
  /** Lower end of the 95% interval of what its best edit gained on its parent. */
  readonly atLeast: number;
}

/** Related runs that are looked at, the newest first. */
const MOST_RUNS = 50;

/** The gradients of one run whose best edit scored higher than its parent on the rows that both have met. */
export function lessonsOf(events: readonly RunEvent[]): Lesson[] {
  return gradientsOf(events).flatMap(({ text, children: [best] }) =>
    best?.gain !== undefined && best.gain.value > 0 ? [{ text, atLeast: best.gain.low }] : [],
  );
}

/**
 * The texts of the `most` lessons that are the surest, of finished runs of this store whose prompts name the same columns and
 * whose answers are judged alike. Of lessons in the same words, one.
 * @param own fingerprint of the run that is to be taught, which learns nothing from its like
 */
export async function lessonsFor(
  store: Store,
  { prompt, metric, judging }: Task,
  most: number,
  own: string,
): Promise<readonly string[]> {
  if (most === 0) return [];
  const columns = sorted(prompt.placeholders);
  const related = (await store.listRuns()).filter(
    (run) =>
      run.status === "finished" &&
      run.fingerprint !== own &&
      optionsOf(run).metric === metric.name &&
      (optionsOf(run).judging ?? "") === judging &&
      sorted(placeholdersIn(optionsOf(run).prompt ?? "")) === columns,
  );
  const lessons: Lesson[] = [];
  for (const { id } of related.slice(0, MOST_RUNS)) lessons.push(...lessonsOf(await store.readEvents(id)));
  const best = lessons.toSorted((a, b) => b.atLeast - a.atLeast || (a.text < b.text ? -1 : 1));
  const distinct = new Map(best.toReversed().map(({ text }) => [sorted([...contentWords(text)]), text]));
  return [...distinct.values()].toReversed().slice(0, most);
}

/** The lessons that a run started with. */
export function lessonsIn(run: RunListing): readonly string[] {
  return optionsOf(run).lessons ?? [];
}

function sorted(words: readonly string[]): string {
  return JSON.stringify(words.toSorted());
}

/** What a run says of the lessons that it shows. */
export function lessonsNotice(count: number): string {
  return count === 0
    ? "No earlier run in the store has lessons for this one: none of the same columns and metric found a gradient that led to a gain."
    : `${count === 1 ? "1 lesson" : `${count} lessons`} of earlier runs in the store ${count === 1 ? "is" : "are"} shown to the optimizer model.`;
}
