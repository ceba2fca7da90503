/** How long a try may take, learned from the latencies seen: a hang is cut long before a fixed limit would. */

/** Seconds allowed before anything was seen, where neither the user nor the model says otherwise. */
const FIRST = 120;

/** The bounds of what is learned, in milliseconds. The upper one is at least twice what is allowed first. */
const LEAST = 250;
const MOST = 600_000;

/** Latencies remembered, and how many new ones until the quantile is drawn again. */
const REMEMBERED = 256;
const STALE = 64;

/**
 * Before that, a try may take so many times what one in the other role may, and this share of the first deadline at
 * least: many words take longer than a label.
 */
const OF_OTHER = 30;
const LEAST_SHARE = 1 / 12;

export interface Deadline {
  /** Notes how long a try took, or how long it was let run before it was cut. */
  learn(ms: number): void;
  /**
   * Milliseconds that a try may take: the 99th percentile of those seen and four times its distance from the
   * median (after RFC 6298, which does so with mean and deviation), at least twice the 99th percentile, and
   * more while little was seen. Doubles with every try cut before.
   */
  allowed(cutBefore: number): number;
}

/**
 * @param other that of the same model in its other role, which says something as long as too little was seen in this one
 * @param seconds allowed before anything was seen; default 120
 */
export function createDeadline(other?: Deadline, seconds: number = FIRST): Deadline {
  const first = 1000 * seconds;
  const most = Math.max(MOST, 2 * first);
  const seen: number[] = [];
  let count = 0;
  let drawnAt = 0;
  let learned: number | undefined;

  function draw(): void {
    drawnAt = count;
    const sorted = seen.toSorted((a, b) => a - b);
    const p50 = sorted[Math.ceil(0.5 * sorted.length) - 1]!;
    const p99 = sorted[Math.ceil(0.99 * sorted.length) - 1]!;
    learned = (1 + 10 / sorted.length) * Math.max(2 * p99, p99 + 4 * (p99 - p50));
  }

  return {
    learn(ms) {
      seen[count++ % REMEMBERED] = ms;
      if (count - drawnAt >= STALE || count < STALE) draw();
    },
    allowed(cutBefore) {
      const unknown = Math.min(first, Math.max(LEAST_SHARE * first, OF_OTHER * (other?.allowed(0) ?? Infinity)));
      return Math.min(most, Math.max(LEAST, learned ?? unknown) * 2 ** cutBefore);
    },
  };
}
