/**
 * Whether a round moved no answer: no new prompt answers any row in another way than its parent does. If that
 * repeats, wording has nothing to decide, and more rounds would only cost calls.
 */
import { lineage, type Candidate } from "../../candidate.ts";
import type { Tools } from "../../tools.ts";
import { knownOf } from "./known.ts";

/** New prompts, and the rows that they must have met in all which their parent met too: fewer may agree by luck. */
const ENOUGH_PROMPTS = 2;
const ENOUGH_ROWS = 32;
/** Of these, rows that the parent gets wrong: a prompt that is right nearly always has few answers to change. */
const ENOUGH_WRONG = 8;

/**
 * Compares what is known, and asks nothing.
 * @param parents the round's beam
 * @param successors the new prompts of the round, after selection
 */
export async function movedNothing(
  tools: Tools,
  round: number,
  parents: readonly Candidate[],
  successors: readonly Candidate[],
): Promise<boolean> {
  const known = new Map(
    await Promise.all(parents.map(async (parent) => [parent.prompt.id, await knownOf(tools, parent, round)] as const)),
  );
  let [prompts, rows, wrong] = [0, 0, 0];
  for (const successor of successors) {
    const origin = lineage(successor.origin);
    const parent = "parent" in origin ? known.get(origin.parent) : undefined;
    if (parent === undefined) continue;
    const own = [...(await knownOf(tools, successor, round))].filter(([id]) => parent.has(id));
    if (own.some(([id, answer]) => !tools.task.same(parent.get(id)!, answer))) return false;
    if (own.length > 0) prompts += 1;
    rows += own.length;
    wrong += own.filter(([id]) => !parent.get(id)!.correct).length;
  }
  return prompts >= ENOUGH_PROMPTS && rows >= ENOUGH_ROWS && wrong >= ENOUGH_WRONG;
}
