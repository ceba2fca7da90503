/**
 * The contract of a store: what a run leaves behind, and what a killed run starts again from.
 *
 * When a promise of a write resolves, the write survives the death of the process. Writes of one process happen in the
 * order in which they were asked for, waited for or not, and `close` comes after them. Many may read at any time.
 *
 * Who may write what:
 * - **Answers**: any process. An answer never changes once put; putting the same key again is no error and keeps the first.
 * - **A run** (its record, events, outcomes and exchanges): one coordinator alone, the holder of `claimRun`.
 * - **Inputs of a run**: any process, at any time; the coordinator reads them.
 * - **Rows**: any process. A row is named by its content; a row that is put again replaces the first.
 *
 * Events and inputs of a run have a sequence number each, from 1 without gaps, in the order in which they were appended.
 * A number is never given twice, so that a reader who knows the last one that it has read resumes from there, also when
 * the run was killed and resumed in between.
 *
 * Answers, events, inputs and exchanges are the truth. Rows and outcomes are a cache: they may lag behind the answers,
 * and `rebuildOutcomes` (`src/run/outcomes.ts`) makes them again.
 */
import type { ModelAnswer } from "../core/model.ts";
import { asOwn, type Fields } from "../core/own-code/own-object.ts";
import type {
  NewInput,
  StampedEvent,
  StoredEvent,
  StoredExchange,
  StoredInput,
  StoredOutcome,
  StoredRow,
  WhichOutcomes,
} from "./stored.ts";

export interface StoredAnswer extends ModelAnswer {
  /** Milliseconds the call took when it was made. */
  readonly latency: number;
  /** The run that paid for it. */
  readonly run?: string;
  /** When it arrived: ISO 8601, UTC. */
  readonly at?: string;
}

/** Some of the answers: those for which all that is given holds. */
export interface WhichAnswers {
  /** This run paid for it; empty: no run did. */
  readonly run?: string;
  /** It arrived before this moment: ISO 8601, UTC. An answer without a time is old. */
  readonly before?: string;
  /** None of these runs paid for it. */
  readonly except?: readonly string[];
}

export type RunStatus = "running" | "finished" | "stopped" | "failed";

/** One run, as it is listed: all but its result, which may be long. */
export interface RunListing {
  readonly id: string;
  /** Equal for runs that would do the same: prompt, data, models, options and seed, but not caps. */
  readonly fingerprint: string;
  /** Equal for runs that read the same test rows. */
  readonly testSet: string;
  /** Whether the verdict was reached, that is, the test rows were read. */
  readonly readTest: boolean;
  /** Answers of other runs are not reused when it differs: empty, or the id of the run that was started with `fresh`. */
  readonly salt: string;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt?: string;
  /** The options of the run, as plain data without secrets; `optionsOf` in `src/run/result.ts` reads them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What a list shows of the result, once there is one; `headlineOf` in `src/run/result.ts` reads it. */
  readonly headline?: Readonly<Record<string, unknown>>;
}

/** One run. */
export interface RunRecord extends RunListing {
  /** Plain data without secrets, once there is one; `resultOf` in `src/run/result.ts` reads it. */
  readonly result?: Readonly<Record<string, unknown>>;
}

export interface CacheSize {
  readonly answers: number;
  /** Of the answers as JSON, in UTF-8. */
  readonly bytes: number;
}

/** Where answers, runs and events are kept; what must hold is at the top of this file. */
export interface Store {
  getAnswer(key: string): Promise<StoredAnswer | undefined>;
  putAnswer(key: string, answer: StoredAnswer): Promise<void>;
  /** The answers in the order in which they were put; what is put or forgotten meanwhile may be among them or not. */
  readAnswers(): AsyncIterable<StoredAnswer>;
  /** Of all answers, or of some. */
  cacheSize(which?: WhichAnswers): Promise<CacheSize>;
  /** Forgets all answers, or some; runs and events stay. Resolves to how many there were. */
  clearAnswers(which?: WhichAnswers): Promise<number>;

  /** Throws when there is a run of this id. */
  createRun(run: RunRecord): Promise<void>;
  /** Changes the given fields of a run. Throws when there is no such run. */
  updateRun(id: string, change: Partial<Omit<RunRecord, "id">>): Promise<void>;
  /** One run, whole. */
  getRun(id: string): Promise<RunRecord | undefined>;
  /** All runs without their results, the newest first; of those that started at the same moment, the one created last. */
  listRuns(): Promise<readonly RunListing[]>;

  /**
   * Takes a run for its own, so that no two work on it at once; resolves to what gives it back, or to undefined when
   * another holder is at work on it. A holder that dies gives everything back.
   */
  claimRun(id: string): Promise<(() => void) | undefined>;

  appendEvents(runId: string, events: readonly StampedEvent[]): Promise<void>;
  /**
   * The events of a run with a sequence number greater than `after`, in their order; none for an unknown run. To follow
   * a run, ask again with the number of the last one. Default of `after`: 0, for all.
   */
  readEvents(runId: string, after?: number): Promise<readonly StoredEvent[]>;

  /** Puts rows of data, each once: a row of an id that is there takes its place. */
  putRows(rows: readonly StoredRow[]): Promise<void>;
  /** The rows of these ids that are there, in the order in which they were first put. Default: all rows. */
  readRows(ids?: readonly string[]): Promise<readonly StoredRow[]>;

  /** Puts outcomes of a run; one of the same prompt, row and repeat takes the place of the first. */
  putOutcomes(runId: string, outcomes: readonly StoredOutcome[]): Promise<void>;
  /** Outcomes of a run, or some of them, in the order in which they were first put. */
  readOutcomes(runId: string, which?: WhichOutcomes): Promise<readonly StoredOutcome[]>;
  /** Forgets the outcomes of a run; its answers stay. */
  clearOutcomes(runId: string): Promise<void>;

  /** Puts exchanges with the optimizer model; one of the same key takes the place of the first. */
  putExchanges(runId: string, exchanges: readonly StoredExchange[]): Promise<void>;
  /** The exchanges of a run, or of one of its rounds, in the order in which they were first put. */
  readExchanges(runId: string, round?: number): Promise<readonly StoredExchange[]>;

  /** Adds what a person did to a run at the end of its log of inputs; the log is kept when the run is resumed. */
  appendInput(runId: string, input: NewInput): Promise<void>;
  /** The inputs of a run with a sequence number greater than `after`, in their order. Default of `after`: 0, for all. */
  readInputs(runId: string, after?: number): Promise<readonly StoredInput[]>;

  close(): Promise<void>;
}

/** What a job calls of a store. */
const FIELDS: Fields<Store> = {
  getAnswer: "a function",
  putAnswer: "a function",
  createRun: "a function",
  updateRun: "a function",
  getRun: "a function",
  listRuns: "a function",
  claimRun: "a function",
  appendEvents: "a function",
  readEvents: "a function",
  putRows: "a function",
  putOutcomes: "a function",
  putExchanges: "a function",
  appendInput: "a function",
  readInputs: "a function",
};

/**
 * `value`, if a job can use it as a store.
 * @throws UsageError naming the fields that are missing
 */
export function asStore(value: unknown, where: string, what: string): Store {
  return asOwn<Store>(value, where, what, FIELDS);
}
