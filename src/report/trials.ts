/** Trials in words: each variant's score and gain, how it does against the first, what it takes. */
import { count, counted, score, signed, withInterval } from "../core/values/words.ts";
import type { MeanInterval } from "../core/stats/mean-interval.ts";
import type { Against, VariantSummary } from "../trials/summary.ts";
import { table } from "./table.ts";
import { dollars } from "./words.ts";

/** One screen: what the variants found, what it took, and how to read it. */
export function trialsLines(
  summaries: readonly VariantSummary[],
  {
    metric,
    seeds,
    splits = 1,
    rows,
    width = Infinity,
  }: {
    readonly metric: string;
    readonly seeds: number;
    readonly splits?: number;
    readonly rows: number;
    /** The columns that a line of a table may take; default: as wide as it gets. */
    readonly width?: number;
  },
): string[] {
  return [
    ...table(
      ["variant", "initial", "best found", "gain", "better", "against the first", ""],
      summaries.map((one) => [
        one.name,
        ...(one.trials === 0
          ? ["", "no verdict", "", ""]
          : [
              score(one.initial.value),
              plusMinus(one.score),
              signed(one.gain.value),
              `${one.verdicts.better} of ${one.trials}`,
            ]),
        ...againstCells(one.against),
      ]),
      width,
    ),
    "",
    ...table(
      ["a trial took", "calls", "from the store", "tokens", "money"],
      summaries
        .filter(({ trials }) => trials > 0)
        .map(({ name, calls, cached, tokens, usd }) => [
          name,
          count(calls.value),
          count(cached.value),
          count(tokens.value),
          usd === undefined ? "unknown" : dollars(usd.value),
        ]),
      width,
    ),
    "",
    ...spreadLines(summaries, width),
    `${metric} on ${counted(rows, "test row")}, means over ${splits > 1 ? `${counted(splits, "split")} with ${counted(seeds, "seed")} each` : counted(seeds, "seed")}. "better" counts verdicts against the initial prompt.`,
    ...reading(summaries, seeds, splits),
    ...summaries
      .filter(({ without }) => without > 0)
      .map(({ name, without }) => `${name}: no verdict was reached in ${counted(without, "trial")}; left out.`),
    "Answers from the store had been paid for by another trial or run; tokens and money are reported as if they had not.",
    "If you pick a variant by these rows, you have used them up: judge the prompt that you pick on new ones.",
  ];
}

function againstCells(against: Against | undefined): string[] {
  if (against === undefined) return ["", ""];
  const { value, low, high } = against.difference;
  return [`${signed(value)} [${signed(low)}, ${signed(high)}]`, against.word.toUpperCase()];
}

/** What the intervals are over. */
function reading(summaries: readonly VariantSummary[], seeds: number, splits: number): string[] {
  const held = summaries.flatMap(({ against }) => (against === undefined ? [] : [against.over]));
  const several = held.length > 1 ? ", and hold all at once (Bonferroni)" : "";
  if (splits > 1) {
    return [
      "95% intervals are over splits, each by the mean of its seeds (Student's t): how search and rows vary together.",
      ...(held.length === 0 ? [] : [`Those of the differences are paired by split${several}.`]),
      ...byRows(summaries),
    ];
  }
  if (seeds === 1) {
    return [
      "One seed: nothing is known of how the search varies, and another seed may turn the order.",
      ...(held.length === 0
        ? []
        : [
            `The 95% intervals of the differences are over test rows, in pairs${several}: they compare these prompts only.`,
          ]),
    ];
  }
  const over = "95% intervals are over seeds (Student's t): how the search varies on these rows.";
  if (held.length === 0) return [over];
  return [over, `Those of the differences are paired by seed${several}.`, ...byRows(summaries)];
}

function byRows(summaries: readonly VariantSummary[]): string[] {
  const names = summaries.filter(({ against }) => against?.over === "rows").map(({ name }) => name);
  if (names.length === 0) return [];
  return [`Paired by test rows instead, as their seeds do not differ: ${names.join(", ")}.`];
}

/** How far scores vary with the split and with the seed, where there are several splits. */
function spreadLines(summaries: readonly VariantSummary[], width: number): string[] {
  const rows = summaries.flatMap(({ name, spread }) => {
    if (spread === undefined) return [];
    const cells = [spread.score, spread.gain].flatMap(({ between, within }) => [
      score(between),
      within === undefined ? "" : score(within),
    ]);
    return [[name, ...cells]];
  });
  if (rows.length === 0) return [];
  const head = ["standard deviation", "best found: by split", "by seed", "gain: by split", "by seed"];
  return [...table(head, rows, width), ""];
}

function plusMinus(mean: MeanInterval): string {
  const { value, low, high, half } = mean;
  if (!Number.isFinite(half)) return score(value);
  // An interval that was cut at a bound has no middle.
  return value - half < low || value + half > high ? withInterval(mean) : `${score(value)} ±${score(half)}`;
}
