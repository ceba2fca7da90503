/** The first experiment: gradients and edits on one minibatch with known errors; nothing is selected. */
import { partsOf, shownParts } from "../../src/core/prompt/prompt.ts";
import { CallBudget } from "../../src/core/budget.ts";
import type { Candidate } from "../../src/core/candidate.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { expandInitial } from "../../src/core/methods/protegi/first.ts";
import { wrongRows } from "../../src/report/rows.ts";
import { counted, oneLine } from "../../src/core/values/words.ts";
import { wire } from "../../src/run/wire.ts";
import type { Session, Findings, Ready, Recipe } from "./recipe.ts";
import { settingsFor } from "./settings.ts";

/** Errors and gradients that are shown; --json has all. */
const SHOWN = 6;
const WIDEST = 300;

export async function firstStep(
  _: Recipe,
  { options, models, store, signal }: Session,
  { task }: Ready,
): Promise<Findings> {
  const settings = settingsFor(options, {}, options.seed);
  const gradients: Extract<RunEvent, { type: "gradient" }>[] = [];
  const { path, tools } = wire({ task, models, settings, store, signal }, (event) => {
    if (event.type === "gradient") gradients.push(event);
  });
  try {
    const budget = new CallBudget(Infinity);
    const { seen, successors } = await expandInitial(tools, settings.search, options.seed, budget);
    const errors = seen.filter(({ correct }) => !correct);
    return {
      lines: [
        `${counted(errors.length, "error")} on ${counted(seen.length, "row")}:`,
        ...wrongRows(errors.slice(0, SHOWN), task.prompt.placeholders).map((line) => `  ${line}`),
        `${counted(gradients.length, "gradient")}, ${counted(successors.length, "successor")}:`,
        ...gradients.slice(0, SHOWN).flatMap(({ id, text }) => gradientLines(id, text, successors)),
      ],
      data: {
        rows: seen.length,
        errors: errors.map(({ example: { fields, expected }, answer }) => ({ ...fields, expected, answer })),
        gradients: gradients.map(({ id, text, rows }) => ({ id, text, rows })),
        successors: successors.map(({ prompt, origin }) => ({ id: prompt.id, parts: partsOf(prompt), origin })),
      },
    };
  } finally {
    await path.close();
  }
}

function gradientLines(id: string, text: string, successors: readonly Candidate[]): string[] {
  const edits = successors.filter(({ origin }) => origin.kind === "edit" && origin.gradient === id);
  return [
    `  gradient: ${oneLine(text, WIDEST)}`,
    ...edits.map(({ prompt }) => `    edit: ${oneLine(shownParts(partsOf(prompt)), WIDEST)}`),
  ];
}
