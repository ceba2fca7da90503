/** Builds what the calls of one run share, from the options of its request path. */
import { UsageError } from "../core/errors.ts";
import { eachRole, type Model, type Role } from "../core/model.ts";
import { rng } from "../core/rng.ts";
import { createAttempts } from "./attempts.ts";
import { type Amount, createGate, type Stage } from "./spending/caps.ts";
import type { Clock } from "./clock.ts";
import { createDeadline } from "./deadlines.ts";
import type { PathParts } from "./shared-parts.ts";
import { createLedger } from "./spending/ledger.ts";
import type { Lane, LaneOptions } from "./limiter/limiter.ts";
import { accountOf, limiterFor } from "./limiter/accounts.ts";
import { createNotices } from "./notices.ts";
import { createOpening, type Opening } from "./opening.ts";
import { type PriceOf, priceOf } from "./spending/prices.ts";
import type { RequestPathOptions } from "./path-options.ts";
import { createTokenEstimator } from "./spending/tokens.ts";
import { createTurnedDown } from "./turned-down.ts";

/**
 * The margins on what dev and the verdict are thought to take. Their tokens and money are those of the longest prompt so far, and
 * only their rows may be longer; how long a call takes varies more.
 */
const MARGIN = { taken: 1.1, minutes: 1.5 };

export interface Built {
  readonly parts: PathParts;
  /** Writes that have not ended yet. */
  readonly writes: ReadonlySet<Promise<void>>;
  /** Nobody waits any longer. */
  close(): void;
}

/** @throws UsageError when there is a cap on money and the price of a model is unknown */
export function createParts(
  options: RequestPathOptions & { readonly clock: Clock; readonly calls: () => number },
): Built {
  const { models, store, concurrency = 16, retries = 5, budget = {}, clock } = options;
  const began = clock.now();
  const writes = new Set<Promise<void>>();
  const over = new AbortController();
  const prices = eachRole(models, (model) => requirePrice(model, options));
  const ledger = createLedger(prices);
  const lanes = new Map<string, Lane>();
  const openings = new Map<string, Opening>();
  const { devCalls = 0, verdictCalls = 0, judgeCalls = 0 } = options;
  /** Calls that are still to come, by role and stage. */
  const toCome: Record<Role, Record<Stage, number>> = {
    task: { search: 0, dev: devCalls, verdict: verdictCalls },
    optimizer: { search: 0, dev: 0, verdict: 0 },
    judge: { search: 0, dev: judgeCalls * devCalls, verdict: judgeCalls * verdictCalls },
  };

  function lane(model: Model): Lane {
    const account = accountOf(model);
    let known = lanes.get(account);
    if (known === undefined) {
      known = limiterFor(account, clock).join({ ...options, concurrency: atOnce(model), ...nearestOf(model) });
      lanes.set(account, known);
    }
    return known;
  }

  function opening({ id }: Model): Opening {
    let known = openings.get(id);
    if (known === undefined) openings.set(id, (known = createOpening(clock, over.signal)));
    return known;
  }

  function atOnce(model: Model): number {
    return Math.min(concurrency, model.concurrency ?? Infinity);
  }

  function callsAfter(stage: Stage, role: Role): number {
    const { dev, verdict } = toCome[role];
    return stage === "verdict" ? 0 : verdict + (stage === "search" ? dev : 0);
  }

  /** What the stages after this one will take, by the mean of the calls so far; nothing of a role that was never answered. */
  function needAfter(stage: Stage): Amount & { readonly minutes: number } {
    const need = { tokens: 0, nanodollars: 0, minutes: 0 };
    eachRole(models, (model, role) => {
      const mean = ledger.meanCall(role) ?? { tokens: 0, nanodollars: 0, ms: 0 };
      const calls = callsAfter(stage, role);
      need.tokens += Math.ceil(MARGIN.taken * calls * mean.tokens);
      need.nanodollars += Math.ceil(MARGIN.taken * calls * mean.nanodollars);
      need.minutes += (MARGIN.minutes * calls * mean.ms) / atOnce(model) / 60_000;
    });
    return need;
  }

  const firstFor = (model: Model): number | undefined => options.timeout ?? model.timeout;
  const forTask = createDeadline(undefined, firstFor(models.task));
  const parts: PathParts = {
    roles: eachRole(models, (model, role) => ({
      model,
      lane: lane(model),
      deadline:
        role === "task" ? forTask : createDeadline(model.id === models.task.id ? forTask : undefined, firstFor(model)),
      price: prices[role],
      ...(model.remote === true && { opening: opening(model) }),
    })),
    store,
    runId: options.runId,
    counted: new Set(),
    clock,
    ledger,
    gate: createGate(budget, {
      spent: () => ledger,
      minutes: () => (clock.now() - began) / 60_000,
      after: needAfter,
      isShown: (role, stage) => callsAfter(stage, role) === 0 || ledger.meanCall(role) !== undefined,
    }),
    estimator: createTokenEstimator(),
    attempts: createAttempts(clock),
    notices: createNotices(options.onNotice),
    turnedDown: createTurnedDown(),
    calls: options.calls,
    placeOf: options.placeOf ?? (() => undefined),
    retries,
    random: rng("retry").next,
    over: over.signal,
    writing(write) {
      writes.add(write);
      return write.finally(() => writes.delete(write));
    },
    onCall: (role, stage) => void (toCome[role][stage] = Math.max(0, toCome[role][stage] - 1)),
  };

  return {
    parts,
    writes,
    close() {
      over.abort();
      for (const one of lanes.values()) one.close();
    },
  };
}

/** A model that chooses has an account of its own, so that it meets no other model's requests. */
function nearestOf(model: Model): Pick<LaneOptions, "nearest"> {
  return model.nearest === undefined ? {} : { nearest: (requests) => model.nearest!(requests) };
}

/**
 * The price of a model; undefined when nobody knows it and nobody caps money.
 * @throws UsageError when it is unknown and there is a cap on money
 */
export function requirePrice(
  model: Model,
  { prices, budget }: Pick<RequestPathOptions, "prices" | "budget">,
): PriceOf | undefined {
  const price = priceOf(model, prices);
  if (price !== undefined || budget?.usd === undefined) return price;
  const remedy = "Give its price, or cap calls, tokens or minutes instead.";
  throw new UsageError("budget.usd", `the price of ${model.id} is not known, so its cost cannot be capped`, remedy);
}
