/**
 * When a request may be sent: one limiter for each provider key, shared by both roles and by all runs of the process.
 *
 * It holds what the user configured (requests and tokens in any minute), what the provider asks for (pauses),
 * and what the provider can take (concurrency and pace, by how many requests it refuses).
 */
import type { ModelRequest } from "../../core/model.ts";
import type { Clock } from "../clock.ts";
import { createLoad, type Ending } from "./load.ts";
import { UrgencyQueue } from "./queue.ts";
import { createQuota, type Share } from "./windows.ts";

/** What the provider reported with the end of a request. */
export interface Told {
  /** Tokens that the request took. */
  readonly tokens?: number;
  /** Seconds to wait after a refusal. */
  readonly retryAfter?: number | undefined;
  /** Seconds until there is room for the next request. */
  readonly nextIn?: number | undefined;
}

/** What a request holds while it is in flight. */
export interface Ticket {
  /** When it started. */
  readonly at: number;
  readonly request: Share | undefined;
  readonly tokens: Share | undefined;
}

export interface LaneOptions {
  /** Requests in flight at once. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  /** Which of these requests goes next, where it matters; default: the first. */
  readonly nearest?: (requests: readonly ModelRequest[]) => number;
}

/** Requests among which `nearest` chooses. */
const CHOICE = 256;

/** One run's place at the limiter. */
export interface Lane {
  /**
   * Calls `go` as soon as the request may be sent: at once, or later.
   * @param tokens how many it is thought to take
   * @param urgency 0 (first) to 3
   * @param request what is asked, for lanes that choose among those of one urgency
   */
  enter(tokens: number, urgency: number, go: (ticket: Ticket) => void, request?: ModelRequest): void;
  leave(ticket: Ticket, ending: Ending, told?: Told): void;
  /** Takes somebody out who is still waiting; false when there is no such one. */
  withdraw(go: (ticket: Ticket) => void): boolean;
  /** Forgets who is waiting. Requests in flight still have to leave. */
  close(): void;
}

export interface Limiter {
  join(options: LaneOptions): Lane;
}

const URGENCIES = 4;

interface Waiting {
  readonly tokens: number;
  readonly asked: ModelRequest | undefined;
  readonly go: (ticket: Ticket) => void;
}

interface LaneState extends LaneOptions {
  readonly queue: UrgencyQueue<Waiting>;
  inFlight: number;
}

export function createLimiter(clock: Clock): Limiter {
  const lanes = new Set<LaneState>();
  const load = createLoad(clock.now());
  const requests = createQuota();
  const tokens = createQuota();
  let ceiling = 1;
  let inFlight = 0;
  let alarm: AbortController | undefined;

  /** The tightest limits of the runs that are here. */
  function applyLimits(): void {
    const all = [...lanes];
    ceiling = Math.max(1, ...all.map((lane) => lane.concurrency));
    requests.limit = Math.min(...all.map((lane) => lane.requestsPerMinute ?? Infinity));
    tokens.limit = Math.min(...all.map((lane) => lane.tokensPerMinute ?? Infinity));
  }

  /** Starts the requests that may start; sets an alarm for when the next one may. */
  function pump(): void {
    alarm?.abort();
    alarm = undefined;
    for (;;) {
      if (inFlight >= load.allowed(ceiling)) return;
      const lane = nextLane();
      if (lane === undefined) return;
      bringForward(lane);
      const now = clock.now();
      const amount = lane.queue.peek()!.tokens;
      const wait = Math.max(load.wait(now), requests.wait(now, 1), tokens.wait(now, amount));
      if (wait > 0) return wake(wait);
      start(lane, now);
    }
  }

  /** The lane with the fewest in flight among those where somebody may start: runs share fairly. */
  function nextLane(): LaneState | undefined {
    let best: LaneState | undefined;
    for (const lane of lanes) {
      if (lane.queue.size === 0 || lane.inFlight >= lane.concurrency) continue;
      if (best === undefined || lane.inFlight < best.inFlight) best = lane;
    }
    return best;
  }

  function bringForward({ queue, nearest }: LaneState): void {
    if (nearest === undefined || queue.size < 2) return;
    queue.prefer(CHOICE, (waiting) => {
      const asked = waiting.flatMap((one) => one.asked ?? []);
      return asked.length === waiting.length ? nearest(asked) : 0;
    });
  }

  function start(lane: LaneState, now: number): void {
    const { tokens: amount, go } = lane.queue.shift()!;
    lane.inFlight++;
    load.start(now, ++inFlight);
    go({ at: now, request: requests.take(now, 1), tokens: tokens.take(now, amount) });
  }

  function wake(ms: number): void {
    const off = (alarm = new AbortController());
    clock.sleep(ms, off.signal).then(pump, () => undefined);
  }

  return {
    join(options) {
      const lane: LaneState = { ...options, queue: new UrgencyQueue(URGENCIES), inFlight: 0 };
      lanes.add(lane);
      applyLimits();
      return {
        enter(amount, urgency, go, asked) {
          lane.queue.push({ tokens: amount, go, asked }, urgency);
          if (alarm === undefined) pump();
        },
        leave(ticket, ending, told = {}) {
          lane.inFlight--;
          inFlight--;
          if (ticket.tokens !== undefined && told.tokens !== undefined) tokens.settle(ticket.tokens, told.tokens);
          const { retryAfter, nextIn } = told;
          if (nextIn !== undefined) load.rest(clock.now(), 1000 * nextIn);
          load.end({
            ending,
            startedAt: ticket.at,
            endedAt: clock.now(),
            retryAfter,
            inFlight,
            ceiling,
            pressed: nextLane() !== undefined,
          });
          pump();
        },
        withdraw: (go) => lane.queue.remove((waiting) => waiting.go === go),
        close() {
          lane.queue.clear();
          lanes.delete(lane);
          applyLimits();
          pump();
        },
      };
    },
  };
}
