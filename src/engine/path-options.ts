/** What the one request path is made of: models, store, caps, limits. */
import type { Spending } from "../core/spending.ts";
import type { ModelError } from "../core/errors.ts";
import type { Models, Role } from "../core/model.ts";
import type { Store } from "../stores/store.ts";
import type { Caps } from "./spending/caps.ts";
import type { Clock } from "./clock.ts";
import type { LaneOptions } from "./limiter/limiter.ts";
import type { ModelPrice } from "./spending/prices.ts";

export interface RequestPathOptions extends Partial<LaneOptions> {
  readonly models: Models;
  readonly store: Store;
  /** Keeps the answers of a run apart from those of others. Default: empty. */
  readonly salt?: string;
  /** The run that pays. What it had paid before it was cut off counts towards its caps as its answers are found again. */
  readonly runId?: string;
  /** Requests in flight at once, for each provider key. Default 16. */
  readonly concurrency?: number;
  /** Tries after the first one. A request to wait does not count as a try, up to four times as often. Default 5. */
  readonly retries?: number;
  /** Seconds that a try may take before anything is known of the model's latencies. Default: what the model says, else 120. */
  readonly timeout?: number;
  /** Default: none. */
  readonly budget?: Caps;
  /** Calls of the task model that the final scores on dev will take; caps keep their cost back for calls with phase `dev`. Default 0. */
  readonly devCalls?: number;
  /** Calls of the task model that the verdict will take; caps keep their cost back for calls with phase `verdict`. Default 0. */
  readonly verdictCalls?: number;
  /** Calls of the judge model that each of these calls brings along; caps keep their cost back too. Default 0. */
  readonly judgeCalls?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Prices by model id, for models that the price table does not know, or instead of it. */
  readonly prices?: Readonly<Record<string, ModelPrice>>;
  /** Where a row is in its file, such as `data.csv:12`, by the id of its example. */
  readonly placeOf?: (row: string) => string | undefined;
  /** Takes what a person should know: warnings of models, first failures. Each is reported once. */
  readonly onNotice?: (text: string) => void;
  /** Takes why a call got no answer after all its attempts. */
  readonly onLost?: (role: Role, error: ModelError) => void;
  /** Takes what is spent so far, at most once a second. */
  readonly onSpending?: (spending: Spending) => void;
}
