/** Replies of writers, kept with their requests in the repository: one line of JSON for each. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ModelAnswer, type ModelRequest, NO_USAGE } from "../../src/core/model.ts";
import { cacheKey } from "../../src/engine/cache-key.ts";

/** A request with its reply. */
export interface Pair extends Pick<ModelRequest, "messages" | "format" | "sample"> {
  readonly reply: string;
  /** How it ended; absent where it is whole. */
  readonly finish?: ModelAnswer["finish"];
}

export interface Recording {
  find(request: ModelRequest): ModelAnswer | undefined;
  add(request: ModelRequest, answer: ModelAnswer): void;
}

/** Replies of a large general model, written one by one: no independent samples. */
const LARGE_FILE = join(import.meta.dirname, "../recorded/large.jsonl");

/** All pairs of a file; none where there is no file. */
export function pairsIn(file: string): Pair[] {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Pair);
}

export function recordingOf(file: string = LARGE_FILE): Recording {
  const replies = new Map(pairsIn(file).map((pair) => [keyOf(pair), answerOf(pair)]));
  return {
    find(request) {
      return replies.get(keyOf(request));
    },
    add({ messages, format, sample }, { text, finish }) {
      const pair: Pair = { messages, format, sample, reply: text, ...(finish !== "stop" && { finish }) };
      replies.set(keyOf(pair), answerOf(pair));
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${JSON.stringify(pair)}\n`);
    },
  };
}

function answerOf({ reply, finish = "stop" }: Pair): ModelAnswer {
  return { text: reply, finish, usage: NO_USAGE };
}

/** What a writer without a temperature of its own answers to. */
function keyOf({ messages, format, sample }: Pick<Pair, "messages" | "format" | "sample">): string {
  return cacheKey("", "", { messages, format, sample });
}
