/** What is drawn at random when rows are: each row by itself, or all rows of a cluster together. */
import { weightOf } from "../example.ts";
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
 * How many rows that are independent and count alike say as much as these, where nothing shows how alike the rows of one cluster are:
 * (sum of sizes)^2 / sum of squared sizes, with the weight of a unit for its size (Kish, Survey Sampling 1965, 11.7; for clusters
 * Carter, Schnepel and Steigerwald, Review of Economics and Statistics 2017). The number of rows, without clusters and weights.
 */
export function effectiveUnits(rows: readonly Pick<Observation, "example">[], units?: Units): number {
  const sizes = (units ?? rows.map((_, row) => [row])).map((own) =>
    own.reduce((sum, row) => sum + weightOf(rows[row]!.example), 0),
  );
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return (all * all) / sizes.reduce((sum, size) => sum + size * size, 0);
}
