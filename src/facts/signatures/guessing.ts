/** The signature of a selection that had too few evaluations to separate prompts. */
import { linearLoss } from "../../core/stats/regret.ts";
import { count, counted, score } from "../../core/values/words.ts";
import type { Of } from "../of.ts";
import type { Signature } from "./signature.ts";

/** Expected shortfall of the prompts kept, in score, from which on selection guesses; and what one would have. */
const GUESSING = 0.1;
const GOOD_CHOICE = 0.05;
/** Rows for each prompt below which their scatter is not to be seen, and the widest that a score from 0 to 1 can have. */
const SCATTER_ROWS = 2;
const WIDEST = 0.5;

/** On average over the rounds, the prompts kept may be expected to fall far short of those dropped. */
export function guessing(selections: readonly Of<"selected">[]): Signature | undefined {
  const rounds = selections.filter(({ ranking, kept, evaluations }) => ranking.length > kept.length && evaluations > 0);
  if (rounds.length === 0) return undefined;
  const sum = (of: (event: Of<"selected">) => number): number => rounds.reduce((total, one) => total + of(one), 0);
  const regret = sum(regretIn) / rounds.length;
  if (regret <= GUESSING) return undefined;
  const perCandidate = sum(({ evaluations }) => evaluations) / sum(({ ranking }) => ranking.length);
  // Between prompts that are alike, the expected shortfall falls with the square root of the evaluations.
  const needed = Math.ceil(perCandidate * (regret / GOOD_CHOICE) ** 2);
  return {
    kind: "guessing",
    message: `Selection was guessing: with about ${counted(perCandidate, "evaluation")} for each prompt, the prompts kept are expected to be up to ${score(regret)} below the best. About ${count(needed)} for each (selection.perCandidate), ${count(needed - perCandidate)} more, would tell them apart to within ${score(GOOD_CHOICE)}; fewer prompts a round (search.maxSuccessors) help too.`,
    evidence: { regret, perCandidate, needed },
  };
}

/** The expected shortfall; where rows are too few to show how far they scatter, at least that of two prompts that scatter widest. */
function regretIn({ regret, ranking }: Of<"selected">): number {
  const rows = ranking.reduce((sum, { n }) => sum + n, 0) / ranking.length;
  return rows < SCATTER_ROWS ? Math.max(regret, linearLoss(0, WIDEST / Math.sqrt(Math.max(rows, 0.5)))) : regret;
}
