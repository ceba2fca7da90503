/** A verdict by folds in words. */
import type { Verdict, VerdictWord } from "../core/measuring/verdict.ts";
import { counted, signed } from "../core/values/words.ts";
import { verdictLines } from "./verdict.ts";

/** One search as a line shows it. */
export interface SearchLine {
  readonly fold?: number;
  readonly rows: number;
  readonly known: boolean;
  readonly verdict?: Pick<Verdict, "difference">;
}

/** What a search ended with. */
export function searchLine({ fold, rows, known, verdict }: SearchLine, of: number): string {
  const name =
    fold === undefined ? `search ${of}/${of} on all rows` : `search ${fold}/${of}, judged on ${counted(rows, "row")}`;
  const gain = verdict === undefined ? "" : `: ${signed(verdict.difference.value)}`;
  return `${name}${gain}${known ? " (run before)" : ""}`;
}

/** What a verdict on the procedure means for the reader. */
const MEANINGS: Readonly<Record<VerdictWord, string>> = {
  better:
    "A search like this finds prompts that are better on rows that it has not seen: use the prompt of the search on all rows.",
  worse: "A search like this finds prompts that are worse on rows that it has not seen: keep the initial one.",
  "not shown":
    "It is not shown that a search like this gains anything on rows that it has not seen: keep the initial prompt.",
  "meets the limits":
    "A search like this finds prompts that meet the limits, which the initial one does not: use the prompt of the search on all rows.",
  "misses a limit":
    "The prompt of the search on all rows, or those found like it, miss a limit: keep the initial prompt, whatever the scores.",
};

/** The verdict on the procedure, and what it says of the prompt that is handed over. */
export function foldsLines(verdict: Verdict, folds: number, width: number): string[] {
  const [word, , ...rest] = verdictLines(verdict, width);
  return [
    `${word!}, by ${folds} folds`,
    MEANINGS[verdict.word],
    "Every row is judged by a search that has not seen it. The verdict is on the search; no row is left to judge its last prompt.",
    ...rest.map((line) =>
      line
        .replace("untouched test row", "row")
        .replace("best found       ", "prompts found    ")
        .replace("    best found     ", "    prompts found  ")
        .replace(
          "These test rows were read for the first time.",
          "Each row was read by its own search for the first time.",
        ),
    ),
  ];
}
