/** What is stored of a run besides its record: events, rows, outcomes, exchanges with the optimizer model, inputs. */
import type { RunEvent } from "../core/events.ts";
import type { Message } from "../core/model.ts";
import type { Judgement } from "../core/task.ts";

/** When an event was reported, and in which attempt at the run. */
export interface EventStamp {
  /** Version of the format of events. */
  readonly v: 1;
  /** 1 for the run as it was started, one more each time that it was resumed. */
  readonly attempt: number;
  /** ISO 8601, UTC; empty for an event that was stored before events had a time. */
  readonly at: string;
}

/** An event as it is appended. */
export type StampedEvent = EventStamp & RunEvent;

/** An event as it is read. */
export type StoredEvent = StampedEvent & {
  /** From 1 without gaps; it keeps growing when a run is resumed. */
  readonly sequence: number;
};

/** Reads one event from its JSON; one that protegi 0.1 stored gets the stamp of a first attempt at an unknown time. */
export function storedEvent(text: string, sequence: number): StoredEvent {
  const event = JSON.parse(text) as RunEvent & Partial<EventStamp>;
  const { v, attempt = 1, at = "" } = event;
  return { ...(v === undefined ? inParts(event) : event), v: 1, attempt, at, sequence };
}

/** An event of protegi 0.1, whose prompts had one section, and whose reasons were sentences. */
function inParts(event: RunEvent): RunEvent {
  if (event.type !== "candidate" && event.type !== "candidate-rejected") return event;
  const { section = "", reason, ...rest } = event as RunEvent & { section?: string; reason?: string };
  const parts = { task: section };
  if (reason === undefined) return { ...rest, parts } as RunEvent;
  const breach = reason === "it changes nothing" ? { kind: "unchanged" } : { kind: "other", reason };
  return { ...rest, parts, breach } as RunEvent;
}

/** One row of data. */
export interface StoredRow {
  /** Derived from the row's content (`exampleId` in `src/core/example.ts`). */
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The right answer. */
  readonly expected: unknown;
}

/** What a prompt did on a row: the answer, and how it was judged. */
export interface StoredOutcome extends Judgement {
  /** The id of the prompt. */
  readonly prompt: string;
  /** The id of the row. */
  readonly row: string;
  /** Which of several answers to the same prompt and row; 0 is the one that counts. */
  readonly repeat: number;
  readonly split: "train" | "dev" | "test" | "protected";
  /** The key of the answer in the store. */
  readonly key: string;
  /** The answer's text. */
  readonly answer: string;
}

/** Some of the outcomes of a run: those for which all that is given holds. */
export interface WhichOutcomes {
  readonly prompt?: string;
  readonly row?: string;
}

/** One request to the optimizer model with its reply. */
export interface StoredExchange {
  /** Equal for the same request in the same round, so that a resumed run puts it once. */
  readonly key: string;
  /** When the reply arrived: ISO 8601, UTC. */
  readonly at: string;
  readonly round: number;
  /** The id of the prompt that the request is about. */
  readonly parent: string;
  /** The name of the instruction that was sent. */
  readonly asked: string;
  /** The name of the prompt's part that the request is about. */
  readonly part: string;
  readonly messages: readonly Message[];
  /** The reply's text; absent when no reply was delivered. */
  readonly reply?: string;
  /** What was taken from the reply; absent when it was dropped. */
  readonly items?: readonly string[];
  /** Why the reply was dropped. */
  readonly dropped?: string;
}

/** What a person did to a run, as plain JSON: the place where it takes effect, and whatever else belongs to it. */
export interface NewInput {
  readonly round: number;
  readonly stage: string;
  readonly [name: string]: unknown;
}

/** An input as it is read. */
export interface StoredInput extends NewInput {
  /** From 1 without gaps. */
  readonly sequence: number;
}

/** Reads one input from its JSON. */
export function storedInput(text: string, sequence: number): StoredInput {
  return { ...(JSON.parse(text) as NewInput), sequence };
}
