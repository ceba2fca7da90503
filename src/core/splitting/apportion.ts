/** How many rows of each label a split gets, and which. */
import type { Example } from "../example.ts";

/** Rows that go to one split together. */
export interface Group {
  readonly rows: readonly Example[];
}

export function sizeOf(groups: readonly Group[]): number {
  return groups.reduce((sum, { rows }) => sum + rows.length, 0);
}

/**
 * Divides `total` in proportion to `sizes` by largest remainders, at least 1 and at most `most[i]` each. Where
 * one each is more than `total`, one each it is.
 */
export function apportion(total: number, sizes: readonly number[], most: readonly number[]): number[] {
  if (total === 0) return sizes.map(() => 0);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const ideal = sizes.map((size) => (total * size) / all);
  const parts = ideal.map((part, i) => Math.max(1, Math.min(most[i]!, Math.floor(part))));
  const short = (i: number): number => ideal[i]! - parts[i]!;
  for (let left = total - parts.reduce((sum, part) => sum + part, 0); left !== 0; left -= Math.sign(left)) {
    const able = [...parts.keys()].filter((i) => (left > 0 ? parts[i]! < most[i]! : parts[i]! > 1));
    if (able.length === 0) break;
    const next = able.reduce((best, i) => (Math.sign(left) * (short(i) - short(best)) > 1e-9 ? i : best));
    parts[next]! += Math.sign(left);
  }
  return parts;
}

/**
 * Takes `quota` rows from the groups in their order, passing over groups that are too large for what is left
 * of it. When no group fits exactly, the one that comes nearest is taken, unless the quota is a cap.
 * @param keep how many groups must be left for other splits
 * @param capped whether more than the quota is too many; the first group is taken even so
 */
export function take<G extends Group>(
  groups: readonly G[],
  quota: number,
  keep: number,
  capped: boolean,
): { taken: G[]; rest: G[] } {
  const taken = new Set<G>();
  let room = quota;
  for (const group of groups) {
    if (room <= 0 || groups.length - taken.size <= keep) break;
    if (group.rows.length > room) continue;
    taken.add(group);
    room -= group.rows.length;
  }
  const others = groups.filter((group) => !taken.has(group));
  if (room > 0 && others.length > keep) {
    const least = others.reduce((best, group) => (group.rows.length < best.rows.length ? group : best));
    if (taken.size === 0 || (!capped && least.rows.length < 2 * room)) taken.add(least);
  }
  return { taken: groups.filter((group) => taken.has(group)), rest: groups.filter((group) => !taken.has(group)) };
}
