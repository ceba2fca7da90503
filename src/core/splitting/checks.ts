/** What makes splits unfit for use, in words. */
import { UsageError } from "../errors.ts";
import { rowText, type Example } from "../example.ts";

/** Rows below which a split says nothing. */
export const MIN_SPLIT_ROWS = 10;

export const SPLIT_NAMES = ["train", "dev", "test"] as const;
export type SplitName = (typeof SPLIT_NAMES)[number];

/** What a prompt can be scored on: a split, or all rows at once, however few. */
export const SCOPES = ["train", "dev", "test", "all"] as const;
export type Scope = (typeof SCOPES)[number];

/** Labels that a message lists before it only counts them. */
const SHOWN = 5;

/**
 * What can be done with so few rows that no three splits can be made of them.
 * @param rows in all
 */
export function fewRowsRemedy(rows: number): string {
  const needed = MIN_SPLIT_ROWS * SPLIT_NAMES.length;
  const more = rows < needed ? `Add ${rowCount(needed - rows)} with a label` : "Add labelled rows";
  // Four fifths of the rows are then divided into train and dev.
  const canFold = rows - Math.ceil(rows / FEW_FOLDS) >= 2 * MIN_SPLIT_ROWS;
  const folds = canFold
    ? `; or set splits.folds: ${FEW_FOLDS}, which judges the search on all rows in ${FEW_FOLDS + 1} searches`
    : "";
  return `${more}${folds}; or score the prompt alone: protegi evaluate --split all.`;
}

/** Folds that a message offers. */
const FEW_FOLDS = 5;

/** @throws UsageError unless the shares are between 0 and 1, train has one, and they make 1 */
export function checkShares(shares: Readonly<Record<SplitName, number>>): void {
  const wrong = SPLIT_NAMES.find(
    (name) => !(shares[name] >= 0 && shares[name] <= 1) || (name === "train" && shares[name] === 0),
  );
  if (wrong !== undefined)
    throw new UsageError(`splits.${wrong}`, `expected a share between 0 and 1, got ${shares[wrong]}`);
  const sum = SPLIT_NAMES.reduce((total, name) => total + shares[name], 0);
  if (Math.abs(sum - 1) > 1e-6) {
    throw new UsageError(
      "splits",
      `expected shares that make 1, got ${SPLIT_NAMES.map((name) => shares[name]).join(" + ")} = ${Number(sum.toFixed(6))}`,
    );
  }
}

/** @throws UsageError unless there are two labels, and each is in as many groups of near-duplicates as there are splits */
export function checkLabels(groups: readonly (readonly string[])[], splits: number): void {
  const rows = new Map<string, number>();
  const distinct = new Map<string, number>();
  for (const labels of groups) {
    for (const label of labels) rows.set(label, (rows.get(label) ?? 0) + 1);
    for (const label of labels.length === 1 ? labels : new Set(labels))
      distinct.set(label, (distinct.get(label) ?? 0) + 1);
  }
  checkTwo([...rows.keys()]);
  const rare = [...rows.keys()].filter((label) => distinct.get(label)! < splits).sort();
  if (rare.length === 0) return;
  const named = rare
    .slice(0, SHOWN)
    .map(
      (label) =>
        `“${label}” (${rowCount(rows.get(label)!)}${distinct.get(label) === rows.get(label) ? "" : ", nearly the same"})`,
    );
  const more = rare.length > SHOWN ? ` and ${rare.length - SHOWN} more of ${rows.size} labels` : "";
  throw new UsageError(
    "data",
    `each of the ${splits} splits needs a row of each label, but there are too few of ${named.join(", ")}${more}`,
    rare.length > Math.max(SHOWN, rows.size / 2)
      ? "Most answers are rare. If they are free text or numbers rather than labels, score them with a metric function."
      : "Add rows of these labels, leave their rows out, or merge them with others.",
  );
}

/** @throws UsageError when a split has too few rows, or no row of a label */
export function checkSizes(
  splits: Readonly<Record<SplitName, readonly Example[]>>,
  used: readonly SplitName[],
  labelOf: ((example: Example) => string) | undefined,
  remedy: string,
): void {
  const small = used.find((name) => splits[name].length < MIN_SPLIT_ROWS);
  if (small !== undefined)
    throw new UsageError(
      `data.${small}`,
      `at least ${MIN_SPLIT_ROWS} rows are needed, got ${splits[small].length}`,
      remedy,
    );
  if (labelOf === undefined) return;
  const labels = [...new Set(used.flatMap((name) => splits[name].map(labelOf)))].sort();
  checkTwo(labels);
  for (const name of used) {
    const present = new Set(splits[name].map(labelOf));
    const absent = labels.filter((label) => !present.has(label));
    if (absent.length > 0) {
      const named = absent.slice(0, SHOWN).map((label) => `“${label}”`);
      throw new UsageError(
        `data.${name}`,
        `a row of each label is needed, but there is none of ${named.join(", ")}${absent.length > SHOWN ? ` and ${absent.length - SHOWN} more` : ""}`,
        remedy,
      );
    }
  }
}

function checkTwo(labels: readonly string[]): void {
  if (labels.length === 1)
    throw new UsageError(
      "data",
      `every row has the label “${labels[0]}”, so there is nothing to tell apart`,
      "Add rows with other labels, or set label to another column.",
    );
}

/** A number of rows in words. */
export function rowCount(rows: number): string {
  return `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}`;
}

/** The start of a row's text, in quotes, for messages. */
export function excerpt(row: Example, columns?: readonly string[]): string {
  const text = rowText(row, columns).replace(/\s+/g, " ").trim();
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
