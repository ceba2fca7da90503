/** How many requests are in flight at once. */

export interface Limiter {
  /** Calls `go` as soon as a request may be sent: at once, or later, in order. Returns how to leave the queue. */
  enter(go: () => void): () => void;
  /** One request has ended. */
  leave(): void;
}

/** At most `concurrency` at once, first come first served. */
export function createLimiter(concurrency: number): Limiter {
  const queue = new Set<() => void>();
  let inFlight = 0;
  return {
    enter(go) {
      if (inFlight < concurrency) {
        inFlight++;
        go();
        return () => {};
      }
      queue.add(go);
      return () => queue.delete(go);
    },
    leave() {
      inFlight--;
      for (const go of queue) {
        if (inFlight >= concurrency) return;
        queue.delete(go);
        inFlight++;
        go();
      }
    },
  };
}
