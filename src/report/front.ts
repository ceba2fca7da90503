/** The prompts among which a person may choose, score against length, as a table. */
import type { FrontPoint } from "../core/measuring/front.ts";
import { count, score } from "../core/values/words.ts";
import { table } from "./table.ts";

/**
 * A line for each prompt of the front; none where one is both the best and the shortest, which leaves no choice.
 * @param nameOf how prompts are called
 */
export function frontLines(
  front: readonly FrontPoint[],
  nameOf: (id: string) => string,
  width = Infinity,
): readonly string[] {
  if (front.length < 2) return [];
  const rows = front.map(({ id, score: dev, tokens }) => [
    `  ${nameOf(id)}`,
    score(dev.value),
    `${score(dev.low)} to ${score(dev.high)}`,
    String(dev.n),
    count(tokens),
  ]);
  return table(["  score against length", "dev", "95% interval", "rows", "tokens"], rows, width);
}
