/** What changed from one prompt to another, as a unified diff. */
import { createTwoFilesPatch } from "diff";

/** The changed lines with three lines around them; empty when nothing changed. */
export function promptDiff(before: string, after: string): string {
  if (before === after) return "";
  const patch = createTwoFilesPatch(
    "initial prompt",
    "best prompt found",
    `${before.trimEnd()}\n`,
    `${after.trimEnd()}\n`,
    "",
    "",
    { context: 3 },
  );
  return patch.split("\n").slice(1).join("\n").trimEnd();
}
