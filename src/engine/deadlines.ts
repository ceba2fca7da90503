/** How long a try may take, learned from the latencies seen: a hang is cut long before a fixed limit would. */

/** Milliseconds allowed before anything was seen, and the bounds of what is learned. */
const UNKNOWN = 120_000;
const LEAST = 500;
const MOST = 600_000;

/** Latencies remembered, and how many new ones until the quantile is drawn again. */
const REMEMBERED = 256;
const STALE = 16;
const ENOUGH = 5;

export interface Deadline {
  /** Notes how long a try took, or how long it was let run before it was cut. */
  learn(ms: number): void;
  /**
   * Milliseconds that a try may take: four times the 99th percentile, and more while little was seen.
   * Doubles with every try cut before.
   */
  allowed(cutBefore: number): number;
}

export function createDeadline(): Deadline {
  const seen: number[] = [];
  let count = 0;
  let drawnAt = 0;
  let learned = UNKNOWN;

  function draw(): void {
    drawnAt = count;
    const sorted = seen.toSorted((a, b) => a - b);
    const p99 = sorted[Math.ceil(0.99 * sorted.length) - 1]!;
    learned = 4 * (1 + 10 / sorted.length) * p99;
  }

  return {
    learn(ms) {
      seen[count++ % REMEMBERED] = ms;
      if (count >= ENOUGH && (count - drawnAt >= STALE || count < 2 * STALE)) draw();
    },
    allowed: (cutBefore) => Math.min(MOST, Math.max(LEAST, learned) * 2 ** cutBefore),
  };
}
