/**
 * Lets a call go only when no cap can be crossed by it, as far as that can be known before it is sent: what is
 * spent, what the calls in flight are thought to take, what this one is thought to take, and what the stages
 * after its own will take: the search leaves enough for dev, which picks the final prompt, and both for the verdict.
 * A call that fits once the calls in flight have turned out cheaper than thought waits for them. Before the first answer of a
 * role nobody knows what its later calls will take: then one call goes, and the others of the role wait for what it shows.
 */
import { BudgetError } from "../../core/errors.ts";
import type { Role } from "../../core/model.ts";
import { dollars, hasRoom, inTokens, over } from "./cap-room.ts";
import type { Nanodollars } from "./prices.ts";

/** What a run may spend at most. */
export interface Caps {
  /** US dollars. */
  readonly usd?: number;
  /** Tokens in and out together. */
  readonly tokens?: number;
  /** Minutes since the request path was made. */
  readonly minutes?: number;
}

/** Tokens and money of one call or several. */
export interface Amount {
  readonly tokens: number;
  readonly nanodollars: Nanodollars;
}

/** What one call is thought to take. */
export interface Need extends Amount {
  readonly role: Role;
}

/** What a call is for, as far as caps care, in order. */
export type Stage = "search" | "dev" | "verdict";

const KEPT_FOR: Readonly<Record<Stage, string>> = { search: "dev and the verdict", dev: "the verdict", verdict: "" };

export interface Gate {
  /**
   * Sets `need` aside; a promise when that has to wait.
   * @throws BudgetError when a cap would be crossed
   */
  enter(need: Need, stage: Stage): Promise<void> | undefined;
  /**
   * Checks the cap on time once more, for a call that has waited since.
   * @throws BudgetError
   */
  check(stage: Stage): void;
  /** The call has ended, and what it took is in the ledger. */
  leave(need: Need): void;
  /** A cap has another value from now on. */
  change(cap: "usd" | "tokens", value: number): void;
}

/** What the gate looks at. */
export interface Books {
  /** What is spent. */
  spent(): Amount;
  /** Minutes gone by. */
  minutes(): number;
  /** What the stages after this one will still take. */
  after(stage: Stage): Amount & { readonly minutes: number };
  /** Whether the calls of a role in the stages after this one are known in size: there are none, or one was answered. */
  isShown(role: Role, stage: Stage): boolean;
}

interface Waiting {
  readonly need: Need;
  readonly go: () => void;
  readonly fail: (error: BudgetError) => void;
}

export function createGate(given: Caps, books: Books): Gate {
  const caps: { -readonly [K in keyof Caps]: Caps[K] } = { ...given };
  const aside = { tokens: 0, nanodollars: 0 };
  const inFlight = new Set<Need>();
  let capped = caps.usd !== undefined || caps.tokens !== undefined || caps.minutes !== undefined;
  const queues: Readonly<Record<Stage, Waiting[]>> = { verdict: [], dev: [], search: [] };

  function checkTime(stage: Stage, kept: number): void {
    const passed = books.minutes();
    if (caps.minutes === undefined || passed + kept < caps.minutes) return;
    const shown = kept === 0 ? "" : `${kept.toFixed(1)} kept for ${KEPT_FOR[stage]}`;
    throw over("minutes", `${caps.minutes} minutes`, `${passed.toFixed(1)} have passed`, shown);
  }

  /** Whether `need` fits now; false when it has to wait. */
  function fits(need: Need, stage: Stage): boolean {
    const isFirst = !books.isShown(need.role, stage);
    if (isFirst && [...inFlight].some(({ role }) => role === need.role)) return false;
    const spent = books.spent();
    const kept = books.after(stage);
    const keptFor = KEPT_FOR[stage];
    checkTime(stage, kept.minutes);
    const usd = hasRoom({
      cap: "usd",
      limit: (caps.usd ?? Infinity) * 1e9,
      spent: spent.nanodollars,
      aside: aside.nanodollars,
      need: need.nanodollars,
      kept: kept.nanodollars,
      keptFor,
      show: dollars,
    });
    const tokens = hasRoom({
      cap: "tokens",
      limit: caps.tokens ?? Infinity,
      spent: spent.tokens,
      aside: aside.tokens,
      need: need.tokens,
      kept: kept.tokens,
      keptFor,
      show: inTokens,
    });
    return usd && tokens;
  }

  function take(need: Need): void {
    inFlight.add(need);
    aside.tokens += need.tokens;
    aside.nanodollars += need.nanodollars;
  }

  function admit(stage: Stage): void {
    const queue = queues[stage];
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      try {
        if (!fits(first.need, stage)) return;
        take(first.need);
        first.go();
      } catch (error) {
        if (!(error instanceof BudgetError)) throw error;
        first.fail(error);
      }
      queue.shift();
    }
  }

  return {
    enter(need, stage) {
      if (!capped) return undefined;
      const queue = queues[stage];
      if (queue.length === 0 && fits(need, stage)) {
        take(need);
        return undefined;
      }
      return new Promise((go, fail) => queue.push({ need, go, fail }));
    },
    check(stage) {
      if (caps.minutes !== undefined) checkTime(stage, books.after(stage).minutes);
    },
    leave(need) {
      // A call that went before there was a cap has set nothing aside.
      if (!inFlight.delete(need)) return;
      aside.tokens -= need.tokens;
      aside.nanodollars -= need.nanodollars;
      admit("verdict");
      admit("dev");
      admit("search");
    },
    change(cap, value) {
      capped = true;
      caps[cap] = value;
      admit("verdict");
      admit("dev");
      admit("search");
    },
  };
}
