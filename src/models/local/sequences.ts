/**
 * Shares out the sequences of a context: who goes next, and where. What two prompts share from their beginning on is
 * evaluated once if they follow each other, so the one that is most like what a sequence holds goes first.
 */
import type { Sequence } from "./package.ts";

export interface Sequences {
  /**
   * Runs `work` as soon as it is its turn. Rejects at once when the signal says so; work under way then ends by itself
   * before its sequence is given to others.
   * @param room tokens that it needs in addition; the shortest sequences with that room are used
   */
  use<T>(
    tokens: number[],
    signal: AbortSignal | undefined,
    work: (sequence: Sequence) => Promise<T>,
    room?: number,
  ): Promise<T>;
  /** Which of these prompts shares most tokens with what a free sequence holds; the first of several. */
  nearest(prompts: readonly number[][]): number;
  /** Lets nobody in any more; resolves when all who are in have left. */
  close(): Promise<void>;
}

interface Waiting {
  readonly tokens: number[];
  readonly start: () => void;
  readonly stop: (reason: unknown) => void;
}

/** The one that has waited longest is passed over so many times in a row at most. */
const PATIENCE = 256;

/** @param parallel how many may be under way at once */
export function shareSequences(sequences: readonly Sequence[], parallel: number): Sequences {
  const free = new Set(sequences);
  const running = new Set<Promise<unknown>>();
  const waiting: Waiting[] = [];
  let closed = false;
  let passedOver = 0;

  function next(): void {
    while (running.size < parallel && waiting.length > 0) {
      const choice =
        passedOver < PATIENCE
          ? mostAlike(
              free,
              waiting.map(({ tokens }) => tokens),
            )
          : 0;
      passedOver = choice === 0 ? 0 : passedOver + 1;
      waiting.splice(choice, 1)[0]!.start();
    }
  }

  async function start<T>(tokens: number[], work: (sequence: Sequence) => Promise<T>, room: number): Promise<T> {
    const sequence = nearest(shortest(free, tokens.length + room), tokens);
    free.delete(sequence);
    try {
      return await work(sequence);
    } finally {
      free.add(sequence);
    }
  }

  return {
    use: (tokens, signal, work, room = 0) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error("the model was closed"));
        if (signal?.aborted === true) return reject(new Error("stopped"));
        const stop = (): void => {
          const at = waiting.indexOf(place);
          if (at >= 0) waiting.splice(at, 1);
          reject(new Error("stopped"));
        };
        const place: Waiting = {
          tokens,
          start: () => {
            const run = start(tokens, work, room)
              .then(resolve, reject)
              .finally(() => {
                signal?.removeEventListener("abort", stop);
                running.delete(run);
                next();
              });
            running.add(run);
          },
          stop: reject,
        };
        signal?.addEventListener("abort", stop, { once: true });
        waiting.push(place);
        next();
      }),
    nearest: (prompts) => mostAlike(free, prompts),
    async close() {
      closed = true;
      for (const { stop } of waiting.splice(0)) stop(new Error("the model was closed"));
      await Promise.all(running);
    },
  };
}

function mostAlike(free: ReadonlySet<Sequence>, prompts: readonly number[][]): number {
  if (prompts.length < 2) return 0;
  const shared = prompts.map((tokens) =>
    Math.max(0, ...Array.from(free, (sequence) => sequence.compareContextTokens(tokens).firstDifferentIndex)),
  );
  return shared.indexOf(Math.max(...shared));
}

/** The shortest free sequences in which so many tokens fit; the longest ones where they fit nowhere. */
function shortest(free: ReadonlySet<Sequence>, tokens: number): Sequence[] {
  const sizes = Array.from(free, ({ contextSize = Infinity }) => contextSize);
  const fitting = sizes.filter((size) => size >= tokens);
  const size = fitting.length > 0 ? Math.min(...fitting) : Math.max(...sizes);
  return [...free].filter(({ contextSize = Infinity }) => contextSize === size);
}

/** The sequence with the least to evaluate for these tokens and the least to forget. */
function nearest(free: readonly Sequence[], tokens: number[]): Sequence {
  const costs = free.map((sequence) => {
    const shared = sequence.compareContextTokens(tokens).firstDifferentIndex;
    return { sequence, cost: tokens.length - shared + sequence.nextTokenIndex - shared };
  });
  return costs.reduce((best, other) => (other.cost < best.cost ? other : best)).sequence;
}
