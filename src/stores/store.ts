/**
 * The contract of a store: what a run leaves behind, and what a killed run starts again from.
 *
 * One process writes, many read. When a promise of a write resolves, the write survives the death of
 * the process. Writes happen in the order in which they were asked for, waited for or not, and `close`
 * comes after them. Answers never change once put; putting the same key again is no error and keeps the first.
 * Events of a run are numbered from 0 without gaps in the order in which they were appended.
 */
import type { RunEvent } from "../core/events.ts";
import type { ModelAnswer } from "../core/model.ts";

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
  /** It arrived before this moment: ISO 8601, UTC. An answer that does not tell when is old. */
  readonly before?: string;
  /** None of these runs paid for it. */
  readonly except?: readonly string[];
}

export type RunStatus = "running" | "finished" | "stopped" | "failed";

/** One run, as listed. */
export interface RunRecord {
  readonly id: string;
  /** Equal for runs that would do the same: prompt, data, models, options and seed, but not caps. */
  readonly fingerprint: string;
  /** Equal for runs that read the same test rows. */
  readonly testSet: string;
  /** Whether the verdict was reached, that is, the test rows were read. */
  readonly readTest: boolean;
  /** Answers of other runs are not reused when it differs: empty, or the id of the run that was started afresh. */
  readonly salt: string;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt?: string;
  /** The options of the run, as plain data without secrets, and its result once there is one. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
}

export interface CacheSize {
  readonly answers: number;
  /** Of the answers as JSON, in UTF-8. */
  readonly bytes: number;
}

/** Where answers, runs and events are kept; what must hold stands at the top of this file. */
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
  getRun(id: string): Promise<RunRecord | undefined>;
  /** All runs, the newest first; of those that started at the same moment, the one created last. */
  listRuns(): Promise<readonly RunRecord[]>;

  /**
   * Takes a run for its own, so that no two work on it at once; resolves to what gives it back, or to undefined when
   * another holder is at work on it. A holder that dies gives everything back.
   */
  claimRun(id: string): Promise<(() => void) | undefined>;

  appendEvents(runId: string, events: readonly RunEvent[]): Promise<void>;
  /** The events of a run from number `from` on; none for an unknown run. */
  readEvents(runId: string, from?: number): Promise<readonly RunEvent[]>;
  /** Forgets the events of a run, before it is replayed. */
  clearEvents(runId: string): Promise<void>;

  close(): Promise<void>;
}
