/** Plays a second task with lessons of a first one, or with none: the score of what it found on rows that it never saw. */
import { memoryStore, optimize } from "../../src/index.ts";
import type { Store } from "../../src/stores/store.ts";
import { simulatedWorld, type SimulatedWorld } from "../../src/testing/simulated-world.ts";
import { LABELS, type FamilyName, type WorldRow } from "../../src/testing/worlds/families.ts";

/**
 * What the first task has in common with the second: the same words with the same meaning in other rows; half of its rows like
 * that, and half of another world; another world of the family; the same words, each with another label. None: no first task.
 */
export type First = "none" | "same" | "half" | "unrelated" | "opposed";

export interface Game {
  readonly family: FamilyName;
  readonly seed: number;
  readonly first: First;
}

const ROWS = { train: 200, dev: 50, test: 300 };
const ALL = ROWS.train + ROWS.dev + ROWS.test;
/** Budget of each search; the test rows come on top. */
const CALLS = 1000;
const NOISE = 0.03;
const LESSONS = 5;
/** Apart from the seeds of second tasks. */
const OTHER = 1000;

export async function play({ family, seed, first }: Game): Promise<number> {
  const world = simulatedWorld({ family, seed, rows: 2 * ALL, noise: NOISE });
  const store = memoryStore();
  if (first !== "none") {
    const other = simulatedWorld({ family, seed: OTHER + seed, rows: ALL, noise: NOISE });
    const rows = rowsOf(first, world.examples.slice(ALL), other.examples);
    await search(first === "unrelated" ? other : world, rows, seed, 0, store);
  }
  return search(world, world.examples.slice(0, ALL), seed, first === "none" ? 0 : LESSONS, store);
}

function rowsOf(first: First, alike: readonly WorldRow[], other: readonly WorldRow[]): readonly WorldRow[] {
  if (first === "same") return alike;
  if (first === "half") return alike.map((row, i) => (i % 2 === 0 ? row : other[i]!));
  if (first === "unrelated") return other;
  return alike.map(({ message, label }) => ({ message, label: LABELS[(LABELS.indexOf(label) + 1) % LABELS.length]! }));
}

async function search(
  { prompt, model, metric }: SimulatedWorld,
  rows: readonly WorldRow[],
  seed: number,
  lessons: number,
  store: Store,
): Promise<number> {
  const { verdict } = await optimize({
    prompt,
    examples: {
      train: rows.slice(0, ROWS.train),
      dev: rows.slice(ROWS.train, ROWS.train + ROWS.dev),
      test: rows.slice(ROWS.train + ROWS.dev),
    },
    label: "label",
    metric,
    model,
    seed,
    store,
    search: { rounds: 40, headroom: false, lessons },
    budget: { calls: CALLS + 2 * ROWS.test },
  });
  return verdict!.winner.value;
}
