/** Rows that transport never delivered: a few leave the score, many stop the run. */
import { type ModelError, ProtegiError } from "../core/errors.ts";
import { LOSS_SHARE, isTooMany } from "../core/evaluation/loss-share.ts";

export interface Delivery {
  delivered(): void;
  /** Notes a call given up after all its tries; returns the error that is to stop the run when there are too many. */
  lost(error: ModelError): ProtegiError | undefined;
}

export function createDelivery(): Delivery {
  let calls = 0;
  let lost = 0;
  return {
    delivered: () => void calls++,
    lost(error) {
      calls++;
      lost++;
      if (!isTooMany(lost, calls)) return undefined;
      const share = `${lost} of ${calls} calls got no answer after all their attempts, more than ${100 * LOSS_SHARE}%`;
      return new ProtegiError(
        `${share}; the last one: ${error.message}\n  What arrived is kept. Start the run again when the provider answers: it resumes from here.`,
      );
    },
  };
}
