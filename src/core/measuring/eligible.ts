/**
 * The choice of the final prompt where limits and protected rows say who may win: the best on dev that meets every limit on dev's rows
 * and breaks no protected row. Here a limit goes by the point estimate: dev has all of its rows, a winner must keep the bound
 * and not merely be near it, and the test rows show afterwards whether that was luck.
 */
import { distinct, type Candidate } from "../candidate.ts";
import { allMet, shortfalls, type LimitsWord } from "../limits/limit.ts";
import type { Ranked, Tools } from "../tools.ts";
import type { DevChoice, DevScores } from "./dev-scores.ts";
import { ProtectedRows } from "./protected.ts";

/** Who won, of whom. */
export interface Chosen {
  /** Undefined when none may win: the initial prompt stays. */
  readonly best: Candidate | undefined;
  /** Best first; those that may not win last. */
  readonly ranked: readonly Ranked[];
  readonly limits?: LimitsWord;
}

/**
 * The best that may win. Where all miss a limit, the nearest of those that break no protected row is named: it is the best found,
 * and not recommended. The initial prompt is weighed as well, since it may be the only one that meets the limits.
 * @param choice what each choice may take; every one meets the rows in the same order
 */
export async function chooseEligible(
  tools: Tools,
  scores: DevScores,
  finalists: readonly Candidate[],
  choice: DevChoice,
): Promise<Chosen> {
  const { task, report } = tools;
  const { limits } = task;
  const { round, budget } = choice;
  if (limits === undefined && task.protected === undefined) {
    const ranked = await scores.rank(distinct([...finalists, ...scores.known]), choice);
    return { best: ranked[0]?.candidate ?? finalists[0], ranked };
  }
  const initial: Candidate = { prompt: task.prompt, origin: { kind: "initial" }, round: 0 };
  const weighed = [...finalists, ...scores.known, ...(limits === undefined ? [] : [initial])];
  const rows = new ProtectedRows(tools);
  // Without the protected rows and all of dev the leader may not win, so the choice leaves their calls.
  const forLimits = limits === undefined ? 0 : tools.callsFor(task.dev.length, "dev");
  const [missed, refused]: [Ranked[], Ranked[]] = [[], []];
  for (let open = distinct(weighed); open.length > 0;) {
    // What an earlier choice has asked is free.
    const kept = budget.reserve(Math.min(rows.callsAhead + forLimits, Math.floor(budget.left / 2)));
    const ranked = await scores.rank(open, { ...choice, rng: choice.rng.fork("eligible") });
    kept.release();
    const [leader] = ranked;
    if (leader === undefined) break;
    const { prompt } = leader.candidate;
    open = open.filter((one) => one.prompt.id !== prompt.id);
    const refusal = await rows.refusal(prompt, round, budget);
    if (refusal !== undefined) {
      report({ type: "finalist-refused", round, id: prompt.id, ...refusal });
      refused.push({ ...leader, refused: true });
      continue;
    }
    const measured = limits === undefined ? leader : await scores.complete(leader.candidate, round, budget);
    if (measured === undefined) {
      refused.push(leader);
      continue;
    }
    const { limits: own = [] } = measured;
    if (allMet(own)) {
      const rest = await Promise.all(ranked.slice(1).map((one) => scores.measured(one, round)));
      const others = [...rest, ...missed, ...refused];
      return { best: leader.candidate, ranked: [measured, ...others], ...(limits && { limits: "met" }) };
    }
    report({ type: "finalist-refused", round, id: prompt.id, missed: own.filter(({ met }) => !met) });
    missed.push({ ...measured, refused: true });
  }
  const near = missed.toSorted((a, b) => shortfalls(limits!, a.limits!) - shortfalls(limits!, b.limits!));
  const word = near.length > 0 ? "none met" : "not measured";
  return { best: near[0]?.candidate, ranked: [...near, ...refused], ...(limits && { limits: word }) };
}
