/** What a user adds to the tables: objects that options may name from then on, in this call and nowhere else. */
import type { MetricKind } from "../metrics/index.ts";
import type { Provider } from "../models/index.ts";
import type { GroupExtensions } from "../options/named.ts";
import type { TaskKind } from "../tasks/index.ts";

/** Further entries of the tables, by their names. */
export interface Extensions extends GroupExtensions {
  /** Kinds of task, for `task`. */
  readonly tasks?: readonly TaskKind[];
  /** Metrics of a whole set, for `metric`. */
  readonly metrics?: readonly MetricKind[];
  /** Providers, for `model`, `optimizer` and `judge`. */
  readonly providers?: readonly Provider[];
}
