/** The library's way in to every job: options are read, opened, worked with and closed. */
import type { RunEvent } from "../core/events.ts";
import type { Store } from "../stores/store.ts";
import { open, shelfOf, type Opened } from "./open.ts";
import { readOptions, type ReadDivision, type ReadOptions } from "./read.ts";

/** What every job takes. The groups have the names and defaults of protegi.yaml. */
export interface JobOptions<Row extends object> extends ReadOptions<Row> {
  /** Where answers, runs and events are kept. Default: in memory, gone with the process. */
  readonly store?: Store;
  /** Stops the work; what arrived stays in the store. */
  readonly signal?: AbortSignal;
  /** Called with everything that happens, as it happens. */
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Does a job with what these options name, and frees it however the job ends.
 * @throws UsageError when the options do not go together
 */
export async function withOptions<Row extends object, T>(
  options: JobOptions<Row>,
  job: (opened: Opened) => Promise<T>,
  division: ReadDivision = {},
): Promise<T> {
  const { store, signal, onEvent } = options;
  const opened = await open(readOptions(options, division), {
    env: process.env,
    ...(store && { store: shelfOf(store) }),
    ...(signal && { signal }),
    ...(onEvent && { onEvent }),
  });
  try {
    for (const text of opened.notices) onEvent?.({ type: "notice", text });
    return await job(opened);
  } finally {
    await opened.close();
  }
}
