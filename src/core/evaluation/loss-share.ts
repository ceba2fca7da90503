/** How many rows may leave a score before it says too little: those never delivered, and those that a metric failed on. */

/** The share that may be lost. */
export const LOSS_SHARE = 0.05;
/** The number from which on the share counts. */
const LEAST = 10;

/** Whether so many of all are too many. */
export function isTooMany(lost: number, all: number): boolean {
  return lost >= LEAST && lost > LOSS_SHARE * all;
}
