/** How many rows the headroom looks at, and what calls that takes: known before any is made. */
import { writesWhole } from "../../methods/writing/mode.ts";
import { editRequests } from "./first-edits.ts";
import { writesAlongErrors, type HeadroomOptions } from "./look.ts";
import { PART_CELLS, WHOLE_CELLS } from "./movement.ts";
import { TEACHING_CELLS, teachingRequests } from "./teaching.ts";

/** Rows that p0 is asked again, and how often. */
export const REPEATED_ROWS = 20;
export const REPEATS = 2;
/** Rows that the paraphrase is asked. */
export const VARIANT_ROWS = 32;

/** Calls that the headroom of most tasks takes: a paraphrase, its rows, and the repeats. */
export const HEADROOM_CALLS: number = 1 + VARIANT_ROWS + REPEATED_ROWS * REPEATS;

/** Calls that the headroom takes at most: where answers seem not to move, other wordings are tried before the repeats. */
export function mostHeadroomCalls(options: HeadroomOptions): { readonly writing: number; readonly answering: number } {
  const repeats = REPEATED_ROWS * REPEATS;
  const moving = PART_CELLS + Math.max(repeats, WHOLE_CELLS);
  if (!writesWhole(options)) return { writing: 0, answering: VARIANT_ROWS + moving };
  if (!writesAlongErrors(options)) return { writing: 1 + editRequests(options), answering: VARIANT_ROWS + moving };
  return {
    writing: 1 + teachingRequests(options),
    answering: VARIANT_ROWS + Math.max(moving, repeats + TEACHING_CELLS),
  };
}
