/** Gradients that contradict each other, in words. */
import { counted, oneLine } from "../core/words.ts";

/** Pairs that are shown; --json has all. */
const SHOWN = 3;
const WIDTH = 70;

/**
 * A line for each of the first few pairs: what they say, and which of the two edits were asked for.
 * @param gradients those of the round, with their texts
 */
export function contradictions(
  conflicts: readonly { readonly gradients: readonly [string, string]; readonly kept: readonly string[] }[],
  gradients: readonly { readonly id: string; readonly text: string }[],
): string[] {
  const text = (id: string): string => `“${oneLine(gradients.find((one) => one.id === id)?.text ?? id, WIDTH)}”`;
  const lines = conflicts.slice(0, SHOWN).map(({ gradients: [a, b], kept }) => {
    const [first, second] = [kept.includes(a), kept.includes(b)];
    const edits = first && second ? "both" : first ? "the first" : second ? "the second" : "neither";
    return `  ${text(a)} contradicts ${text(b)}: edits for ${edits}`;
  });
  const more = conflicts.length - SHOWN;
  return more > 0 ? [...lines, `  ${counted(more, "more contradiction")}; --json has all`] : lines;
}
