/** A small run of the main job on the example reviews, some 300 calls, and what must be the same in every repeat of it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { methods, type MethodName } from "../../src/core/methods/index.ts";
import { readDataset } from "../../src/datasets/index.ts";
import type { OptimizeOptions } from "../../src/jobs/optimize.ts";
import type { RunResult } from "../../src/run/result.ts";

const EXAMPLE = new URL("../../examples/reviews/", import.meta.url);
const { rows } = await readDataset(fileURLToPath(new URL("reviews.csv", EXAMPLE)));

export const PROMPT: string = readFileSync(new URL("prompt.md", EXAMPLE), "utf8");
export const REVIEWS: readonly Readonly<Record<string, unknown>>[] = rows.slice(0, 200).map(({ fields }) => fields);

type Options = OptimizeOptions<Readonly<Record<string, unknown>>>;

export const SEARCH = {
  rounds: 2,
  beamWidth: 2,
  minibatchSize: 16,
  errorGroups: 2,
  errorsPerGroup: 3,
  gradientsPerGroup: 2,
  maxSuccessors: 4,
  headroom: false,
} as const;

/** What a method reads of the small run's options: it refuses the rest. */
export function readBy(method: MethodName): Pick<Options, "search" | "selection"> {
  const reads: readonly string[] = methods[method].reads;
  const read = Object.entries(SEARCH).filter(([name]) => name === "headroom" || reads.includes(name));
  return {
    search: { ...Object.fromEntries(read), method },
    selection: reads.includes("selection") ? { perCandidate: 8 } : {},
  };
}

/** Everything but the model: 30 test, 20 dev and 150 train rows, two rounds. */
export const SMALL: Omit<Options, "model"> = {
  prompt: PROMPT,
  examples: REVIEWS,
  label: "label",
  search: SEARCH,
  selection: { perCandidate: 8 },
  splits: { maxDev: 20, maxTest: 30 },
  seed: 3,
};

/** The least cap on calls that such a run takes: the verdict, a minibatch and dev. */
export const LEAST_CALLS: number = 2 * 30 + 16 + 20;

/** What may differ between two runs that do the same: names, what was asked again, what the store knew. */
const MAY_DIFFER: ReadonlySet<string> = new Set(["runId", "resumed", "cached", "failures", "savedTokens", "savedUsd"]);

/** The result as plain data, without what may differ. */
export function comparable(result: RunResult): unknown {
  return JSON.parse(JSON.stringify(result, (key, value: unknown) => (MAY_DIFFER.has(key) ? undefined : value)));
}
