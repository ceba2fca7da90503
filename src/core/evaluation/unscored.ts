/** Rows that a metric of the user's failed to score: a few leave the score, many stop the run. */
import { type MetricError, ProtegiError } from "../errors.ts";
import { LOSS_SHARE, isTooMany } from "./loss-share.ts";

/** Failures at the start, without any score, from which on the metric is broken rather than a row odd. */
const BROKEN = 3;

export interface Scoring {
  scored(): void;
  /** Notes a row that the metric failed on twice; returns the error that is to stop the run when there are too many. */
  failed(error: MetricError): ProtegiError | undefined;
}

export function createScoring(): Scoring {
  let judged = 0;
  let failed = 0;
  return {
    scored: () => void judged++,
    failed(error) {
      judged++;
      failed++;
      const isBroken = failed === judged && failed >= BROKEN;
      if (!isBroken && !isTooMany(failed, judged)) return undefined;
      const share = isBroken ? "" : `, more than ${100 * LOSS_SHARE}%`;
      const stop = new ProtegiError(
        `the metric failed on ${failed} of ${judged} answers${share}; the last one: ${error.message}\n  The answers are kept. Mend the metric and run the same command again: no answer is paid for twice.`,
      );
      stop.cause = error;
      return stop;
    },
  };
}
