/** What the calls of one run share, as each call on its way sees it. */
import type { ByRole, Model, Role } from "../core/model.ts";
import type { Store } from "../stores/store.ts";
import type { Attempts } from "./attempts.ts";
import type { Gate, Stage } from "./spending/caps.ts";
import type { Clock } from "./clock.ts";
import type { Deadline } from "./deadlines.ts";
import type { Ledger } from "./spending/ledger.ts";
import type { Lane } from "./limiter/limiter.ts";
import type { Notices } from "./notices.ts";
import type { Opening } from "./opening.ts";
import type { PriceOf } from "./spending/prices.ts";
import type { TokenEstimator } from "./spending/tokens.ts";
import type { TurnedDown } from "./turned-down.ts";

/** What the calls of a role have in common. */
export interface RoleParts {
  readonly model: Model;
  readonly lane: Lane;
  readonly deadline: Deadline;
  readonly price: PriceOf | undefined;
  /** Absent where no call has to go first. */
  readonly opening?: Opening;
}

/** What all calls of a run have in common. */
export interface PathParts {
  readonly roles: ByRole<RoleParts>;
  readonly store: Store;
  readonly runId: string | undefined;
  /** Keys of the answers that are in the ledger as paid by this run. */
  readonly counted: Set<string>;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly gate: Gate;
  readonly estimator: TokenEstimator;
  readonly attempts: Attempts;
  readonly retries: number;
  /** Uniform in [0, 1), for waiting times only. */
  readonly random: () => number;
  /** Aborts when the run is over: nobody waits any longer. */
  readonly over: AbortSignal;
  readonly notices: Notices;
  readonly turnedDown: TurnedDown;
  /** Calls under way. */
  readonly calls: () => number;
  /** Where a row is in its file, by its id. */
  readonly placeOf: (row: string) => string | undefined;
  /** Keeps track of a write until it has ended. */
  readonly writing: (write: Promise<void>) => Promise<void>;
  /** A call of this role in this stage has been accounted for. */
  readonly onCall: (role: Role, stage: Stage) => void;
}
