/** What a user adds to the tables: objects that options may name from then on, in this call and nowhere else. */
import { methods as ourMethods } from "../core/methods/index.ts";
import { asOwn, checkNames } from "../core/own-code/own-object.ts";
import { selectors as ourSelectors } from "../core/selection/index.ts";
import { METRIC_NAMES, type MetricKind } from "../metrics/index.ts";
import type { Provider } from "../models/index.ts";
import { PROVIDERS } from "../models/providers.ts";
import { asMethod, asSelector, type GroupExtensions } from "../options/named.ts";
import { asTaskKind, TASK_KIND_NAMES, type TaskKind } from "../tasks/index.ts";
import { OWN_PROVIDERS } from "./models/own-providers.ts";

/** Further entries of the tables, by their names. */
export interface Extensions extends GroupExtensions {
  /** Kinds of task, for `task`. */
  readonly tasks?: readonly TaskKind[];
  /** Metrics of a whole set, for `metric`. */
  readonly metrics?: readonly MetricKind[];
  /** Providers, for `model`, `optimizer` and `judge`. */
  readonly providers?: readonly Provider[];
}

/**
 * Checks that each object has the shape of its table, and a name that is not taken.
 * @throws UsageError naming the table and the object's fault
 */
export function checkExtensions({ tasks, metrics, methods, selectors, providers }: Extensions): void {
  for (const method of methods ?? []) asMethod(method, "extensions.methods", "a method");
  for (const selector of selectors ?? []) asSelector(selector, "extensions.selectors", "a kind of selector");
  for (const kind of tasks ?? []) asTaskKind(kind, "extensions.tasks", "a task kind");
  for (const kind of metrics ?? [])
    asOwn<MetricKind>(kind, "extensions.metrics", "a kind of metric", { name: "text", make: "a function" });
  for (const provider of providers ?? [])
    asOwn<Provider>(provider, "extensions.providers", "a provider", { name: "text", make: "a function" });
  checkNames("extensions.methods", Object.keys(ourMethods), methods ?? []);
  checkNames("extensions.selectors", Object.keys(ourSelectors), selectors ?? []);
  checkNames("extensions.tasks", TASK_KIND_NAMES, tasks ?? []);
  checkNames("extensions.metrics", METRIC_NAMES, metrics ?? []);
  checkNames(
    "extensions.providers",
    [...OWN_PROVIDERS, ...PROVIDERS].map(({ name }) => name),
    providers ?? [],
  );
}
