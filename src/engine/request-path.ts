/** The one path of every call to a model, of any role: one flight for each key, and an end for all of them. */
import { AbortedError, BudgetError, ModelError, ProtegiError, UsageError } from "../core/errors.ts";
import type { Cost, Spending } from "../core/spending.ts";
import type { ModelAnswer, ModelRequest, Role } from "../core/model.ts";
import { cacheKey } from "./cache-key.ts";
import type { Stage } from "./spending/caps.ts";
import { systemClock } from "./clock.ts";
import { deliver, type Flight } from "./deliver.ts";
import { createDelivery } from "./losses.ts";
import type { CallTag, Phase } from "../core/work.ts";
import type { RequestPathOptions } from "./path-options.ts";
import { createParts } from "./path-parts.ts";

export interface RequestPath {
  /**
   * The answer, from the store or from the model. It is stored before it is returned.
   *
   * @throws AbortedError when the signal says so
   * @throws BudgetError when the call would cross a cap
   * @throws ModelError `retryable`: this call could not be delivered; otherwise the run cannot continue
   */
  call(role: Role, request: ModelRequest, tag?: Partial<CallTag>): Promise<ModelAnswer>;
  /** A cap on money or tokens has another value from now on. */
  changeCap(cap: "usd" | "tokens", value: number): void;
  spending(): Spending;
  /** What was spent on each prompt, by its id in the calls' tags. */
  costByPrompt(): Readonly<Record<string, Cost>>;
  /** Cuts what is still in flight; resolves when every answer that arrived is stored. The models stay open. */
  close(): Promise<void>;
}

/** How often spending is reported, in milliseconds. */
const TELL = 1000;

interface Waiting extends Flight {
  readonly answer: Promise<ModelAnswer>;
  readonly reject: (error: unknown) => void;
}

const STAGES: readonly Stage[] = ["search", "dev", "verdict"];

/** Every phase is named, so that a new one cannot fall into a stage unseen. */
const STAGE_OF: Readonly<Record<Phase, Stage>> = {
  headroom: "search",
  errors: "search",
  proposing: "search",
  selecting: "search",
  dev: "dev",
  verdict: "verdict",
};

function stageOf({ phase }: Partial<CallTag>): Stage {
  return phase === undefined ? "search" : STAGE_OF[phase];
}

/** @throws UsageError when there is a cap on money and the price of a model is unknown */
export function createRequestPath(options: RequestPathOptions): RequestPath {
  const { models, salt = "", budget, clock = systemClock, signal, onSpending, onLost } = options;
  const flights = new Map<string, Waiting>();
  const delivery = createDelivery();
  const { parts, writes, close } = createParts({ ...options, clock, calls: () => flights.size });
  const { ledger } = parts;
  let toldAt = clock.now();
  let stopped: unknown;

  /** Nothing starts any more, and nobody waits any longer. What is in flight may still arrive and be stored. */
  function stop(error: unknown): void {
    if (stopped !== undefined) return;
    stopped = error;
    for (const flight of flights.values()) flight.reject(error);
    close();
  }

  function abort(): void {
    stop(new AbortedError("Stopped."));
    parts.attempts.abort();
  }

  /** The time is up: calls that were not sent yet are turned away, up to those of this stage. */
  function timeIsUp(error: BudgetError, last: Stage): void {
    for (const flight of flights.values())
      if (STAGES.indexOf(flight.stage) <= STAGES.indexOf(last)) flight.withdraw?.(error);
  }

  function start(role: Role, request: ModelRequest, key: string, tag: Partial<CallTag>): Waiting {
    const { promise: answer, resolve, reject } = Promise.withResolvers<ModelAnswer>();
    const flight: Waiting = { role, request, key, tag, stage: stageOf(tag), answer, reject };
    flights.set(key, flight);
    void deliver(flight, parts).then(
      (arrived) => {
        flights.delete(key);
        parts.turnedDown.under(flights.size);
        delivery.delivered();
        resolve(arrived);
        tell();
      },
      (error: unknown) => {
        flights.delete(key);
        parts.turnedDown.under(flights.size);
        reject(error);
        if (error instanceof BudgetError) {
          if (error.cap === "minutes") timeIsUp(error, flight.stage);
        } else if (!(ModelError.isInstance(error) && error.retryable)) stop(error);
        else {
          onLost?.(role, error);
          const tooMany = delivery.lost(error);
          if (tooMany !== undefined) stop(tooMany);
        }
      },
    );
    return flight;
  }

  function tell(): void {
    const now = clock.now();
    if (onSpending === undefined || now - toldAt < TELL) return;
    toldAt = now;
    onSpending(ledger.spending());
  }

  if (signal?.aborted === true) abort();
  signal?.addEventListener("abort", abort, { once: true });
  if (budget?.minutes !== undefined) {
    const minutes = budget.minutes;
    const up = (): void => timeIsUp(new BudgetError("minutes", `The cap of ${minutes} minutes is reached.`), "verdict");
    clock.sleep(minutes * 60_000, parts.over).then(up, () => undefined);
  }

  return {
    call(role, request, tag = {}) {
      if (stopped !== undefined) return Promise.reject(stopped);
      const model = models[role];
      if (model === undefined)
        return Promise.reject(new UsageError(role, "a model is asked, but none is named", `Name one as ${role}.`));
      const key = cacheKey(salt, model.id, request);
      const running = flights.get(key);
      if (running === undefined) return start(role, request, key, tag).answer;
      return running.answer.then((answer) => {
        ledger.recalled(role, tag);
        return answer;
      });
    },
    changeCap: (cap, value) => parts.gate.change(cap, value),
    spending: ledger.spending,
    costByPrompt: ledger.byPrompt,
    async close() {
      signal?.removeEventListener("abort", abort);
      stop(new ProtegiError("The run has ended."));
      parts.attempts.close();
      do await Promise.allSettled(writes);
      while (writes.size > 0);
    },
  };
}
