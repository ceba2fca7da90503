/** Single tries: each is cut when it takes much longer than others did, and its answer is still taken when it arrives late. */
import { AbortedError, ModelError } from "../core/errors.ts";
import type { Model, ModelAnswer, ModelRequest } from "../core/model.ts";
import type { Clock } from "./clock.ts";
import type { Deadline } from "./deadlines.ts";

/** How often deadlines are looked at, in milliseconds. */
const TICK = 50;

/** Milliseconds without any progress after which a model that reports it counts as stuck: ten minutes. */
const STUCK = 600_000;

/** An answer, and how long it took from the moment its own try was sent. Milliseconds. */
export interface Arrival {
  readonly answer: ModelAnswer;
  readonly latency: number;
}

/** A try that was cut but not aborted: a slow server may still answer while the next try waits or runs. */
export interface Late {
  /** Its answer. Stays open when there is none. */
  readonly arrival: Promise<Arrival>;
  /** Aborts it: nobody needs its answer any more. */
  drop(): void;
}

/** What the tries of one call leave to the next one. */
export interface Earlier {
  late?: Late;
}

export interface Attempts {
  /**
   * One try. Resolves to its answer, or to that of the try before it when that one arrives first. Rejects with a
   * `timeout` when it was cut; it is then `call.late`, in the place of an older one, which is dropped.
   * @param cutBefore how many tries of this call were cut already
   */
  run(model: Model, request: ModelRequest, deadline: Deadline, cutBefore: number, call?: Earlier): Promise<Arrival>;
  /** Aborts what is in flight; an answer that comes all the same is still taken. */
  abort(): void;
  /** Aborts what is in flight and gives it up: a model that does not mind its signal must not hold its place for ever. */
  close(): void;
}

interface Running {
  readonly model: Model;
  readonly began: number;
  /** When it last showed that it goes on. */
  movedAt: number;
  readonly abort: AbortController;
  readonly deadline: Deadline;
  readonly cutBefore: number;
  readonly arrival: PromiseWithResolvers<Arrival>;
  readonly call: Earlier;
  readonly fail: (error: unknown) => void;
}

/** @param stuck milliseconds without progress that a model which reports it may take */
export function createAttempts(clock: Clock, stuck: number = STUCK): Attempts {
  const running = new Set<Running>();
  /** Cut, and not answered yet. */
  const late = new Set<Running>();
  const over = new AbortController();
  let watching = false;

  async function watch(): Promise<void> {
    if (watching) return;
    watching = true;
    while (running.size > 0 && !over.signal.aborted) {
      const before = clock.now();
      await clock.sleep(TICK, over.signal).catch(() => undefined);
      const now = clock.now();
      // When the process itself was held up, answers may lie unread: they get a chance to be read first.
      if (now - before < 4 * TICK) for (const one of running) cutIfLate(one, now);
    }
    watching = false;
  }

  function cutIfLate(one: Running, now: number): void {
    const problem = whatIsLate(one, now, stuck);
    if (problem === undefined) return;
    running.delete(one);
    one.deadline.learn(now - one.began);
    one.call.late?.drop();
    late.add(one);
    const drop = (): void => {
      if (late.delete(one)) one.abort.abort();
    };
    one.call.late = { arrival: one.arrival.promise, drop };
    one.fail(new ModelError("timeout", `${one.model.id}: ${problem}`));
  }

  function start(one: Running, request: ModelRequest): void {
    running.add(one);
    void watch();
    generate(one, request, () => (one.movedAt = clock.now())).then(
      (answer) => {
        const latency = clock.now() - one.began;
        if (running.delete(one) || late.delete(one)) one.deadline.learn(latency);
        one.arrival.resolve({ answer, latency });
      },
      (error: unknown) => {
        running.delete(one);
        late.delete(one);
        one.fail(error);
      },
    );
  }

  function abort(): void {
    over.abort();
    for (const one of [...running, ...late]) one.abort.abort(new AbortedError("Stopped."));
  }

  return {
    run(model, request, deadline, cutBefore, call = {}) {
      return new Promise((resolve, fail) => {
        const [began, abort, arrival] = [clock.now(), new AbortController(), Promise.withResolvers<Arrival>()];
        const one: Running = { model, began, movedAt: began, abort, deadline, cutBefore, arrival, call, fail };
        void arrival.promise.then(resolve);
        void call.late?.arrival.then((earlier) => {
          resolve(earlier);
          if (running.delete(one)) abort.abort();
        });
        start(one, request);
      });
    },
    abort,
    close() {
      abort();
      for (const one of running) one.fail(new AbortedError("Stopped."));
      running.clear();
      late.clear();
    },
  };
}

/** Why a try is to be cut now; undefined when it may go on. */
function whatIsLate({ model, began, movedAt, deadline, cutBefore }: Running, now: number, stuck: number) {
  if (model.reportsProgress === true) return now - movedAt > stuck ? `no progress for ${stuck / 1000} s` : undefined;
  const ms = now - began;
  return ms > deadline.allowed(cutBefore) ? `no answer within ${(ms / 1000).toFixed(1)} s` : undefined;
}

/** Also catches what a model throws before it returns a promise. */
async function generate({ model, abort }: Running, request: ModelRequest, moved: () => void): Promise<ModelAnswer> {
  return model.generate(request, abort.signal, moved);
}
