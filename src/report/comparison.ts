/** A comparison of prompts in words: who is better, by how much, on which rows. */
import { rowText } from "../core/example.ts";
import type { ComparedPrompt, Comparison, Flip } from "../core/measuring/compare.ts";
import { clustersIn } from "./verdict.ts";
import { readingLines } from "../core/replies/readings.ts";
import { comparedLimitLines } from "./limits.ts";
import { varyingWords } from "./repeats.ts";
import { table } from "./table.ts";
import { oneLabelSentence } from "./verdict.ts";
import { count, counted, oneLine, signed, withInterval } from "../core/values/words.ts";

/** Flips of each kind that are shown; --json has all. */
const SHOWN = 3;

/** How a comparison is shown. */
interface ComparisonShape {
  /** Columns of rows that are shown; default: all. */
  readonly columns?: readonly string[];
  /** The columns of the terminal; default: as wide as it gets. */
  readonly width?: number;
}

/** One screen: a line for each prompt, then a few rows that flip. */
export function comparisonLines(
  comparison: Comparison,
  names: readonly string[],
  metric: string,
  untilDecided: boolean,
  { columns = [], width = Infinity }: ComparisonShape = {},
): string[] {
  const { rows, available, unscored = 0, repeats, prompts } = comparison;
  const [first, ...others] = prompts;
  const exact = others.some(({ pValue }) => pValue !== undefined);
  const header = [
    "prompt",
    `${metric}, 95% interval`,
    `against ${names[0]}`,
    "fixed",
    "broken",
    ...(exact ? ["p"] : []),
    "",
  ];
  const lines = others.map((prompt, i) => [
    names[i + 1]!,
    withInterval(prompt.score),
    `${signed(prompt.difference!.value)} [${signed(prompt.difference!.low)}, ${signed(prompt.difference!.high)}]`,
    count(prompt.fixed.length),
    count(prompt.broken.length),
    ...(exact ? [prompt.pValue === undefined ? "" : pText(prompt.pValue)] : []),
    prompt.word!.toUpperCase(),
  ]);
  const invalid = prompts.map((prompt, i) => [names[i]!, prompt.invalid] as const).filter(([, number]) => number > 0);
  return [
    ...table(
      header,
      [[names[0]!, withInterval(first!.score), "", "", "", ...(exact ? [""] : []), ""], ...lines],
      width,
    ),
    "",
    `On ${counted(rows, "row")}, ${clustersIn(first!.score)}the same for all${rows < available ? ` (of ${count(available)})` : ""}. ${method(others, exact, untilDecided, rows < available)}`,
    ...(repeats === undefined
      ? []
      : [
          `Each row was answered ${count(repeats)} times, and counts once.`,
          ...prompts.map(({ varying = 0 }, i) => `${names[i]!}: answers differ on ${varyingWords(varying, rows)}.`),
        ]),
    ...(unscored > 0 ? [`${counted(unscored, "row")} left out for all: the metric failed on an answer.`] : []),
    ...invalid.map(
      ([name, number]) =>
        `${name}: ${counted(number, "answer")} could not be read, and ${number === 1 ? "counts" : "count"} as wrong.`,
    ),
    ...others.flatMap(({ oneLabel, difference }, i) =>
      oneLabel !== undefined && difference!.low > 0 ? [`${names[i + 1]}: ${oneLabelSentence(oneLabel)}`] : [],
    ),
    ...prompts.flatMap((prompt, i) => readingLines(prompt.readings, names[i]!)),
    ...comparedLimitLines(prompts, names, width),
    ...others.flatMap((prompt, i) => flipLines(prompt, names[i + 1]!, columns)),
  ];
}

function method(others: readonly ComparedPrompt[], exact: boolean, untilDecided: boolean, early: boolean): string {
  const clusters = others[0]?.difference?.clusters;
  const several =
    others.length > 1
      ? ` The intervals of the differences hold all at once${exact ? ", and p is corrected by Holm's method" : ""}.`
      : "";
  if (untilDecided) {
    const decided = others.every(({ word }) => word !== "not shown");
    const end = decided
      ? "Stopped as soon as all was decided"
      : `Not decided ${early ? "on these" : "before the last row"}`;
    return `${end}; the intervals of the differences stay valid whenever one stops.${several}`;
  }
  return `${exact ? "p is of McNemar's exact test." : `The intervals of the differences are of the paired bootstrap${clusters === undefined ? "" : " over clusters"}.`}${several}`;
}

function flipLines({ fixed, broken }: ComparedPrompt, name: string, columns: readonly string[]): string[] {
  const line = ({ example, before, after }: Flip): string =>
    `  ${oneLine(before, 20)} → ${oneLine(after, 20)}: ${oneLine(rowText(example, columns), 90)}`;
  const part = (title: string, flips: readonly Flip[]): string[] =>
    flips.length === 0
      ? []
      : [
          "",
          `${title} by ${name}, ${Math.min(SHOWN, flips.length)} of ${count(flips.length)}:`,
          ...flips.slice(0, SHOWN).map(line),
        ];
  return [...part("Fixed", fixed), ...part("Broken", broken)];
}

function pText(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
