/** Plain text tables. */
import { clipped, widthOf } from "./fit.ts";

/** Characters of a cell that are shown. */
const WIDEST = 300;

/** The narrowest that a column of text is made. */
const NARROWEST = 12;

/**
 * Rows under a header, a line each, columns padded; numbers right-aligned. Empty for no rows.
 * @param width the columns of the terminal: the widest texts are cut between words until a line fits; default: as wide as it gets
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[], width = Infinity): string[] {
  if (rows.length === 0) return [];
  const wide = [header, ...rows].map((row) => row.map(inOneLine));
  const fitting = fittingWidths(wide, width);
  const all = wide.map((row) => row.map((cell, column) => fit(cell, fitting[column]!)));
  const widths = header.map((_, column) => Math.max(...all.map((row) => widthOf(row[column]!))));
  const numeric = header.map((_, column) => rows.every((row) => /^[−+$\d.,%\s-]*$/.test(row[column]!)));
  return all.map((row) =>
    row
      .map((cell, column) => {
        const space = " ".repeat(widths[column]! - widthOf(cell));
        return numeric[column] ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** The widths of the columns, the widest made narrower until a line fits. */
function fittingWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  const total = (): number => widths.reduce((sum, one) => sum + one + 2, -2);
  while (total() > width && Math.max(...widths) > NARROWEST) widths[widths.indexOf(Math.max(...widths))]! -= 1;
  return widths;
}

/** A cell cut to its column; the spaces that it begins with stay. */
function fit(cell: string, width: number): string {
  if (widthOf(cell) <= width) return cell;
  const indent = cell.length - cell.trimStart().length;
  return " ".repeat(indent) + clipped(cell, width - indent);
}

function inOneLine(cell: string): string {
  const line = cell.replace(/[\n\v\f\r\u0085\u2028\u2029]/g, " ");
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}

/** A text two spaces further to the right; empty lines stay empty. */
export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
