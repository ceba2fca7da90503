/**
 * At most `maxSuccessors` for each parent (Algorithm 2 of arXiv 2305.03495, step 6): a random few, or
 * those that do best on the parent's errors (`reject_on_errors` of the authors' code).
 */
import type { Candidate } from "../../candidate.ts";
import type { Parent, Proposal } from "./proposal.ts";
import { reportDropped } from "../admitted.ts";
import { sample } from "../../rng.ts";
import type { Tools } from "../../tools.ts";

export interface CapOptions {
  /** Most successors of one parent that enter selection. */
  readonly maxSuccessors: number;
  /** Choose them by how they do on up to 16 of the parent's errors, rather than at random. */
  readonly screenOnErrors: boolean;
}

/** The authors' code screens on at most this many errors. */
export const SCREENING_ROWS = 16;

/** The successors that enter selection, parent by parent. One proposed by two parents is the first one's. */
export async function capSuccessors(
  tools: Tools,
  parents: readonly Parent[],
  proposals: readonly Proposal[],
  options: CapOptions,
): Promise<Candidate[]> {
  const taken = new Set(parents.map(({ parent }) => parent.prompt.id));
  const own = proposals.map(({ successors }) =>
    successors.filter((successor) => {
      const isNew = !taken.has(successor.prompt.id);
      taken.add(successor.prompt.id);
      if (!isNew) reportDropped(tools, successor, "duplicate");
      return isNew;
    }),
  );
  const kept = await Promise.all(
    own.map((successors, i) =>
      options.screenOnErrors && successors.length > options.maxSuccessors
        ? screen(tools, parents[i]!, proposals[i]!, successors, options.maxSuccessors)
        : sample(successors, options.maxSuccessors, parents[i]!.rng.fork("cap")),
    ),
  );
  own.forEach((successors, i) => {
    for (const successor of successors) if (!kept[i]!.includes(successor)) reportDropped(tools, successor, "cap");
  });
  return kept.flat();
}

async function screen(
  tools: Tools,
  { rng, budget, round }: Parent,
  { seen }: Proposal,
  successors: readonly Candidate[],
  keep: number,
): Promise<Candidate[]> {
  const errors = seen.filter(({ correct }) => !correct).map(({ example }) => example);
  const rows = sample(errors, SCREENING_ROWS, rng.fork("screen"));
  const shares = successors.map(() => budget.reserve(tools.callsFor(rows.length)));
  const scores = await Promise.all(
    successors.map(async ({ prompt }, i) => {
      const observations = await tools.evaluate(prompt, rows, { round, phase: "proposing", budget: shares[i]! });
      return tools.task.metric.score(observations);
    }),
  );
  const order = successors.map((_, i) => i).toSorted((a, b) => scores[b]! - scores[a]!);
  return order.slice(0, keep).map((i) => successors[i]!);
}
