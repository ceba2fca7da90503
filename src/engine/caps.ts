/**
 * Lets a call go only when no cap can be crossed by it, as far as that can be known before it is sent: what is
 * spent, what the calls in flight are thought to take, what this one is thought to take, and, unless this
 * call is the verdict's, what the verdict will take. A call that fits once the calls in flight have
 * turned out cheaper than thought waits for them.
 */
import { BudgetError } from "../core/errors.ts";
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

export interface Gate {
  /**
   * Sets `need` aside; a promise when that has to wait.
   * @throws BudgetError when a cap would be crossed
   */
  enter(need: Amount, forVerdict: boolean): Promise<void> | undefined;
  /**
   * Checks the cap on time once more, for a call that has waited since.
   * @throws BudgetError
   */
  check(forVerdict: boolean): void;
  /** The call has ended, and what it took is in the ledger. */
  leave(need: Amount): void;
}

/** What the gate looks at. */
export interface Books {
  /** What is spent. */
  spent(): Amount;
  /** Minutes gone by. */
  minutes(): number;
  /** What the verdict will still take. */
  verdict(): Amount & { readonly minutes: number };
}

interface Waiting {
  readonly need: Amount;
  readonly go: () => void;
  readonly fail: (error: BudgetError) => void;
}

export function createGate(caps: Caps, books: Books): Gate {
  const aside = { tokens: 0, nanodollars: 0 };
  const capped = caps.usd !== undefined || caps.tokens !== undefined || caps.minutes !== undefined;
  const queues: Readonly<Record<"search" | "verdict", Waiting[]>> = { verdict: [], search: [] };

  function checkTime(forVerdict: boolean, kept: number): void {
    const passed = books.minutes();
    if (caps.minutes === undefined || passed + (forVerdict ? 0 : kept) < caps.minutes) return;
    throw over(
      "minutes",
      `${caps.minutes} minutes`,
      `${passed.toFixed(1)} have passed`,
      forVerdict ? 0 : kept,
      kept.toFixed(1),
    );
  }

  /** Whether `need` fits now; false when it has to wait. */
  function fits(need: Amount, forVerdict: boolean): boolean {
    const spent = books.spent();
    const kept = books.verdict();
    checkTime(forVerdict, kept.minutes);
    const usd = hasRoom({
      cap: "usd",
      limit: (caps.usd ?? Infinity) * 1e9,
      spent: spent.nanodollars,
      aside: aside.nanodollars,
      need: need.nanodollars,
      kept: forVerdict ? 0 : kept.nanodollars,
      show: dollars,
    });
    const tokens = hasRoom({
      cap: "tokens",
      limit: caps.tokens ?? Infinity,
      spent: spent.tokens,
      aside: aside.tokens,
      need: need.tokens,
      kept: forVerdict ? 0 : kept.tokens,
      show: inTokens,
    });
    return usd && tokens;
  }

  function take(need: Amount): void {
    aside.tokens += need.tokens;
    aside.nanodollars += need.nanodollars;
  }

  function admit(queue: Waiting[], forVerdict: boolean): void {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      try {
        if (!fits(first.need, forVerdict)) return;
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
    enter(need, forVerdict) {
      if (!capped) return undefined;
      const queue = queues[forVerdict ? "verdict" : "search"];
      if (queue.length === 0 && fits(need, forVerdict)) {
        take(need);
        return undefined;
      }
      return new Promise((go, fail) => queue.push({ need, go, fail }));
    },
    check(forVerdict) {
      if (caps.minutes !== undefined) checkTime(forVerdict, books.verdict().minutes);
    },
    leave(need) {
      if (!capped) return;
      aside.tokens -= need.tokens;
      aside.nanodollars -= need.nanodollars;
      admit(queues.verdict, true);
      admit(queues.search, false);
    },
  };
}
