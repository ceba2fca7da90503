/** Gradients and their results, as lines of a terminal. */
import { signed } from "../core/values/words.ts";
import type { GradientQuality } from "../facts/gradients.ts";
import type { Names } from "../facts/names.ts";
import { clipped, wrapped } from "./fit.ts";

/** A gradient's first words on a line, and a line for each prompt written against it; + marks what selection kept. */
export function gradientLines(gradients: readonly GradientQuality[], names: Names, width: number): string[] {
  return gradients.flatMap(({ id, text, children }) => [
    `  ${clipped(`${names.gradient(id)}  ${text}`, width - 2)}`,
    ...children.flatMap((child) => wrapped(childLine(child, names), width)),
  ]);
}

/** What a prompt that was written against a gradient gained. */
export function childLine({ id, kept, gain }: GradientQuality["children"][number], names: Names): string {
  const result =
    gain === undefined
      ? "no rows in common with its parent"
      : `${signed(gain.value)} [${signed(gain.low)}, ${signed(gain.high)}] on ${gain.n} ${gain.n === 1 ? "row" : "rows"}`;
  return `    ${kept ? "+" : " "} ${names.prompt(id)}  ${result}`;
}
