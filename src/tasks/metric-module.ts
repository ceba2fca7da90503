/** The metric of a config: a name, or the default export of a module of the user's. */
import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../core/errors.ts";
import { firstFrame } from "../core/own-code/first-frame.ts";
import type { JudgeMetric } from "../metrics/judged/index.ts";
import type { MetricFunction, MetricName } from "../metrics/index.ts";

/** A metric, and the text of the module that it was loaded from. */
export interface LoadedMetric {
  readonly metric?: MetricName | MetricFunction | JudgeMetric;
  readonly metricSource?: string;
  /** The name of its file. */
  readonly metricFile?: string;
}

/** Whether an option that is a metric names a module. */
export function namesModule(metric: unknown): metric is string {
  return typeof metric === "string" && /\.(m?js|m?ts)$/.test(metric);
}

/** The line of the user's that threw while the module was loaded. */
function placeOf(error: unknown): string {
  const frame = error instanceof Error ? firstFrame(error.stack) : undefined;
  return frame === undefined ? "" : `\n  at ${frame}`;
}

/**
 * A name as it is; a module that the user named is loaded for its function.
 * @throws UsageError when the module cannot be loaded, or exports no function
 */
export async function metricFrom(
  metric: string | Exclude<MetricName, string> | JudgeMetric | undefined,
  folder: string,
): Promise<LoadedMetric> {
  if (metric === undefined) return {};
  if (!namesModule(metric)) return { metric: metric as MetricName };
  const path = resolve(folder, metric);
  const loaded = (await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new UsageError(
      "metric",
      `${metric} cannot be loaded: ${error instanceof Error ? error.message : String(error)}${placeOf(error)}`,
    );
  })) as { default?: unknown };
  if (typeof loaded.default !== "function")
    throw new UsageError(
      "metric",
      `${metric} has no default export that is a function`,
      "Export default (answer, example) => a score from 0 to 1.",
    );
  return {
    metric: loaded.default as MetricFunction,
    metricSource: await readFile(path, "utf8"),
    metricFile: basename(path),
  };
}
