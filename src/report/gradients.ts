/** Gradients and their results, as lines of a terminal. */
import { oneLine, score, signed } from "../core/words.ts";
import type { GradientQuality } from "../facts/gradients.ts";
import { table } from "./table.ts";

/** A line for each child, under its gradient's first words; + marks what selection kept. */
export function gradientLines(gradients: readonly GradientQuality[]): string[] {
  const lines = gradients.flatMap(({ text, relevance, consistency, children }) =>
    (children.length === 0 ? [undefined] : children).map((child, i) => [
      `  ${child?.kept === true ? "+" : " "} ${i === 0 ? oneLine(text, 78) : ""}`,
      i === 0 && relevance !== undefined ? signed(relevance) : "",
      i === 0 && consistency !== undefined ? score(consistency) : "",
      child?.id ?? "",
      ...(child?.gain === undefined
        ? ["", "", ""]
        : [signed(child.gain.value), `${signed(child.gain.low)} to ${signed(child.gain.high)}`, String(child.gain.n)]),
    ]),
  );
  return table(["    gradient", "relevance", "consistency", "child", "gain", "95% interval", "rows"], lines);
}
