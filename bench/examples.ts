/**
 * A part of examples that the search fills next to the instructions, against instructions alone: the default method in every
 * family of simulated worlds, at one budget of calls, in pairs. With the part, a fifth of train is set aside to be shown.
 * `--seeds N` plays other than 10, `--from N` begins with another seed than 1.
 */
import type { MethodName } from "../src/core/methods/index.ts";
import { meanInterval, meanOfMeans, type MeanInterval } from "../src/core/stats/mean-interval.ts";
import { worldFamilies } from "../src/testing/simulated-world.ts";
import type { FamilyName } from "../src/testing/worlds/families.ts";
import { gainCell, meanCell, type KeepTable } from "./lib/doc-tables.ts";
import { playGames } from "./lib/methods-games.ts";
import type { Game, Outcome } from "./lib/methods-worker.ts";
import { seedsIn } from "./lib/seeds.ts";

const CALLS = 1000;
const FAMILIES: readonly FamilyName[] = worldFamilies.filter((family) => family !== "disputed");

/** What is compared: the method, and whether it fills a part of examples. */
const CONTENDERS: Readonly<Record<string, { readonly method: MethodName; readonly examples: boolean }>> = {
  "`protegi`, instructions alone": { method: "protegi", examples: false },
  "`protegi`, with examples": { method: "protegi", examples: true },
  "`demonstrations`, examples alone": { method: "demonstrations", examples: true },
};

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const seeds = seedsIn(args, 10);
  const games = seeds.flatMap((seed) =>
    FAMILIES.flatMap((family) =>
      Object.values(CONTENDERS).map((one): Game => ({ family, seed, calls: CALLS, plans: true, ...one })),
    ),
  );
  const outcomes = await playGames(games);
  const names = Object.keys(CONTENDERS);
  const rows = names.map((name) => [
    name,
    ...withMean((family) => meanInterval(scores(outcomes, family, name))).map(meanCell),
  ]);
  const gains = withMean((family) => {
    const [without, filled] = names.map((name) => scores(outcomes, family, name));
    return meanInterval(filled!.map((score, i) => score - without![i]!));
  });
  const header = ["method", ...FAMILIES, "mean"];
  const table = [...rows, ["the examples' gain, paired", ...gains.map(gainCell)]];
  keepTable("scores", [header, ...table]);
  for (const line of [header, ...table]) print(line.join(" | "));
  return {
    gain: gains.at(-1)!.value,
    familiesAhead: gains.slice(0, -1).filter(({ value, half }) => value > half).length,
  };
}

/** A number for each family, and their mean. */
function withMean(read: (family: FamilyName) => MeanInterval): MeanInterval[] {
  const means = FAMILIES.map(read);
  return [...means, meanOfMeans(means)];
}

/** Of one contender in one family, a score for each seed, in the order of seeds. */
function scores(outcomes: readonly Outcome[], family: FamilyName, name: string): number[] {
  const { method, examples } = CONTENDERS[name]!;
  return outcomes
    .filter((one) => one.family === family && one.method === method && one.examples === examples)
    .toSorted((a, b) => a.seed - b.seed)
    .map(({ played }) => played.score);
}
