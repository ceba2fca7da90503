/** How fast a run whose every answer is stored gets them again, through the whole request path. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Model, ModelRequest } from "../src/core/model.ts";
import { createRequestPath } from "../src/engine/request-path.ts";
import { openSqliteStore } from "../src/stores/sqlite.ts";

const CALLS = 20_000;

/** Answers at once; asked only by the run that is replayed. */
function model(): Model & { asked: number } {
  return {
    id: "function:bench",
    holds: { choice: true, json: true },
    asked: 0,
    async generate() {
      this.asked++;
      return { text: "yes", finish: "stop", usage: { input: 300, output: 1, cachedInput: 0, reasoning: 0 } };
    },
  };
}

const FORMAT: ModelRequest["format"] = { kind: "choice", choices: ["yes", "no"] };

function requestFor(row: number): ModelRequest {
  const content = `${"Say whether the text is about the weather. Answer yes or no. ".repeat(15)}\n\nText: row ${row}\n\nAnswer:`;
  return { messages: [{ role: "user", content }], format: FORMAT, temperature: 0, maxOutputTokens: 64, sample: 0 };
}

export async function run(_args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "protegi-bench-"));
  const file = join(folder, "protegi.db");
  try {
    const first = await pass(file);
    print(`first: ${CALLS} answers stored at ${first.perSecond.toFixed(0)} a second`);
    const replay = await pass(file);
    print(`replay: ${replay.perSecond.toFixed(0)} answers a second, ${replay.asked} asked again`);
    if (replay.asked > 0) throw new Error("The replay asked the model.");
    return { answersPerSecond: replay.perSecond, storedPerSecond: first.perSecond };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function pass(file: string): Promise<{ perSecond: number; asked: number }> {
  const store = await openSqliteStore(file);
  const answering = model();
  const path = createRequestPath({ models: { task: answering, optimizer: answering }, store, concurrency: 64 });
  const requests = Array.from({ length: CALLS }, (_, row) => requestFor(row));
  const began = performance.now();
  await Promise.all(requests.map((request) => path.call("task", request)));
  const seconds = (performance.now() - began) / 1000;
  await path.close();
  await store.close();
  return { perSecond: CALLS / seconds, asked: answering.asked };
}
