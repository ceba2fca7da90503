/**
 * Whether a round moved no answer: no new prompt answers any row in another way than its parent does. If that
 * repeats, wording has nothing to decide, and more rounds would only cost calls.
 */
import { CallBudget } from "../../budget.ts";
import { lineage, type Candidate } from "../../candidate.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";

/** New prompts that must have met as many rows as this that their parent met too: fewer may agree by luck. */
const ENOUGH_PROMPTS = 2;
const ENOUGH_ROWS = 16;

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
    await Promise.all(parents.map(async (parent) => [parent.prompt.id, await knownOf(parent)] as const)),
  );
  let enough = 0;
  for (const successor of successors) {
    const origin = lineage(successor.origin);
    const parent = "parent" in origin ? known.get(origin.parent) : undefined;
    if (parent === undefined) continue;
    const own = [...(await knownOf(successor))].filter(([id]) => parent.has(id));
    if (own.some(([id, answer]) => !tools.task.same(parent.get(id)!, answer))) return false;
    if (own.length >= ENOUGH_ROWS) enough += 1;
  }
  return enough >= ENOUGH_PROMPTS;

  /** The rows of train that this prompt has answered. Known cells are free. */
  async function knownOf({ prompt }: Candidate): Promise<ReadonlyMap<string, Observation>> {
    const work = { round, phase: "selecting", budget: new CallBudget(0) } as const;
    const answers = await tools.evaluate(prompt, tools.task.train, work);
    return new Map(answers.map((answer) => [answer.example.id, answer]));
  }
}
