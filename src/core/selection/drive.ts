/** Asks what a selector wants to know, until it has chosen. */
import type { CallBudget } from "../budget.ts";
import type { Candidate } from "../candidate.ts";
import type { Example } from "../example.ts";
import type { Observation } from "../task.ts";
import type { Tools } from "../tools.ts";
import type { CallTag } from "../work.ts";
import type { PullResult, Selector } from "./selector.ts";

export interface Driven {
  /** What each candidate did, in the order of `candidates`. */
  readonly seen: readonly (readonly Observation[])[];
  /** (candidate, row) pairs that were asked; known ones count too. */
  readonly evaluations: number;
}

/**
 * Evaluates what the selector asks for, step by step.
 * @param rows what its row numbers stand for
 * @param afterStep called with the candidates that a step was about, by number, and all that was seen so far
 */
export async function drive(
  tools: Tools,
  selector: Selector,
  candidates: readonly Candidate[],
  rows: readonly Example[],
  { budget, ...at }: Pick<CallTag, "phase" | "round"> & { readonly budget: CallBudget },
  afterStep: (arms: readonly number[], seen: Driven["seen"]) => void = () => undefined,
): Promise<Driven> {
  const seen: Observation[][] = candidates.map(() => []);
  let evaluations = 0;
  for (let pulls = selector.next(); pulls.length > 0; pulls = selector.next()) {
    const shares = pulls.map((pull) => budget.reserve(tools.callsFor(pull.rows.length, at.phase)));
    const results = await Promise.all(
      pulls.map(async (pull, i): Promise<PullResult> => {
        const examples = pull.rows.map((row) => rows[row]!);
        const work = { ...at, budget: shares[i]! };
        return { arm: pull.arm, observations: await tools.evaluate(candidates[pull.arm]!.prompt, examples, work) };
      }),
    );
    for (const share of shares) share.release();
    evaluations += pulls.reduce((sum, pull) => sum + pull.rows.length, 0);
    for (const { arm, observations } of results) seen[arm]!.push(...observations);
    selector.record(results);
    afterStep([...new Set(results.map(({ arm }) => arm))], seen);
  }
  return { seen, evaluations };
}
