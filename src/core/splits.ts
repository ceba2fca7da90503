/**
 * Divides rows into train, dev and test, so that the same row always lands in the same place.
 *
 * A row's place follows from a hash of its id and the split seed, and from how many rows its label has:
 * neither the order of the file nor the seed of the search moves a row, and adding a row moves at most a few
 * at the borders between splits. Within each label the rows are put in the order of their hashes; the first
 * fill test, the next dev, the rest is train. Near-duplicates go as one.
 */
import { UsageError } from "./errors.ts";
import type { Example } from "./example.ts";
import { words } from "./hash.ts";
import { apportion, type Group, sizeOf, take } from "./splitting/apportion.ts";
import {
  checkLabels,
  checkShares,
  checkSizes,
  MIN_SPLIT_ROWS,
  rowCount,
  SPLIT_NAMES,
  type SplitName,
} from "./splitting/checks.ts";
import { nearDuplicates } from "./splitting/near-duplicates.ts";

export { MIN_SPLIT_ROWS } from "./splitting/checks.ts";

export interface Splits {
  /** Minibatches and selection. */
  readonly train: readonly Example[];
  /** Picks the final prompt; early stopping. */
  readonly dev: readonly Example[];
  /** The verdict, read once at the end. */
  readonly test: readonly Example[];
}

/** What `split` and `checkSplits` have to know of the rows. */
export interface RowReading {
  /** The label that splits are stratified by; without it they are not. */
  readonly labelOf?: (example: Example) => string;
  /** The columns that near-duplicates are looked for in; default: all. */
  readonly columns?: readonly string[];
}

export interface SplitOptions extends RowReading {
  /** Seed of the splits alone; default 1. */
  readonly seed?: number | string;
  /** Shares of the rows, 1 in all; default 0.5, 0.2, 0.3. A share of 0 leaves dev or test empty, for data that brings its own. */
  readonly shares?: Readonly<Record<SplitName, number>>;
  /** Most rows of dev; default 200. More only where one of each label needs it. */
  readonly maxDev?: number;
  /** Most rows of test; default 400. More only where one of each label needs it. */
  readonly maxTest?: number;
}

const SHARES: Readonly<Record<SplitName, number>> = { train: 0.5, dev: 0.2, test: 0.3 };

/**
 * Divides rows into splits of at least `MIN_SPLIT_ROWS` rows and one row of each label. Rows beyond `maxDev`
 * and `maxTest` go to train.
 * @throws UsageError when there are too few rows, or too few of a label
 */
export function split(examples: readonly Example[], options: SplitOptions = {}): Splits {
  const { seed = 1, shares = SHARES, maxDev = 200, maxTest = 400 } = options;
  checkShares(shares);
  const used = SPLIT_NAMES.filter((name) => shares[name] > 0);
  const needed = used.length * MIN_SPLIT_ROWS;
  if (examples.length < needed) {
    throw new UsageError(
      "data",
      `${rowCount(examples.length)} are too few: ${used.join(", ")} need ${MIN_SPLIT_ROWS} each, ${needed} in all`,
      "Add labelled rows.",
    );
  }
  const groups = groupsOf(examples, seed, options.columns);
  const strata = strataOf(groups, options.labelOf, used.length);
  const sizes = strata.map(sizeOf);

  const wanted = (name: SplitName, most: number): number =>
    shares[name] === 0 ? 0 : Math.min(most, Math.max(MIN_SPLIT_ROWS, Math.round(shares[name] * examples.length)));
  const spare = examples.length - MIN_SPLIT_ROWS;
  const forTest = Math.min(wanted("test", maxTest), spare - (shares.dev === 0 ? 0 : MIN_SPLIT_ROWS));
  const forDev = Math.min(wanted("dev", maxDev), spare - forTest);
  const test = apportion(
    forTest,
    sizes,
    sizes.map((size) => size - used.length + 1),
  );
  const dev = apportion(
    forDev,
    sizes,
    sizes.map((size, i) => size - test[i]! - 1),
  );

  const placed: Record<SplitName, Group[]> = { train: [], dev: [], test: [] };
  // What groups of near-duplicates leave short or over in one label, the next one makes up for.
  let testOwed = 0;
  let devOwed = 0;
  for (const [i, stratum] of strata.entries()) {
    const first = take(stratum, due(test[i]!, testOwed), used.length - 1, forTest === maxTest);
    const second = take(first.rest, due(dev[i]!, devOwed), 1, forDev === maxDev);
    testOwed += test[i]! - sizeOf(first.taken);
    devOwed += dev[i]! - sizeOf(second.taken);
    placed.test.push(...first.taken);
    placed.dev.push(...second.taken);
    placed.train.push(...second.rest);
  }
  const splits: Splits = { train: rowsOf(placed.train), dev: rowsOf(placed.dev), test: rowsOf(placed.test) };
  checkSizes(
    splits,
    used,
    options.labelOf,
    "Add labelled rows. Rows that say nearly the same go to one split together.",
  );
  return splits;
}

