/** What a round brought, as a line of a terminal. */
import { count, counted } from "../core/words.ts";
import type { RoundYield } from "../facts/yields.ts";

/** The yield in words. */
export function yieldLine({ children, gained, gradients, repeated, unchanged }: RoundYield): string {
  const parts = [
    children === 1
      ? `the new prompt ${gained === 1 ? "beat" : "did not beat"} the prompt it was written from`
      : `${count(gained)} of ${counted(children, "new prompt")} beat the prompt they were written from`,
    ...(gradients > 0
      ? [
          `${count(repeated)} of ${counted(gradients, "gradient")} ${repeated === 1 ? "repeats" : "repeat"} an earlier one`,
        ]
      : []),
    ...(unchanged > 0 ? [`${counted(unchanged, "edit")} changed nothing`] : []),
  ];
  return `  ${parts.join("; ")}`;
}
