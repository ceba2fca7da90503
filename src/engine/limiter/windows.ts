/** A quota that holds in every window of a minute, not only in those that start on the minute. */

/** A little over a minute, for requests that reach the provider closer together than they were sent. */
export const WINDOW = 60_250;

/** Room that one request takes until its window has passed. */
export interface Share {
  readonly at: number;
  amount: number;
  left: boolean;
}

export interface Quota {
  /** The most in any window; `Infinity` for no limit. */
  limit: number;
  /** Milliseconds from `now` until `amount` more fits; 0 when it fits now. What is larger than the quota waits for an empty window. */
  wait(now: number, amount: number): number;
  /** Takes room; undefined when there is no limit. */
  take(now: number, amount: number): Share | undefined;
  /** Corrects a share once the truth is known. */
  settle(share: Share, amount: number): void;
}

/** At most `limit` in any `window` milliseconds. */
export function createQuota(limit: number = Infinity, window: number = WINDOW): Quota {
  const shares: Share[] = [];
  let first = 0;
  let sum = 0;

  function forget(now: number): void {
    while (first < shares.length && shares[first]!.at + window <= now) {
      if (quota.limit === Infinity) return undefined;
      const share = shares[first++]!;
      share.left = true;
      sum -= share.amount;
    }
    if (first > 1000 && 2 * first > shares.length) {
      shares.splice(0, first);
      first = 0;
    }
  }

  const quota: Quota = {
    limit,
    wait(now, amount) {
      if (quota.limit === Infinity) return 0;
      forget(now);
      let over = sum + Math.min(amount, quota.limit) - quota.limit;
      if (over <= 0) return 0;
      for (let i = first; i < shares.length; i++) {
        over -= shares[i]!.amount;
        if (over <= 0) return shares[i]!.at + window - now;
      }
      return 0;
    },
    take(now, amount) {
      if (quota.limit === Infinity) return undefined;
      const share = { at: now, amount, left: false };
      shares.push(share);
      sum += amount;
      return share;
    },
    settle(share, amount) {
      if (!share.left) sum += amount - share.amount;
      share.amount = amount;
    },
  };
  return quota;
}
