/** Trials in words: each variant's score and gain, how it does against the first, what it takes. */
import { count, counted, score, signed, withInterval } from "../core/words.ts";
import type { MeanInterval } from "../core/stats/mean-interval.ts";
import type { Against, VariantSummary } from "../trials/summary.ts";
import { table } from "./table.ts";
import { dollars } from "./words.ts";

/** One screen: what the variants found, what it took, and how to read it. */
export function trialsLines(
  summaries: readonly VariantSummary[],
  { metric, seeds, rows }: { readonly metric: string; readonly seeds: number; readonly rows: number },
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
    ),
    "",
    `${metric} on ${counted(rows, "test row")}, means over ${counted(seeds, "seed")}. "better" counts verdicts against the initial prompt.`,
    ...reading(summaries, seeds),
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
function reading(summaries: readonly VariantSummary[], seeds: number): string[] {
  const held = summaries.flatMap(({ against }) => (against === undefined ? [] : [against.over]));
  const several = held.length > 1 ? ", and hold all at once (Bonferroni)" : "";
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
  const alone = held.includes("rows")
    ? [`Paired by test rows instead, as their seeds do not differ: ${overRows(summaries)}.`]
    : [];
  return [over, `Those of the differences are paired by seed${several}.`, ...alone];
}

function overRows(summaries: readonly VariantSummary[]): string {
  return summaries
    .filter(({ against }) => against?.over === "rows")
    .map(({ name }) => name)
    .join(", ");
}

function plusMinus(mean: MeanInterval): string {
  const { value, low, high, half } = mean;
  if (!Number.isFinite(half)) return score(value);
  // An interval that was cut at a bound has no middle.
  return value - half < low || value + half > high ? withInterval(mean) : `${score(value)} ±${score(half)}`;
}
