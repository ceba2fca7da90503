/** What prompts have answered already: known cells are free, so they are looked at before anything is asked. */
import { CallBudget } from "../../budget.ts";
import type { Candidate } from "../../candidate.ts";
import type { Example } from "../../example.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";

/** What this prompt answered on rows of train, by the row. Asks nothing. */
export async function knownOf(
  tools: Tools,
  { prompt }: Candidate,
  round: number,
): Promise<ReadonlyMap<string, Observation>> {
  const work = { round, phase: "selecting", budget: new CallBudget(0) } as const;
  const answers = await tools.evaluate(prompt, tools.task.train, work);
  return new Map(answers.map((answer) => [answer.example.id, answer]));
}

/**
 * The rows that a parent has answered first, each part in the order given, so that its minibatch costs less: selection has paid
 * for them. Rows that it was expanded by before are no news, and stay in their places.
 */
export function knownFirst(
  order: readonly Example[],
  known: ReadonlyMap<string, Observation>,
  expandedBy: ReadonlySet<string>,
): readonly Example[] {
  const isFree = ({ id }: Example): boolean => known.has(id) && !expandedBy.has(id);
  return [...order.filter(isFree), ...order.filter((row) => !isFree(row))];
}
