/** The label in a cell of the label column: without what tools and people write around it, in one spelling for all rows. */
import { UsageError } from "../../core/errors.ts";
import { folded, labelText, sameForm } from "../../core/replies/label-form.ts";
import { oneLine } from "../../core/values/words.ts";

/** Text in matching quotes, and none within. */
const QUOTED = /^"([^"]*)"$|^'([^']*)'$/;
/** A list as Python prints it: `['a', 'b']`. */
const PRINTED_LIST = /^\[\s*(?:'[^']*'\s*(?:,\s*'[^']*'\s*)*)?\]$/;

/**
 * The label that a cell holds, composed, without white space or invisible characters at its ends: text as it is, the one
 * item of a list, text in quotes without them. An empty list holds none, which is "".
 * @param where what messages call the row
 * @throws UsageError for a list of several labels
 */
export function labelIn(cell: string, where: string, column: string): string {
  const text = labelText(cell);
  const items = itemsOf(text);
  if (items === undefined) return unquoted(text);
  if (items.some((item) => /^[[{]/.test(item)))
    throw new UsageError(
      where,
      `expected one right answer in the column “${column}”, got a list that holds lists or objects: ${oneLine(text, 80)}`,
      "Write the label itself into the column.",
    );
  const labels = items.map((item) => unquoted(labelText(item)));
  const [first = "", ...others] = labels;
  // Spellings of one label that differ in case alone are read alike in a reply, too.
  if (others.every((other) => folded(other) === folded(first))) return first;
  throw new UsageError(
    where,
    `expected one right answer in the column “${column}”, got a list of ${labels.length}: ${oneLine(text, 80)}`,
    "Keep one answer a row. Where all of them are right together, set task: multi-label; where any of them will do, task: qa.",
  );
}

/** The items of a text that is a list in JSON, alone or under "choices" as labelling tools write it, or as Python prints it; undefined for any other text. */
function itemsOf(text: string): readonly string[] | undefined {
  const choice = /^\{\s*"choices"\s*:\s*(\[[^\]]*\])\s*\}$/.exec(text)?.[1];
  if (choice !== undefined) return itemsOf(choice);
  if (!text.startsWith("[") || !text.endsWith("]")) return undefined;
  const printed = PRINTED_LIST.test(text);
  if (printed) return Array.from(text.matchAll(/'([^']*)'/g), ([, item]) => item!);
  try {
    const items = JSON.parse(text) as unknown[];
    return items.map((item) => (typeof item === "string" ? item : item === null ? "" : JSON.stringify(item)));
  } catch {
    return undefined;
  }
}

function unquoted(text: string): string {
  const [, double, single] = QUOTED.exec(text) ?? [];
  const inner = (double ?? single ?? "").trim();
  return inner === "" ? text : inner;
}

/** One spelling for labels that a reader takes for one: the most frequent, and of equally frequent ones the first in order. */
export function spellings(labels: Iterable<string>): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const chosen = new Map<string, string>();
  for (const group of Map.groupBy(counts.keys(), sameForm).values()) {
    const [best] = group.toSorted((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
    for (const label of group) chosen.set(label, best!);
  }
  return chosen;
}

/** What data frames and spreadsheet programs write for a missing value. */
const MISSING: ReadonlySet<string> = new Set([
  "nan",
  "NaN",
  "NAN",
  "None",
  "null",
  "NULL",
  "NaT",
  "<NA>",
  "N/A",
  "#N/A",
]);

/** Whether a label is a word that programs write for a missing value. */
export function looksMissing(label: string): boolean {
  return MISSING.has(label);
}
