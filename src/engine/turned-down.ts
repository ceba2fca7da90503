/**
 * Requests that a server turns down for what they hold (status 400, 413 or 422). Where others of the same role are answered, it
 * is the request: its row counts as one that does not fit. Where none is, it is all of them, and the run stops.
 */
import type { ModelError } from "../core/errors.ts";
import type { Role } from "../core/model.ts";

const STATUS: ReadonlySet<number | undefined> = new Set([400, 413, 422]);

/** The share of requests that may be turned down, and the number from which on the share counts. */
const SHARE = 0.2;
const LEAST = 10;

/** Whether this error may be about one request alone. */
export function isTurnedDown({ kind, status }: ModelError): boolean {
  return kind === "bad-request" && STATUS.has(status);
}

/** Whose fault it is: the request's, that of all requests, or of so many that the run means nothing. */
export type Fault = "request" | "all" | "too many";

export interface TurnedDown {
  /** The model answered a request of this role; with `stored`, in an earlier run. */
  answered(role: Role, model: string, stored?: boolean): void;
  /** Whose fault it is that a request was turned down, as soon as it is known. */
  judge(role: Role, model: string): Promise<Fault>;
  /** A call has ended, or waits for a judgement; `calls` are under way, those that wait included. */
  under(calls: number): void;
  /** How many requests of this role were turned down, and answered or turned down. */
  tally(role: Role): { readonly down: number; readonly of: number };
}

interface Count {
  answered: number;
  stored: number;
  down: number;
}

export function createTurnedDown(): TurnedDown {
  /** By role, and by model. */
  const counts = new Map<string, Count>();
  const waiting = new Map<Role, (fault: Fault) => void>();

  function of(name: string): Count {
    let count = counts.get(name);
    if (count === undefined) counts.set(name, (count = { answered: 0, stored: 0, down: 0 }));
    return count;
  }

  function decide(role: Role, fault: Fault): void {
    const tell = waiting.get(role);
    waiting.delete(role);
    tell?.(fault);
  }

  return {
    answered(role, model, stored = false) {
      if (stored) of(role).stored++;
      else {
        of(model).answered++;
        of(role).answered++;
        decide(role, "request");
      }
    },
    async judge(role, model) {
      const count = of(role);
      count.down++;
      of(model).down++;
      if (count.answered > 0)
        return count.down >= LEAST && count.down > SHARE * (count.down + count.answered) ? "too many" : "request";
      if (count.down > 1 || (of(model).answered === 0 && of(model).down > 1)) {
        decide(role, "all");
        return "all";
      }
      return new Promise((tell) => waiting.set(role, tell));
    },
    under(calls) {
      if (calls > waiting.size) return;
      for (const role of waiting.keys()) decide(role, of(role).stored > 0 ? "request" : "all");
    },
    tally(role) {
      const { answered, down } = of(role);
      return { down, of: answered + down };
    },
  };
}
