/** What `protegi compare` shows: the prompts next to each other, and rows that flip. */
import { basename } from "node:path";
import type { PromptComparison } from "../../jobs/compare.ts";
import { comparisonLines } from "../../report/comparison.ts";
import { spent } from "../../report/words.ts";
import type { Terminal } from "../terminal.ts";

/**
 * @param files as they were named; without their folders where the names alone differ
 * @param columns those of a row that are shown
 */
export function comparisonScreen(
  terminal: Terminal,
  comparison: PromptComparison,
  files: readonly string[],
  untilDecided: boolean,
  columns: readonly string[],
): string[] {
  const names = files.map((file) => basename(file));
  const distinct = new Set(names).size === names.length ? names : files;
  const [header, ...lines] = comparisonLines(comparison, distinct, comparison.metric, untilDecided, {
    columns,
    width: terminal.room,
  });
  return [terminal.bold(header!), ...lines, "", `Spent ${spent(comparison.cost)}.`];
}

/** The comparison as data, for --json. */
export function comparisonDocument(comparison: PromptComparison, files: readonly string[]): object {
  return { ...comparison, prompts: comparison.prompts.map((prompt, i) => ({ file: files[i], ...prompt })) };
}
