/**
 * Sets rows of train aside that a prompt may show as examples. They leave train, so that all candidates still meet the same
 * rows, and none is scored by a row that it shows. Only rows without a near-duplicate in any split are set aside. With a row, its
 * whole cluster leaves train.
 */
import type { Example } from "../example.ts";
import { byId } from "../example.ts";
import { rng, shuffle } from "../rng.ts";
import { apportion } from "./apportion.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { type RowReading, type Splits, textsOf } from "./rows.ts";

/** The share of train that is set aside, and the most rows. */
const SHARE = 1 / 5;
const MOST = 40;

export interface SetAsideOptions extends RowReading {
  /** The seed of the splits. */
  readonly seed: number | string;
  /** Whether a row can be shown at all. */
  readonly isFit: (row: Example) => boolean;
  /** Rows that are in no split, and that none of these may be near to; default none. */
  readonly apart?: readonly Example[];
}

/**
 * Train without the rows that may be shown, and these: a fifth of train, 40 rows at most, with the labels in their shares. At least
 * one row of each label stays. The same rows for the same seed of the splits, whatever the seed of the search.
 */
export function setAside(
  { train, dev, test }: Splits,
  { seed, isFit, labelOf = () => "", columns, apart = [] }: SetAsideOptions,
): { readonly train: readonly Example[]; readonly rows: readonly Example[] } {
  const all = [...train, ...dev, ...test, ...apart].toSorted(byId);
  const groups = nearDuplicates(all.map((row) => textsOf(row, columns)));
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const elsewhere = new Set([...dev, ...test, ...apart].flatMap(({ cluster }) => cluster ?? []));
  const isAlone = ({ cluster }: Example, i: number): boolean =>
    sizes.get(groups[i]!) === 1 && (cluster === undefined || !elsewhere.has(cluster));
  const alone = new Set(all.filter(isAlone).map(({ id }) => id));

  const order = clustered(shuffle(train.toSorted(byId), rng(seed).fork("set aside")));
  const strata = [...Map.groupBy(order, labelOf).values()];
  const able = strata.map((rows) => rows.filter((row) => alone.has(row.id) && isFit(row)));
  const wanted = Math.min(MOST, Math.floor(train.length * SHARE));
  const counts = apportion(
    wanted,
    strata.map(({ length }) => length),
    able.map(({ length }, i) => Math.min(length, strata[i]!.length - 1)),
  );
  const taken = new Set(able.flatMap((rows, i) => rows.slice(0, Math.min(counts[i]!, strata[i]!.length - 1))));
  // A row that is shown tells of its whole cluster, so all of it leaves train.
  const told = new Set([...taken].flatMap(({ cluster }) => cluster ?? []));
  const isFree = (row: Example): boolean => !taken.has(row) && (row.cluster === undefined || !told.has(row.cluster));
  return { train: train.filter(isFree), rows: order.filter((row) => taken.has(row)) };
}

/** The rows with those of one cluster next to each other, so that few clusters are taken. */
function clustered(rows: readonly Example[]): readonly Example[] {
  return [
    ...Map.groupBy(rows, ({ id, cluster }) => (cluster === undefined ? `row ${id}` : `cluster ${cluster}`)).values(),
  ].flat();
}
