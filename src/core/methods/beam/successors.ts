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
  const isNew = (successor: Candidate): boolean => {
    const known = taken.has(successor.prompt.id);
    taken.add(successor.prompt.id);
    if (known) reportDropped(tools, successor, "duplicate");
    return !known;
  };
  const own = proposals.map(({ successors, first = 0 }) => ({
    first: successors.slice(0, first).filter(isNew),
    rest: successors.slice(first).filter(isNew),
  }));
  const kept = await Promise.all(
    own.map(({ rest }, i) =>
      options.screenOnErrors && rest.length > options.maxSuccessors
        ? screen(tools, parents[i]!, proposals[i]!, rest, options.maxSuccessors)
        : sample(rest, options.maxSuccessors, parents[i]!.rng.fork("cap")),
    ),
  );
  own.forEach(({ rest }, i) => {
    for (const successor of rest) if (!kept[i]!.includes(successor)) reportDropped(tools, successor, "cap");
  });
  return own.flatMap(({ first }, i) => [...first, ...kept[i]!]);
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
