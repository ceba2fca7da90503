/** Draws the pictures of docs/selection.md from the benchmark of selectors. */
import { mkdir, writeFile } from "node:fs/promises";
import { chart, type ChartOptions, type Series } from "../../src/report/chart.ts";
import { BUDGETS, DEFAULT, PAPER_UCB } from "./contenders.ts";
import type { Summary } from "./regret.ts";

const IMAGES = new URL("../../docs/images/", import.meta.url);

/** What the worlds are called where people read of them. */
export const TITLES: Readonly<Record<string, string>> = {
  bernoulli: "Independent rows",
  correlated: "Hard and easy rows",
  real: "Real model, real reviews",
  "written-reviews": "Real model, prompts of a real writer (reviews)",
  "written-trec": "Real model, prompts of real writers (trec)",
};

/** Colours that people with any colour vision can tell apart (Okabe and Ito), then greys. */
const COLORS: Readonly<Record<string, string>> = {
  "least-regret": "#d55e00",
  [PAPER_UCB]: "#0072b2",
  ucb: "#56b4e9",
  "ucb-e": "#7a9ab8",
  "successive-rejects": "#009e73",
  "successive-halving": "#cc79a7",
  "paired-halving": "#8c5a78",
  lucb: "#b8a100",
  "top-two-thompson": "#6a5acd",
  racing: "#8a8a8a",
  uniform: "#333333",
};

const X_LABEL = "evaluations used, per candidate";

export async function drawPictures(
  known: readonly string[],
  find: (world: string, budget: number, contender: string) => Summary,
  print: (line: string) => void,
): Promise<void> {
  const series = (world: string, point: (summary: Summary, budget: number) => Series["points"][number]): Series[] =>
    Object.keys(COLORS).map((contender) => ({
      name: contender,
      color: COLORS[contender]!,
      main: contender === DEFAULT,
      points: BUDGETS.map((budget) => point(find(world, budget, contender), budget)),
    }));
  const common: Omit<ChartOptions, "title" | "yLabel"> = {
    logMarks: BUDGETS,
    fromZero: true,
  };
  const pictures = {
    "selection-regret.svg": chart(
      known.map((world) => ({
        title: TITLES[world] ?? world,
        xLabel: X_LABEL,
        series: series(world, ({ regret, half, perCandidate }) => ({
          x: perCandidate,
          y: regret,
          low: regret - half,
          high: regret + half,
        })),
      })),
      {
        ...common,
        title: "Regret of the candidates kept, by evaluations used: lower is better",
        yLabel: "regret of the kept",
      },
    ),
    "selection-best.svg": chart(
      known.map((world) => ({
        title: TITLES[world] ?? world,
        xLabel: X_LABEL,
        series: series(world, ({ best, perCandidate }) => ({
          x: perCandidate,
          y: best.value,
          low: best.low,
          high: best.high,
        })),
      })),
      {
        ...common,
        title: "Chance that the best four are kept, by evaluations used: higher is better",
        yLabel: "chance of the best four",
      },
    ),
  };
  await mkdir(IMAGES, { recursive: true });
  for (const [name, svg] of Object.entries(pictures)) {
    await writeFile(new URL(name, IMAGES), svg);
    print(`drew docs/images/${name}`);
  }
}
