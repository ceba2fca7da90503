/** Single tries: each is cut when it takes much longer than others did. */
import { AbortedError, ModelError } from "../core/errors.ts";
import type { Model, ModelAnswer, ModelRequest } from "../core/model.ts";
import type { Clock } from "./clock.ts";
import type { Deadline } from "./deadlines.ts";

/** How often deadlines are looked at, in milliseconds. */
const TICK = 50;

export interface Attempts {
  /**
   * One try. Rejects with a `timeout` when it was cut.
   * @param cutBefore how many tries of this call were cut already
   */
  run(model: Model, request: ModelRequest, deadline: Deadline, cutBefore: number): Promise<ModelAnswer>;
  /** Aborts what is in flight; an answer that comes all the same is still taken. */
  abort(): void;
  /** Aborts what is in flight and gives it up: a model that does not mind its signal must not hold its place for ever. */
  close(): void;
}

interface Running {
  readonly model: Model;
  readonly began: number;
  readonly abort: AbortController;
  readonly deadline: Deadline;
  readonly cutBefore: number;
  readonly fail: (error: unknown) => void;
}

export function createAttempts(clock: Clock): Attempts {
  const running = new Set<Running>();
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
    const ms = now - one.began;
    if (ms <= one.deadline.allowed(one.cutBefore)) return;
    running.delete(one);
    one.deadline.learn(ms);
    one.fail(new ModelError("timeout", `${one.model.id}: no answer within ${(ms / 1000).toFixed(1)} s`));
    one.abort.abort();
  }

  function abort(): void {
    over.abort();
    for (const one of running) one.abort.abort(new AbortedError("Stopped."));
  }

  return {
    run(model, request, deadline, cutBefore) {
      return new Promise((resolve, fail) => {
        const one: Running = { model, began: clock.now(), abort: new AbortController(), deadline, cutBefore, fail };
        running.add(one);
        void watch();
        generate(model, request, one.abort.signal).then(
          (answer) => {
            if (running.delete(one)) deadline.learn(clock.now() - one.began);
            resolve(answer);
          },
          (error: unknown) => {
            running.delete(one);
            fail(error);
          },
        );
      });
    },
    abort,
    close() {
      abort();
      for (const one of running) one.fail(new AbortedError("Stopped."));
      running.clear();
    },
  };
}

/** Also catches what a model throws before it returns a promise. */
async function generate(model: Model, request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer> {
  return model.generate(request, signal);
}
