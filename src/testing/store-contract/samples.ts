/** What the contract suite of stores puts into them. */
import type { RunRecord, StoredAnswer } from "../../stores/store.ts";
import type { StampedEvent, StoredEvent, StoredExchange, StoredOutcome, StoredRow } from "../../stores/stored.ts";

/** Answers of every kind, by what is odd about them. */
export const ANSWERS: Readonly<Record<string, StoredAnswer>> = {
  plain: answerOf("positive"),
  empty: answerOf(""),
  unicode: answerOf("naïve 日本語 🙂 \u0000 half a pair \ud83d, a quote \" and 'another'; DROP TABLE answers; --\r\n"),
  long: answerOf("long ".repeat(20_000)),
  refused: { ...answerOf("", "refusal"), usage: { input: 12, output: 0, cachedInput: 12, reasoning: 0 } },
  overflow: { ...answerOf("", "overflow"), latency: 0 },
  cut: {
    ...answerOf("cut o", "length"),
    latency: 1234.5678,
    warnings: ["temperature is not supported", "seed is ignored"],
  },
};

export function answerOf(text: string, finish: StoredAnswer["finish"] = "stop"): StoredAnswer {
  return { text, finish, usage: { input: 100, output: 3, cachedInput: 64, reasoning: 1 }, latency: 250 };
}

export function runOf(id: string, startedAt = "2026-01-01T00:00:00.000Z"): RunRecord {
  return {
    id,
    fingerprint: "f",
    testSet: "t",
    readTest: false,
    salt: "",
    status: "running",
    startedAt,
    options: { rounds: 3 },
  };
}

export function eventOf(text: string): StampedEvent {
  return { v: 1, attempt: 1, at: "2026-01-01T00:00:00.000Z", type: "notice", text };
}

export function textsOf(events: readonly StoredEvent[]): string[] {
  return events.map((event) => (event.type === "notice" ? event.text : event.type));
}

export function rowOf(id: string): StoredRow {
  return { id, fields: { text: `row ${id}, naïve 日本語 🙂 \u0000`, other: "" }, expected: { label: id } };
}

export function outcomeOf(prompt: string, row: string, repeat = 0): StoredOutcome {
  const judged = { predicted: "positive", score: 0.25, correct: false, invalid: false, feedback: "naïve 🙂 \u0000" };
  return { prompt, row, repeat, split: "train", key: `key of ${prompt} on ${row}`, answer: "positive\n", ...judged };
}

export function exchangeOf(key: string, round = 1): StoredExchange {
  return {
    key,
    at: "2026-01-01T00:00:00.000Z",
    round,
    parent: "p0",
    asked: "gradient",
    part: "task",
    messages: [{ role: "user", content: `Why? naïve 日本語 🙂 \u0000 (${key})` }],
    reply: "<item>one</item>",
    items: ["one"],
  };
}
