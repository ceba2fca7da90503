/** How long limits on the prompt let a part grow: what the writer of new parts is told. */
import type { Prompt } from "../prompt/prompt.ts";
import type { Limit } from "../task.ts";
import { shortfall } from "./limit.ts";

/**
 * The most characters that a part of the prompt can have within the limits, the other parts as short as can be; 1 where the rest of the
 * prompt leaves no room.
 * @param most the answer where no limit is tighter
 */
export function roomIn(prompt: Prompt, limits: readonly Limit[] = [], most: number): number {
  const own = limits.filter(({ of }) => of === "prompt");
  const fits = (length: number): boolean => {
    const parts = prompt.parts.map(({ name }, i) => [name, i === 0 ? "x".repeat(length) : "x"]);
    const filled = prompt.withParts(Object.fromEntries(parts));
    return own.every((limit) => shortfall(limit, limit.measure([], filled).value) === 0);
  };
  if (own.length === 0 || fits(most)) return most;
  let [low, high] = [1, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
