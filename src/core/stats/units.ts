/** What is drawn at random when rows are: each row by itself, or all rows of a cluster together. */
import type { Observation } from "../task.ts";

/** Rows that are drawn together, by their places. */
export type Units = readonly (readonly number[])[];

/** The rows by cluster, in the order of first appearance; a row without one is a unit of its own. Undefined where no row has a cluster. */
export function clustersOf(rows: readonly Pick<Observation, "example">[]): Units | undefined {
  if (rows.every(({ example }) => example.cluster === undefined)) return undefined;
  return [...Map.groupBy(rows.keys(), (row) => unitOf(rows[row]!)).values()];
}

/** The name of the unit that a row is drawn with. */
export function unitOf({ example: { id, cluster } }: Pick<Observation, "example">): string {
  return cluster === undefined ? `row ${id}` : `cluster ${cluster}`;
}

/** A statistic of rows as one of units. */
export function overUnits(
  units: Units,
  statistic: (rows: readonly number[]) => number,
): (chosen: readonly number[]) => number {
  return (chosen) => statistic(chosen.flatMap((unit) => units[unit]!));
}

/**
 * How many units of one size say as much as these: (sum of sizes)^2 / sum of squared sizes, with the spread of the sizes that Carter,
 * Schnepel and Steigerwald count (Review of Economics and Statistics 2017).
 */
export function effectiveUnits(units: Units): number {
  const rows = units.reduce((sum, { length }) => sum + length, 0);
  return (rows * rows) / units.reduce((sum, { length }) => sum + length * length, 0);
}
