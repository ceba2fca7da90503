/** Stores what the prompts of a run did on rows, and what was sent to the optimizer model, without delaying a call. */
import type { ModelRequest, Models } from "../core/model.ts";
import type { Recorder } from "../core/evaluation/recorder.ts";
import type { Task } from "../core/task.ts";
import { cacheKey } from "../engine/cache-key.ts";
import type { RunRecord, Store } from "../stores/store.ts";
import type { StoredOutcome, StoredRow } from "../stores/stored.ts";

export interface StoringRecorder extends Recorder {
  /** Hands what is waiting to the store, so that readers see it; does not wait for the store. */
  flush(): void;
  /** Resolves when all that was recorded is stored; rejects when something could not be. */
  done(): Promise<void>;
}

/** What the run is made with. */
interface Recorded {
  readonly task: Task;
  readonly models: Pick<Models, "task" | "optimizer">;
  readonly store: Store;
}

/** Outcomes that are written in one go, and how long one waits for others, in milliseconds. */
const BATCH = 200;
const WAIT = 1000;

export function storingRecorder(
  { task, models, store }: Recorded,
  { id, salt }: Pick<RunRecord, "id" | "salt">,
): StoringRecorder {
  const splitOf = splits(task);
  const known = new Set<string>();
  let rows: StoredRow[] = [];
  let outcomes: StoredOutcome[] = [];
  let flushedAt = Date.now();
  let failure: { readonly error: unknown } | undefined;
  const writes = new Set<Promise<void>>();
  const keyOf = (role: "task" | "optimizer", request: ModelRequest): string => cacheKey(salt, models[role].id, request);

  function write(writing: Promise<void>): void {
    const write = writing
      .catch((error: unknown) => void (failure ??= { error }))
      .finally(() => void writes.delete(write));
    writes.add(write);
  }

  function flush(): void {
    flushedAt = Date.now();
    if (rows.length > 0) write(store.putRows(rows));
    if (outcomes.length > 0) write(store.putOutcomes(id, outcomes));
    rows = [];
    outcomes = [];
  }

  return {
    observed(prompt, { example, answer, tokens: _tokens, ...judged }, repeat, request) {
      const { id: row, fields, expected } = example;
      if (!known.has(row)) rows.push({ id: row, fields, expected });
      known.add(row);
      const cell = { prompt: prompt.id, row, repeat, split: splitOf(row), key: keyOf("task", request), answer };
      outcomes.push({ ...cell, ...judged, ...("predicted" in judged && { predicted: plainData(judged.predicted) }) });
      if (outcomes.length >= BATCH || Date.now() - flushedAt > WAIT) flush();
    },
    asked({ request, items, dropped, ...exchange }) {
      const { round, parent, asked } = exchange;
      const key = `${round} ${asked} ${parent} ${keyOf("optimizer", request)}`;
      const taken = dropped === undefined ? { items } : { dropped };
      const at = new Date().toISOString();
      write(store.putExchanges(id, [{ key, at, ...exchange, messages: request.messages, ...taken }]));
    },
    flush,
    async done() {
      flush();
      await Promise.all(writes);
      if (failure !== undefined) throw failure.error;
    },
  };
}

function splits({ dev, test, protected: held = [] }: Task): (row: string) => StoredOutcome["split"] {
  const splitOf = new Map<string, StoredOutcome["split"]>([
    ...held.map(({ id }) => [id, "protected"] as const),
    ...dev.map(({ id }) => [id, "dev"] as const),
    ...test.map(({ id }) => [id, "test"] as const),
  ]);
  return (row) => splitOf.get(row) ?? "train";
}

/** What a user's judge read, as far as JSON can hold it. */
function plainData(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : value;
  try {
    return JSON.parse(JSON.stringify(value)) as unknown;
  } catch {
    return String(value);
  }
}
