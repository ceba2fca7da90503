/** What a recipe is, and what it is given. */
import type { Model, Models } from "../../src/core/model.ts";
import type { Task } from "../../src/core/task.ts";
import type { CallsByRole } from "../../src/run/estimate.ts";
import type { Settings } from "../../src/options/settings.ts";
import type { Store } from "../../src/stores/store.ts";
import type { Reading } from "./calls.ts";
import type { Options } from "./options.ts";
import type { Changes } from "./settings.ts";
import type { PaperTask } from "./tasks/task.ts";

/** A search under a name: a row of the table. */
export interface Contender {
  readonly name: string;
  readonly set: Changes;
}

/** A task, ready to be searched on. */
export interface Ready {
  readonly paper: Omit<PaperTask, "files" | "source" | "load">;
  readonly task: Task;
}

/** What a recipe works with. */
export interface Session {
  readonly options: Options;
  readonly models: Models;
  readonly store: Store;
  readonly signal: AbortSignal;
  /** Makes a model that an option names. */
  readonly open: (name: string) => Promise<Model>;
  /** A remark on the way. */
  readonly note: (text: string) => void;
}

/** What a recipe found on one task: lines for people, and the same as data. */
export interface Findings {
  readonly lines: readonly string[];
  readonly data: object;
}

export interface Recipe {
  readonly about: string;
  /** The tasks that it is run on, one after another; absent where the command names one. */
  readonly tasks?: readonly string[];
  /** What the paper reports of it in addition to Table 5, in a sentence. */
  readonly reported?: string;
  readonly contenders: readonly Contender[];
  /** Searches of each contender. */
  readonly trials: number;
  /** Rows of train at most; default all. */
  readonly most?: number;
  /** Calls of a recipe that is no search, and reads nothing; default: those of a run. */
  readonly calls?: (settings: Settings) => CallsByRole;
  /** What is read on the test rows after a search; default: the prompts of its last beam. */
  readonly readings?: (task: Task, settings: Settings, options: Options) => readonly Reading[];
  run(recipe: Recipe, session: Session, ready: Ready): Promise<Findings>;
}
