/** The one path of every call to a model: store, one flight per key, caps, limiter, deadline, retry. */
import { AbortedError, BudgetError, ModelError, ProtegiError } from "../core/errors.ts";
import type { Spending } from "../core/events.ts";
import type { Model, ModelAnswer, ModelRequest, Role } from "../core/model.ts";
import { rng } from "../core/rng.ts";
import type { Store } from "../stores/store.ts";
import { cacheKey } from "./cache-key.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createLimiter } from "./limiter.ts";
import { mayRetry, retryDelay, type Tries } from "./retry.ts";

/** What a call is for; spending is listed by it. */
export interface CallTag {
  readonly round?: number;
  readonly phase?: string;
}

/** What a run may spend at most. */
export interface Caps {
  readonly usd?: number;
  /** Tokens in and out together. */
  readonly tokens?: number;
  readonly minutes?: number;
}

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
}

export interface RequestPathOptions {
  readonly models: Readonly<Record<Role, Model>>;
  readonly store: Store;
  /** Keeps the answers of a run apart from those of others. Default: empty. */
  readonly salt?: string;
  /** Requests in flight at once, for each model. Default 16. */
  readonly concurrency?: number;
  /** Tries after the first one. Default 5. */
  readonly retries?: number;
  readonly budget?: Caps;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Prices by model id, for models that the price table does not know, or instead of it. */
  readonly prices?: Readonly<Record<string, ModelPrice>>;
  readonly onNotice?: (text: string) => void;
  readonly onSpending?: (spending: Spending) => void;
}

export interface RequestPath {
  /**
   * The answer, from the store or from the model.
   *
   * @throws AbortedError when the signal says so
   * @throws BudgetError when the call would cross a cap
   * @throws ModelError `retryable`: this call could not be delivered; otherwise the run cannot go on
   */
  call(role: Role, request: ModelRequest, tag?: CallTag): Promise<ModelAnswer>;
  spending(): Spending;
  /** Cuts what is still in flight; resolves when every answer that arrived is stored. */
  close(): Promise<void>;
}

interface Flight {
  readonly answer: Promise<ModelAnswer>;
  readonly reject: (error: unknown) => void;
}

export function createRequestPath(options: RequestPathOptions): RequestPath {
  const { models, store, salt = "", concurrency = 16, retries = 5, clock = systemClock, signal } = options;
  const limiters = new Map([...new Set(Object.values(models))].map((model) => [model, createLimiter(concurrency)]));
  const jitter = rng("retry jitter");
  const flights = new Map<string, Flight>();
  const writes = new Set<Promise<void>>();
  const cut = new AbortController();
  const startedAt = clock.now();
  const spent = { calls: 0, cached: 0, failures: 0, inputTokens: 0, outputTokens: 0 };
  let stopped: unknown;

  function stop(error: unknown): void {
    if (stopped !== undefined) return;
    stopped = error;
    cut.abort();
    for (const flight of flights.values()) flight.reject(error);
  }
  const onAbort = (): void => stop(new AbortedError("Stopped."));
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });

  async function fetchAnswer(model: Model, key: string, request: ModelRequest): Promise<ModelAnswer> {
    const stored = await store.getAnswer(key);
    if (stored !== undefined) {
      spent.calls++;
      spent.cached++;
      return stored;
    }
    const tries: Tries = { failed: 0, refused: 0 };
    for (;;) {
      checkCaps();
      const began = clock.now();
      try {
        const answer = await attempt(model, request);
        const write = store.putAnswer(key, { ...answer, latency: clock.now() - began });
        writes.add(write);
        await write.finally(() => writes.delete(write));
        spent.calls++;
        spent.inputTokens += answer.usage.input;
        spent.outputTokens += answer.usage.output;
        return answer;
      } catch (error) {
        if (!(error instanceof ModelError) || !error.retryable) {
          stop(error);
          throw error;
        }
        spent.failures++;
        if (!mayRetry(error, tries, retries)) throw error;
        await clock.sleep(retryDelay(error, tries, jitter.next), cut.signal);
      }
    }
  }

  function checkCaps(): void {
    const { tokens, minutes } = options.budget ?? {};
    if (tokens !== undefined && spent.inputTokens + spent.outputTokens >= tokens)
      throw new BudgetError("tokens", `The cap of ${tokens} tokens is reached.`);
    if (minutes !== undefined && clock.now() - startedAt >= minutes * 60_000)
      throw new BudgetError("minutes", `The cap of ${minutes} minutes is reached.`);
  }

  async function attempt(model: Model, request: ModelRequest): Promise<ModelAnswer> {
    const limiter = limiters.get(model)!;
    await new Promise<void>((resolve) => limiter.enter(resolve));
    try {
      if (stopped !== undefined) throw stopped;
      return await model.generate(request, cut.signal);
    } finally {
      limiter.leave();
    }
  }

  return {
    call(role, request) {
      if (stopped !== undefined) return Promise.reject(stopped);
      const model = models[role];
      const key = cacheKey(salt, model.id, request);
      const running = flights.get(key);
      if (running !== undefined) {
        return running.answer.then((answer) => {
          spent.calls++;
          spent.cached++;
          return answer;
        });
      }
      let reject!: (error: unknown) => void;
      const answer = new Promise<ModelAnswer>((resolve, fail) => {
        reject = fail;
        fetchAnswer(model, key, request).finally(() => flights.delete(key)).then(resolve, fail);
      });
      flights.set(key, { answer, reject });
      return answer;
    },
    spending: () => ({ ...spent }),
    async close() {
      signal?.removeEventListener("abort", onAbort);
      stop(new ProtegiError("The run has ended."));
      await Promise.allSettled(writes);
    },
  };
}
