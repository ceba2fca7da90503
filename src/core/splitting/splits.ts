/**
 * Divides rows into train, dev and test, so that the same row always lands in the same place.
 *
 * A row's place follows from a hash of its id and the split seed, and from how many rows its label has:
 * neither the order of the file nor the seed of the search moves a row, and adding a row moves at most a few
 * at the borders between splits. Within each label the rows are put in the order of their hashes; the first
 * fill test, the next dev, the rest is train. Near-duplicates, and rows of one cluster, go as one.
 */
import { UsageError } from "../errors.ts";
import type { Example } from "../example.ts";
import { apportion, type Group, sizeOf, take } from "./apportion.ts";
import {
  checkShares,
  checkSizes,
  fewRowsRemedy,
  MIN_SPLIT_ROWS,
  rowCount,
  SPLIT_NAMES,
  type SplitName,
} from "./checks.ts";
import { groupsOf, strataOf } from "./groups.ts";
import type { RowReading, Splits } from "./rows.ts";

export { checkSplits } from "./check-splits.ts";
export { MIN_SPLIT_ROWS } from "./checks.ts";
export type { RowReading, Splits } from "./rows.ts";

export interface SplittingOptions extends RowReading {
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
export function split(examples: readonly Example[], options: SplittingOptions = {}): Splits {
  const { seed = 1, shares = SHARES, maxDev = 200, maxTest = 400 } = options;
  checkShares(shares);
  const used = SPLIT_NAMES.filter((name) => shares[name] > 0);
  const needed = used.length * MIN_SPLIT_ROWS;
  if (examples.length < needed) {
    throw new UsageError(
      "data",
      `${rowCount(examples.length)} are too few: ${used.join(", ")} need ${MIN_SPLIT_ROWS} each, ${needed} in all`,
      shares.test > 0 ? fewRowsRemedy(examples.length) : "Add labelled rows.",
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
    `Rows that say nearly the same, or are of one cluster, go to one split together. ${shares.test > 0 ? fewRowsRemedy(examples.length) : "Add labelled rows."}`,
  );
  return splits;
}

/** The quota with what other labels owe, of which one row at least is kept. */
function due(quota: number, owed: number): number {
  return quota === 0 ? 0 : Math.max(1, quota + owed);
}

function rowsOf(groups: readonly Group[]): Example[] {
  return groups.flatMap(({ rows }) => rows);
}
