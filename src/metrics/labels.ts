/** The label set of classified rows. */
import { shown, type Example } from "../core/example.ts";

/** The distinct right answers, in the order of their text. */
export function classLabels(examples: readonly Example[]): string[] {
  return [...new Set(examples.map(({ expected }) => shown(expected)))].sort();
}
