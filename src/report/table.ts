/** Plain text tables. */

/** Rows under a header, columns padded; numbers right-aligned. Empty for no rows. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const numeric = header.map((_, column) => rows.every((row) => /^[−+$\d.,%\s-]*$/.test(row[column]!)));
  return all.map((row) =>
    row
      .map((cell, column) => (numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
}
