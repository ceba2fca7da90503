/**
 * How much the result depends on the first prompt: several of them on the example reviews, written by hand, induced from rows, and
 * induced from a line, each at the same budget of calls and over the same seeds. `--seeds N` plays other than 20.
 */
import { parsePrompt } from "../src/core/prompt/prompt.ts";
import { inducePrompt } from "../src/index.ts";
import { optimize } from "../src/jobs/optimize.ts";
import { simulatedReviews } from "../src/testing/index.ts";
import { meanCell, type KeepTable } from "./lib/doc-tables.ts";
import { example } from "./lib/example.ts";
import { seedsIn } from "./lib/seeds.ts";
import { meanInterval } from "../src/core/stats/mean-interval.ts";

/** What the tasks of the first prompts say; the output format is that of the example. */
const WRITTEN: Readonly<Record<string, string>> = {
  plain: "Is this review positive or negative?",
  terse: "positive/negative",
  wordy:
    "You are an expert reader of reviews with many years of experience. Read the text below carefully, think about the meaning of the whole, take the context into account, and then decide whether the review is positive or negative. Be precise.",
  careful:
    "Decide whether the review is positive or negative. A negated word means its opposite, and something that broke or does not work counts against the item.",
  hasty: "Say positive or negative. Go by the first words, and when you are unsure, answer positive.",
  indirect: "Would the writer buy it again? Answer positive if so, negative if not.",
};
const LINE = "Tell whether a customer's review is positive or negative.";
const INDUCED = "induced from rows";
const DESCRIBED = "induced from a line";
const NAMES = [...Object.keys(WRITTEN), INDUCED, DESCRIBED];

/** Of each run, what wrote its first prompt and the verdict included. */
const CALLS = 3000;

interface Played {
  readonly before: number;
  readonly after: number;
}

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const seeds = seedsIn(args, 20);
  const played: Record<string, Played[]> = {};
  for (const name of NAMES) {
    played[name] = [];
    for (const seed of seeds) played[name].push(await play(name, seed));
  }
  const meansOf = (when: keyof Played): number[] => NAMES.map((name) => meanOf(played[name]!, when).value);
  print(`accuracy on test rows, mean of ${seeds.length} seeds with its 95% interval; ${CALLS} calls each`);
  print(`${"first prompt".padEnd(21)}before         after          gain`);
  for (const name of NAMES) {
    const own = played[name]!;
    const gain = meanInterval(own.map(({ before, after }) => after - before));
    print(
      `${name.padEnd(21)}${shown(meanOf(own, "before")).padEnd(15)}${shown(meanOf(own, "after")).padEnd(15)}${shown(gain)}`,
    );
  }
  const against = (name: string, other: string): string =>
    shown(meanInterval(played[name]!.map(({ after }, i) => after - played[other]![i]!.after)));
  const ranked = NAMES.toSorted((a, b) => meanOf(played[b]!, "after").value - meanOf(played[a]!, "after").value);
  print(`after, on the same seeds: ${ranked[0]} minus ${ranked.at(-1)} ${against(ranked[0]!, ranked.at(-1)!)}`);
  for (const name of [INDUCED, DESCRIBED])
    print(`after, on the same seeds: ${name} minus plain ${against(name, "plain")}`);
  const overAll = (name: string, of: (values: readonly number[]) => number): string[] => [
    name,
    `**${of(meansOf("before")).toFixed(3)}**`,
    `**${of(meansOf("after")).toFixed(3)}**`,
    "",
  ];
  keepTable("prompts", [
    ["first prompt", "before", "after", "gain"],
    ...NAMES.map((name) => [
      name,
      meanCell(meanOf(played[name]!, "before")),
      meanCell(meanOf(played[name]!, "after")),
      meanCell(meanInterval(played[name]!.map(({ before, after }) => after - before))),
    ]),
    overAll("**spread** of the means: largest minus smallest", spread),
    overAll("their standard deviation", deviation),
  ]);
  keepTable("paired", [
    ["after, on the same seeds", "difference"],
    [`${ranked[0]} minus ${ranked.at(-1)}, the best and the worst end`, against(ranked[0]!, ranked.at(-1)!)],
    ...[INDUCED, DESCRIBED].map((name) => [`${name} minus plain`, against(name, "plain")]),
  ]);
  return {
    seeds: seeds.length,
    prompts: NAMES.length,
    spreadBefore: spread(meansOf("before")),
    spreadAfter: spread(meansOf("after")),
    sdBefore: deviation(meansOf("before")),
    sdAfter: deviation(meansOf("after")),
  };
}

async function play(name: string, seed: number): Promise<Played> {
  const { prompt: own, ...rows } = await example();
  const model = simulatedReviews({ seed });
  const shared = { ...rows, model, seed, splits: { seed } };
  const section = WRITTEN[name];
  const first =
    section === undefined
      ? await inducePrompt({ ...shared, prompt: own, ...(name === DESCRIBED && { description: LINE, shown: 0 }) })
      : { prompt: parsePrompt(own).withParts({ task: section }).text, cost: { calls: 0 } };
  const budget = { calls: CALLS - first.cost.calls };
  const { verdict } = await optimize({ ...shared, prompt: first.prompt, budget });
  return { before: verdict!.initial.value, after: verdict!.winner.value };
}

function meanOf(played: readonly Played[], when: keyof Played): ReturnType<typeof meanInterval> {
  return meanInterval(played.map((one) => one[when]));
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

function shown({ value, half }: { readonly value: number; readonly half: number }): string {
  return `${value.toFixed(3)} ±${half.toFixed(3)}`;
}
