/** The library's way in: options to wired parts to a result, or to the events of the same run. */
import { channel } from "./channel.ts";
import type { RunEvent } from "../core/events.ts";
import type { Store } from "../stores/store.ts";
import { memoryStore } from "../stores/memory.ts";
import { buildTask, type TaskOptions } from "./build-task.ts";
import { checkOptions } from "../options/check-options.ts";
import { toModel, type ModelLike } from "../models/index.ts";
import { parseGroups, type GroupOptions } from "../options/settings.ts";
import { run, type RunResult } from "../run/run.ts";
import { type RunParts } from "../run/wire.ts";
import { simulatedModels } from "./simulated.ts";

/** Everything `optimize` takes. The groups have the names and defaults of protegi.yaml. */
export interface OptimizeOptions<Row extends object> extends TaskOptions<Row>, GroupOptions {
  /** The model that answers the prompt: `provider:name`, an AI SDK model, a function, or a `Model`. */
  readonly model: ModelLike;
  /** The model that writes gradients, edits and paraphrases. Default: the same. */
  readonly optimizer?: ModelLike;
  /** Where answers, runs and events are kept. Default: in memory, gone with the process. */
  readonly store?: Store;
  /** Begin anew, without the answers of earlier runs. Default: false. */
  readonly fresh?: boolean;
  /** Stops the run; what arrived stays in the store. */
  readonly signal?: AbortSignal;
  /** Told everything that happens, as it happens. */
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Finds a better prompt, and judges it on rows that the search has not seen.
 *
 * @returns the recommended prompt, the best one found, the verdict and the cost
 * @throws UsageError for wrong options or data, before any call is made
 * @throws ModelError when a model refuses for good (a wrong key, an unknown model); run again to go on
 * @throws AbortedError when `signal` says so
 */
export async function optimize<Row extends object>(options: OptimizeOptions<Row>): Promise<RunResult> {
  checkOptions(options);
  const { parts, close } = await prepare(options);
  try {
    return await run(parts);
  } finally {
    await close();
  }
}

/**
 * The events of the same run as `optimize`, as they happen; the generator returns the result.
 * Leaving the loop early stops the run.
 */
export async function* optimizeEvents<Row extends object>(
  options: OptimizeOptions<Row>,
): AsyncGenerator<RunEvent, RunResult> {
  checkOptions(options);
  const events = channel<RunEvent>();
  const left = new AbortController();
  const signal = options.signal === undefined ? left.signal : AbortSignal.any([options.signal, left.signal]);
  const onEvent = (event: RunEvent): void => {
    options.onEvent?.(event);
    events.push(event);
  };
  const result = optimize({ ...options, signal, onEvent });
  result.then(
    () => events.end(),
    (error: unknown) => events.end(error),
  );
  try {
    yield* events.values();
    return await result;
  } finally {
    left.abort();
    await result.catch(() => undefined);
  }
}

/** The wired parts of these options, and what frees them. */
export async function prepare<Row extends object>(
  options: OptimizeOptions<Row>,
): Promise<{ parts: RunParts; close: () => Promise<void> }> {
  const { search, selection, splits, budget, requests, seed, prices, instructions } = options;
  const settings = parseGroups({ search, selection, splits, budget, requests, seed, prices, instructions });
  const notices: string[] = [];
  const task = buildTask(options, settings.splits, (text) => notices.push(text));
  const model = await toModel(options.model, process.env, simulatedModels);
  const optimizer =
    options.optimizer === undefined ? model : await toModel(options.optimizer, process.env, simulatedModels);
  const store = options.store ?? memoryStore();
  for (const text of notices) options.onEvent?.({ type: "notice", text });
  const { fresh, signal, onEvent } = options;
  return {
    parts: {
      task,
      models: { task: model, optimizer },
      settings,
      store,
      ...(fresh !== undefined && { fresh }),
      ...(signal && { signal }),
      ...(onEvent && { onEvent }),
    },
    async close() {
      // A model that was handed in ready-made is the caller's to close.
      for (const [given, made] of [
        [options.model, model],
        [options.optimizer, optimizer],
      ] as const) {
        if (given !== made && given !== undefined) await made.close?.();
      }
    },
  };
}
