/** The signature of a search whose prompts fit train and get worse on dev. */
import type { RunEvent } from "../../core/events.ts";
import type { Estimate } from "../../core/stats/estimate.ts";
import { score, withInterval } from "../../core/values/words.ts";
import { all, type Of } from "../of.ts";
import type { Signature } from "./signature.ts";

/** The leader of a round, where it was scored on dev. */
interface Leader {
  readonly round: number;
  readonly train: Estimate;
  readonly optimism: number;
  readonly dev: Estimate;
}

/** The last leader lies below an earlier one on dev, or below its own score on train, beyond both intervals. */
export function degrading(selections: readonly Of<"selected">[], events: readonly RunEvent[]): Signature | undefined {
  const scores = new Map(all(events, "dev-score").map(({ id, score: dev }) => [id, dev]));
  const leaders = selections.flatMap(({ round, kept: [id], ranking, optimism }): Leader[] => {
    const train = ranking.find((arm) => arm.id === id);
    const dev = scores.get(id ?? "");
    return train === undefined || dev === undefined ? [] : [{ round, train, optimism, dev }];
  });
  const last = leaders.at(-1);
  if (last === undefined) return undefined;
  const best = leaders.reduce((a, b) => (b.dev.value > a.dev.value ? b : a));
  const evidence = { train: last.train.value, optimism: last.optimism, dev: last.dev.value };
  if (last.dev.high < best.dev.low)
    return {
      kind: "degrading",
      round: best.round,
      message: `Prompts got worse after round ${best.round}: the leader's score on dev fell from ${withInterval(best.dev)} to ${withInterval(last.dev)} by round ${last.round}, while on train it went from ${score(best.train.value)} to ${score(last.train.value)}. The best on dev was taken. Stop after ${best.round === 1 ? "1 round" : `${best.round} rounds`} (search.rounds), or give train more rows.`,
      evidence: { ...evidence, devBefore: best.dev.value, trainBefore: best.train.value },
    };
  if (last.train.low - last.optimism > last.dev.high)
    return {
      kind: "degrading",
      message: `The prompts fit train and not dev: the leader of round ${last.round} scored ${withInterval(last.train)} on the rows that chose it, ${score(last.optimism)} of it luck, and ${withInterval(last.dev)} on dev. Give train more rows like those of dev, or stop earlier; search.patience scores the leader on dev each round and shows from which round on.`,
      evidence,
    };
  return undefined;
}
