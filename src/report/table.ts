/** Plain text tables. */

/** Characters of a cell that are shown. */
const WIDEST = 300;

/** Rows under a header, a line each, columns padded; numbers right-aligned. Empty for no rows. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const all = [header, ...rows].map((row) => row.map(inOneLine));
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const numeric = header.map((_, column) => rows.every((row) => /^[−+$\d.,%\s-]*$/.test(row[column]!)));
  return all.map((row) =>
    row
      .map((cell, column) => (numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
}

function inOneLine(cell: string): string {
  const line = cell.replace(/[\n\v\f\r\u0085\u2028\u2029]/g, " ");
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}

/** A text two spaces further to the right; empty lines stay empty. */
export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
