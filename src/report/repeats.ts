/** How far the answers to one row differ, in words. */
import { count } from "../core/values/words.ts";

/** Rows whose answers differ, such as `12% of the rows (6 of 50)`. */
export function varyingWords(varying: number, rows: number): string {
  const share = rows === 0 ? 0 : Math.round((100 * varying) / rows);
  return `${share}% of the rows (${count(varying)} of ${count(rows)})`;
}
