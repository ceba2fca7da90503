/**
 * Test rows that tell nearly what a protected row tells. Protected rows have a say in which prompt wins, so the verdict on
 * such test rows is not of rows that nothing has seen.
 */
import { byId, type Example } from "../example.ts";
import { excerpt, rowCount } from "./checks.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { textsOf } from "./rows.ts";

/** The rows that are looked at, each in one of the three. */
interface Rows {
  readonly test: readonly Example[];
  readonly held: readonly Example[];
  /** All others: how common a pattern is decides whether it makes near-duplicates. */
  readonly others: readonly Example[];
}

/**
 * What a person should know about test rows near to protected ones, or of a cluster with them, in a sentence; undefined where
 * there are none.
 * @param columns that near-duplicates are looked for in
 */
export function nearProtected({ test, held, others }: Rows, columns: readonly string[]): string | undefined {
  const all = [...test, ...held, ...others].toSorted(byId);
  const numbers = nearDuplicates(all.map((row) => textsOf(row, columns)));
  const groups = new Map(all.map((row, i) => [row, numbers[i]!]));
  const firsts = new Map<string | number, Example>();
  for (const row of held) for (const key of keysOf(row)) if (!firsts.has(key)) firsts.set(key, row);
  const near = test.flatMap((row) => {
    const other = keysOf(row)
      .map((key) => firsts.get(key))
      .find((found) => found !== undefined);
    return other === undefined ? [] : [{ row, other }];
  });
  const [pair] = near;
  if (pair === undefined) return undefined;
  const verb = near.length === 1 ? "says" : "say";
  return `${rowCount(near.length)} of test ${verb} nearly what a protected row says, or ${near.length === 1 ? "is" : "are"} of its cluster, such as ${excerpt(pair.row, columns)} and ${excerpt(pair.other, columns)}: the verdict may flatter. Protect these rows too, or take them out.`;

  function keysOf(row: Example): (string | number)[] {
    return [groups.get(row)!, ...(row.cluster === undefined ? [] : [row.cluster])];
  }
}
