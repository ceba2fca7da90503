/** What `protegi induce` shows: the best prompt that was written, and the others. */
import { shownParts } from "../../core/prompt/prompt.ts";
import type { Task } from "../../core/task.ts";
import { counted, oneLine, withInterval } from "../../core/values/words.ts";
import type { InducedPrompt } from "../../jobs/induce.ts";
import { table } from "../../report/table.ts";
import { spent } from "../../report/words.ts";
import type { Terminal } from "../terminal.ts";

/** Characters of a prompt in the table. */
const SHOWN = 100;

export function inducedLines(
  terminal: Terminal,
  { metric }: Task,
  { prompt, candidates, cost }: InducedPrompt,
): string[] {
  if (candidates.length === 0)
    return [
      "No prompt that the model wrote keeps the placeholders and the labels; nothing was written.",
      `Spent ${spent(cost)}.`,
    ];
  return [
    terminal.bold("The best of the prompts that were written"),
    ...prompt.trimEnd().split("\n"),
    "",
    ...table(
      [metric.name, "prompt"],
      candidates.map(({ parts, score }) => [withInterval(score), oneLine(shownParts(parts), SHOWN)]),
      terminal.room,
    ),
    "",
    `On ${counted(candidates[0]!.score.n, "row")} of train: enough to choose by, too few to tell how good it is.`,
    `Spent ${spent(cost)}.`,
  ];
}
