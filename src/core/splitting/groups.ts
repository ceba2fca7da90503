/** Puts rows into the order in which splits take them: groups of near-duplicates, by label, by hash. */
import type { Example } from "../example.ts";
import { words } from "../values/hash.ts";
import type { Group } from "./apportion.ts";
import { checkLabels } from "./checks.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { textsOf } from "./rows.ts";

/** Groups of near-duplicates and of rows of one cluster, joined where they share a row, in the order of the least hash of their rows. */
export function groupsOf(
  examples: readonly Example[],
  seed: number | string,
  columns: readonly string[] | undefined,
): Group[] {
  const hashes = examples.map(({ id }) => hashOf(seed, id));
  const ordered = [...examples.keys()].sort((a, b) => hashes[a]! - hashes[b]!).map((row) => examples[row]!);
  const numbers = joined(nearDuplicates(ordered.map((example) => textsOf(example, columns))), ordered);
  const groups = new Map<number, { readonly rows: Example[] }>();
  for (const [row, example] of ordered.entries()) {
    const group = groups.get(numbers[row]!);
    if (group === undefined) groups.set(numbers[row]!, { rows: [example] });
    else group.rows.push(example);
  }
  return [...groups.values()];
}

/** The groups, of which those are one that have rows of one cluster; unchanged where no row has a cluster. */
function joined(groups: readonly number[], rows: readonly Example[]): readonly number[] {
  if (rows.every(({ cluster }) => cluster === undefined)) return groups;
  const sets = new DisjointSets(rows.length);
  const firsts = new Map<string, number>();
  for (const [row, { cluster }] of rows.entries()) {
    const names = [`group ${groups[row]}`, ...(cluster === undefined ? [] : [`cluster ${cluster}`])];
    for (const name of names) {
      const first = firsts.get(name);
      if (first === undefined) firsts.set(name, row);
      else sets.join(first, row);
    }
  }
  return rows.map((_, row) => sets.find(row));
}

/** A uniform number in [0, 1). */
function hashOf(seed: number | string, id: string): number {
  const [high, low] = words(`split ${seed} ${id}`, 2) as [number, number];
  return (high >>> 0) / 2 ** 32 + (low >>> 11) / 2 ** 53;
}

/** The groups by label; one with several labels counts as its rarest, so that none goes without. */
export function strataOf(
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
