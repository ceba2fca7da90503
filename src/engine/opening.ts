/**
 * The opening of a run at one model: one call goes first, and the others wait for how it ends. A wrong key, a wrong address or a
 * spent allowance then takes one request to find, not as many as may be in flight.
 */
import type { Clock } from "./clock.ts";

/** Milliseconds after which the others go all the same: a server that takes so long is there. */
const LONGEST = 10_000;

/** Replies that cannot be read until nobody believes that others could be. */
const UNREADABLE = 3;

/** A call that may wait. */
export interface Waiter {
  /** Ends the call with this error while it waits. */
  withdraw?: (reason: unknown) => void;
}

export interface Opening {
  /** Resolves when this call may go; undefined when it may go at once. */
  enter(call: Waiter): Promise<void> | undefined;
  /** The server is there, so that all may go. */
  open(): void;
  /** How the first call ended tells nothing of the others: the next one goes. Without effect for any other call. */
  pass(call: Waiter): void;
  /** The reply to the first call cannot be read; true when that was so too often. */
  unreadable(call: Waiter): boolean;
}

export function createOpening(clock: Clock, over: AbortSignal): Opening {
  const waiting = new Map<Waiter, () => void>();
  let first: Waiter | undefined;
  let isOpen = false;
  let isTimed = false;
  let unreadable = 0;

  function open(): void {
    isOpen = true;
    for (const go of waiting.values()) go();
    waiting.clear();
  }

  function pass(call: Waiter): void {
    if (isOpen || first !== call) return;
    const [next] = waiting;
    first = next?.[0];
    if (next === undefined) return;
    waiting.delete(next[0]);
    next[1]();
  }

  return {
    enter(call) {
      if (isOpen || first === call) return undefined;
      if (first === undefined) {
        first = call;
        if (!isTimed) clock.sleep(LONGEST, over).then(open, () => undefined);
        isTimed = true;
        return undefined;
      }
      return new Promise((go, fail) => {
        waiting.set(call, go);
        call.withdraw = (reason) => {
          if (waiting.delete(call)) fail(reason);
        };
      });
    },
    open: () => {
      if (!isOpen) open();
    },
    pass,
    unreadable(call) {
      if (isOpen || first !== call) return false;
      if (++unreadable >= UNREADABLE) return true;
      if (unreadable === UNREADABLE - 1) pass(call);
      return false;
    },
  };
}
