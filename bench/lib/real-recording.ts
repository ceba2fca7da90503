/** Replies of a large writer, kept with their requests in the repository: one line of JSON for each. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ModelAnswer, type ModelRequest, NO_USAGE } from "../../src/core/model.ts";
import { cacheKey } from "../../src/engine/cache-key.ts";

/** A request with its reply. */
interface Pair extends Pick<ModelRequest, "messages" | "format" | "sample"> {
  readonly reply: string;
}

export interface Recording {
  find(request: ModelRequest): ModelAnswer | undefined;
  add(request: ModelRequest, answer: ModelAnswer): void;
}

/** Replies of a large general model, written one by one: no independent samples. */
const LARGE_FILE = join(import.meta.dirname, "../recorded/large.jsonl");

export function recordingOf(file: string = LARGE_FILE): Recording {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const pairs = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Pair);
  const replies = new Map(pairs.map(({ reply, ...request }) => [keyOf(request), reply]));
  return {
    find(request) {
      const text = replies.get(keyOf(request));
      return text === undefined ? undefined : { text, finish: "stop", usage: NO_USAGE };
    },
    add(request, { text }) {
      const { messages, format, sample } = request;
      replies.set(keyOf(request), text);
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${JSON.stringify({ messages, format, sample, reply: text })}\n`);
    },
  };
}

/** What a writer without a temperature of its own answers to. */
function keyOf({ messages, format, sample }: Pick<Pair, "messages" | "format" | "sample">): string {
  return cacheKey("", "", { messages, format, sample });
}
