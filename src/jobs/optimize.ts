/** The main job: search for a better prompt, and judge it; as a result, or as the events of the same run. */
import { UsageError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { checkOptions } from "../options/check-options.ts";
import type { RunResult } from "../run/result.ts";
import { run } from "../run/run.ts";
import { channel } from "./channel.ts";
import type { Opened } from "./open.ts";
import { withOptions, type JobOptions } from "./with-options.ts";

/** Everything `optimize` takes. The groups have the names and defaults of protegi.yaml. */
export interface OptimizeOptions<Row extends object> extends JobOptions<Row> {
  /** Begin again, without the answers of earlier runs. Default: false. */
  readonly fresh?: boolean;
}

/** `optimize` of the library (`library.ts`). */
export async function optimize<Row extends object>(options: OptimizeOptions<Row>): Promise<RunResult> {
  checkOptions(options);
  return withOptions(options, (opened) => optimizeWith(opened, options));
}

/** `optimizeEvents` of the library (`library.ts`). */
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

/** Runs the search that the settings describe. */
export async function optimizeWith(
  opened: Opened,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<RunResult> {
  if (opened.settings.splits.folds !== undefined)
    throw new UsageError(
      "splits.folds",
      "expected a single search, got folds",
      "Call optimizeFolds, or leave splits.folds out.",
    );
  return run({ ...opened, store: await opened.openStore(), fresh });
}
