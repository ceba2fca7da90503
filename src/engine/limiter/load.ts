/**
 * What a provider can take, learned from what it answers and refuses: how many requests at once, how fast they may
 * start, and when nobody should ask at all.
 */
import { createConcurrency } from "./concurrency.ts";
import { createPace } from "./pace.ts";

/** How a request ended: `refused` for "too many" and "overloaded", `failed` for what says nothing about load. */
export type Ending = "answered" | "refused" | "failed";

export interface Ended {
  readonly ending: Ending;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Seconds that a refusal asks to wait. */
  readonly retryAfter: number | undefined;
  /** Requests in flight now, and the most that anybody wants. */
  readonly inFlight: number;
  readonly ceiling: number;
  /** Whether somebody is waiting who may start as far as his own run is concerned. */
  readonly pressed: boolean;
}

export interface Load {
  /** How many may be in flight. */
  allowed(ceiling: number): number;
  /** Milliseconds from `now` until the next request may start. */
  wait(now: number): number;
  start(now: number, inFlight: number): void;
  end(ended: Ended): void;
  /** Nobody starts for so many milliseconds. */
  rest(now: number, ms: number): void;
}

/** An epoch of observation ends after a second with so many endings or a few refusals, or after five seconds. */
const ENDINGS = 40;
const REFUSALS = 3;
/** After so many refusals in a row everybody pauses, as long as asked for, or for a time that doubles up to this many milliseconds. */
const IN_A_ROW = 8;
const LONGEST_PAUSE = 30_000;

export function createLoad(now: number): Load {
  const concurrency = createConcurrency();
  const pace = createPace();
  let refusedInARow = 0;
  let pauses = 0;
  let pausedAt = -Infinity;
  let pausedUntil = -Infinity;
  let epoch = epochFrom(now, 0);

  /** Too many refusals in a row: nobody starts for a while, and when that happens again at once, fewer do. */
  function pause({ endedAt, retryAfter, inFlight }: Ended): void {
    pauses++;
    pausedAt = endedAt;
    pausedUntil = endedAt + (retryAfter === undefined ? Math.min(LONGEST_PAUSE, 125 * 2 ** pauses) : 1000 * retryAfter);
    if (pauses > 1) concurrency.cut(epoch.peak);
    // An epoch in which nothing got through tells nothing about what would.
    if (epoch.answered === 0) epoch = epochFrom(pausedUntil, inFlight);
  }

  function learn({ endedAt, ceiling, inFlight }: Ended): void {
    const lasted = endedAt - epoch.since;
    const endings = epoch.answered + epoch.refused;
    if (endings === 0 || lasted < 1000 || (endings < ENDINGS && epoch.refused < REFUSALS && lasted < 5000)) return;
    const seen = { ...epoch, seconds: lasted / 1000 };
    pace.learn(seen);
    concurrency.learn(seen, epoch.peak, ceiling);
    epoch = epochFrom(endedAt, inFlight);
  }

  return {
    allowed: concurrency.allowed,
    wait: (at) => Math.max(0, pausedUntil - at, pace.wait(at)),
    start(at, inFlight) {
      epoch.peak = Math.max(epoch.peak, inFlight);
      pace.start(at);
    },
    rest(at, ms) {
      pausedUntil = Math.max(pausedUntil, at + Math.min(LONGEST_PAUSE, ms));
    },
    end(ended) {
      const { ending, startedAt, inFlight, pressed } = ended;
      epoch.pressed &&= pressed;
      if (ending === "answered") {
        epoch.answered++;
        refusedInARow = 0;
        pauses = 0;
      }
      // What was sent before a pause began is refused for the same reason, and says nothing new.
      if (ending === "refused" && startedAt > pausedAt) {
        epoch.refused++;
        refusedInARow++;
        if (refusedInARow >= IN_A_ROW && refusedInARow > inFlight / 2) {
          refusedInARow = 0;
          pause(ended);
        }
      }
      learn(ended);
    },
  };
}

function epochFrom(
  since: number,
  inFlight: number,
): { since: number; answered: number; refused: number; peak: number; pressed: boolean } {
  return { since, answered: 0, refused: 0, peak: inFlight, pressed: true };
}
