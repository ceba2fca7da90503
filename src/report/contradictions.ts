/** Gradients that contradict each other, in words. */
import { counted } from "../core/values/words.ts";

/** Pairs that are shown; --json has all. */
const SHOWN = 3;

/**
 * A line for each of the first few pairs: what they say, and which of the two edits were asked for.
 * @param names how a gradient is called: by a short name, or by its words
 */
export function contradictions(
  conflicts: readonly { readonly gradients: readonly [string, string]; readonly kept: readonly string[] }[],
  names: { gradient(id: string): string },
): string[] {
  const lines = conflicts.slice(0, SHOWN).map(({ gradients: [a, b], kept }) => {
    const [first, second] = [kept.includes(a), kept.includes(b)];
    const edits = first && second ? "both" : first ? "the first" : second ? "the second" : "neither";
    return `  ${names.gradient(a)} contradicts ${names.gradient(b)}: edits for ${edits}`;
  });
  const more = conflicts.length - SHOWN;
  return more > 0 ? [...lines, `  ${counted(more, "more contradiction")}; --json has all`] : lines;
}
