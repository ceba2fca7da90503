/** Turns values that are pushed into an async iterable of them. */

export interface Channel<T> {
  push(value: T): void;
  /** No more values; with an error, the reader is thrown it. */
  end(error?: unknown): void;
  values(): AsyncGenerator<T, void>;
}

export function channel<T>(): Channel<T> {
  const waiting: T[] = [];
  let ended = false;
  let failure: unknown;
  let wake: () => void = () => undefined;
  return {
    push(value) {
      waiting.push(value);
      wake();
    },
    end(error) {
      ended = true;
      failure = error;
      wake();
    },
    async *values() {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift()!;
        if (ended) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== undefined) throw failure;
    },
  };
}
