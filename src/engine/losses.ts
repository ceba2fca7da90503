/** Rows that transport never delivered: a few leave the score, many stop the run. */
import { type ModelError, ProtegiError } from "../core/errors.ts";

/** The share of calls that may stay without an answer, and the number from which on the share counts. */
const SHARE = 0.05;
const LEAST = 10;

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
      if (lost < LEAST || lost <= SHARE * calls) return undefined;
      const share = `${lost} of ${calls} calls got no answer after all their attempts, more than ${100 * SHARE}%`;
      return new ProtegiError(
        `${share}; the last one: ${error.message}\n  What arrived is kept. Start the run again when the provider answers: it resumes from here.`,
      );
    },
  };
}