/**
 * Checks splits that were made elsewhere.
 * @returns what a person should know about them, each a sentence
 * @throws UsageError when one is too small, lacks a label, or shares a row with another
 */
export function checkSplits(splits: Splits, { labelOf, columns }: RowReading = {}): string[] {
  checkSizes(splits, SPLIT_NAMES, labelOf, "Add rows to it, or give all rows as one file and let them be split.");
  const all = SPLIT_NAMES.flatMap((name) => splits[name].map((example) => ({ name, example })));
  const twice = firstMeetings(all.map(({ name, example }) => ({ name, key: example.id })));
  const [row] = twice;
  if (row !== undefined) {
    const { name, example } = all[row.later]!;
    const which = `the first is ${excerpt(example)}, in ${all[row.first]!.name} and in ${name}`;
    throw new UsageError(
      `data.${name}`,
      `${rowCount(twice.length)} stand in another split too; ${which}`,
      "A prompt must not be judged on rows it was made from: take them out of one of the two.",
    );
  }
  const groups = nearDuplicates(all.map(({ example }) => textsOf(example, columns)));
  const near = firstMeetings(all.map(({ name }, i) => ({ name, key: groups[i]! })));
  const [pair] = near;
  if (pair === undefined) return [];
  const [one, other] = [all[pair.first]!, all[pair.later]!];
  return [
    `${rowCount(near.length)} say nearly the same as a row of another split, such as ${excerpt(other.example)} in ${other.name} and ${excerpt(one.example)} in ${one.name}: scores may flatter.`,
  ];
}

/** The quota with what other labels owe, of which one row at least is kept. */
function due(quota: number, owed: number): number {
  return quota === 0 ? 0 : Math.max(1, quota + owed);
}

/** Groups of near-duplicates, in the order of the least hash of their rows. */
function groupsOf(
  examples: readonly Example[],
  seed: number | string,
  columns: readonly string[] | undefined,
): Group[] {
  const ordered = examples
    .map((example) => ({ example, hash: hashOf(seed, example.id) }))
    .toSorted((a, b) => a.hash - b.hash || (a.example.id < b.example.id ? -1 : 1))
    .map(({ example }) => example);
  const numbers = nearDuplicates(ordered.map((example) => textsOf(example, columns)));
  const groups = Map.groupBy(ordered.keys(), (row) => numbers[row]!);
  return Array.from(groups.values(), (rows) => ({ rows: rows.map((row) => ordered[row]!) }));
}

/** A uniform number in [0, 1). */
function hashOf(seed: number | string, id: string): number {
  const [high, low] = words(`split ${seed} ${id}`, 2) as [number, number];
  return (high >>> 0) / 2 ** 32 + (low >>> 11) / 2 ** 53;
}

function textsOf({ fields }: Example, columns: readonly string[] = Object.keys(fields).sort()): string[] {
  return columns.map((column) => fields[column] ?? "");
}

/** The groups by label; one with several labels counts as its rarest, so that none goes without. */
function strataOf(
  groups: readonly Group[],
  labelOf: ((example: Example) => string) | undefined,
  splits: number,
): Group[][] {
  if (labelOf === undefined) return [[...groups]];
  const labels = groups.map(({ rows }) => rows.map(labelOf));
  checkLabels(labels, splits);
  const counts = new Map<string, number>();
  for (const label of labels.flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
  const names = [...counts.keys()].sort((a, b) => counts.get(a)! - counts.get(b)! || (a < b ? -1 : 1));
  const rank = new Map(names.map((label, i) => [label, i]));
  const strata = Map.groupBy(groups.keys(), (group) => Math.min(...labels[group]!.map((label) => rank.get(label)!)));
  return [...strata].sort(([a], [b]) => a - b).map(([, members]) => members.map((group) => groups[group]!));
}

function rowsOf(groups: readonly Group[]): Example[] {
  return groups.flatMap(({ rows }) => rows);
}

/** The rows whose key stands in an earlier row of another split, each with the first such row. */
function firstMeetings(
  rows: readonly { readonly name: SplitName; readonly key: string | number }[],
): { first: number; later: number }[] {
  const firsts = new Map<string | number, number>();
  const meetings: { first: number; later: number }[] = [];
  for (const [later, { name, key }] of rows.entries()) {
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, later);
    else if (rows[first]!.name !== name) meetings.push({ first, later });
  }
  return meetings;
}

/** The start of a row's text, in quotes, for messages. */
function excerpt({ fields }: Example): string {
  const text = Object.values(fields).join(" ").replace(/\s+/g, " ").trim();
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
