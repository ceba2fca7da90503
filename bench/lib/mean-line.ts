/** Lines of means for a terminal: a name, a cell for each mean, and one for the mean of them all. */
import { meanOfMeans, type MeanInterval } from "../../src/core/stats/mean-interval.ts";

/** How wide the columns are, in characters. */
export interface Widths {
  readonly name: number;
  readonly cell: number;
}

/** The head of such lines, over the means of these families. */
export function meanHead(first: string, families: readonly string[], { name, cell }: Widths): string {
  return `${first.padEnd(name)}${[...families, "mean"].map((family) => family.padEnd(cell)).join("")}`;
}

/** @param show how a value is written; default: three decimals */
export function meanLine(
  name: string,
  means: readonly MeanInterval[],
  widths: Widths,
  show: (value: number) => string = fixed,
): string {
  const cells = [...means, meanOfMeans(means)].map(({ value, half }) => `${show(value)} ±${fixed(half)}`);
  return `${name.padEnd(widths.name)}${cells.map((cell) => cell.padEnd(widths.cell)).join("")}`;
}

export function fixed(value: number): string {
  return value.toFixed(3);
}

/** A difference, with its sign. */
export function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
}
