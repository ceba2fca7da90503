/** Plain text tables. */
import { clipped, widthOf } from "./fit.ts";

/** Characters of a cell that are shown. */
const WIDEST = 300;

/** The narrowest that a column of text is made. */
const NARROWEST = 12;
/** The narrowest that it is made as long as further columns can go below instead. */
const READABLE = 24;

/** A cell of figures, such as `0.865 [0.779, 0.921]`, `4 of 20 tried` or `< 0.001`. */
const FIGURES = /^(?:[^\p{L}]|\b(?:of|to|tried|over|rows?)\b)*$/u;

/**
 * Rows under a header, a line each, columns padded; numbers right-aligned. Empty for no rows. Where a terminal is too narrow, texts are cut
 * between words, figures and their headers never: the columns that do not fit go below, in a table of their own with
 * the first column again.
 * @param width the columns of the terminal; default: as wide as it gets
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[], width = Infinity): string[] {
  if (rows.length === 0) return [];
  const cells = [header, ...rows].map((row) => row.map(inOneLine));
  const columns = header.map((_, column) => columnOf(cells.map((row) => row[column]!)));
  return blocksOf(columns, width).flatMap((block, i) => [...(i === 0 ? [] : [""]), ...lined(block, width)]);
}

/** A column with what it needs. */
interface Column {
  /** The header first. */
  readonly cells: readonly string[];
  /** The columns of the terminal that its widest cell takes. */
  readonly width: number;
  /** The fewest that it may be made narrower to. */
  readonly least: number;
  readonly isNumeric: boolean;
}

function columnOf(cells: readonly string[]): Column {
  const [, ...body] = cells;
  const width = Math.max(...cells.map(widthOf));
  return {
    cells,
    width,
    least: body.every((cell) => FIGURES.test(cell) || widthOf(cell) <= NARROWEST) ? width : Math.min(width, NARROWEST),
    isNumeric: body.every((cell) => /^[−+$\d.,%\s-]*$/.test(cell)),
  };
}

/** The columns in tables that fit, each behind the first column, which names its rows and keeps half of a line. */
function blocksOf([first, ...others]: readonly Column[], width: number): Column[][] {
  const names = { ...first!, least: Math.min(first!.width, Math.max(NARROWEST, Math.floor(width / 2))) };
  const all = [names, ...others];
  if (others.length === 0 || total(all.map(({ least }) => least)) <= width) return [all];
  const blocks: Column[][] = [[names]];
  for (const column of others) {
    const last = blocks.at(-1)!;
    const needed = total([...last, column].map(({ width: wide, least }) => Math.max(least, Math.min(wide, READABLE))));
    if (last.length > 1 && needed > width) blocks.push([names, column]);
    else last.push(column);
  }
  return blocks;
}

function lined(columns: readonly Column[], width: number): string[] {
  const fitting = fittingWidths(columns, width);
  const shown = columns.map(({ cells }, i) => cells.map((cell) => fit(cell, fitting[i]!)));
  const widths = shown.map((cells) => Math.max(...cells.map(widthOf)));
  return columns[0]!.cells.map((_, row) =>
    columns
      .map(({ isNumeric }, i) => {
        const cell = shown[i]![row]!;
        const space = " ".repeat(widths[i]! - widthOf(cell));
        return isNumeric ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** The widths of the columns, the widest that may be cut made narrower until a line fits. */
function fittingWidths(columns: readonly Column[], width: number): number[] {
  const widths = columns.map(({ width: own }) => own);
  while (total(widths) > width) {
    const spare = widths.map((own, i) => (own > columns[i]!.least ? own : 0));
    const widest = Math.max(...spare);
    if (widest === 0) break;
    widths[spare.indexOf(widest)]! -= 1;
  }
  return widths;
}

/** What columns of these widths take, with the space between them. */
function total(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one + 2, -2);
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
