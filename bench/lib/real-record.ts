/**
 * Records the run that `npm run demo -- --recorded` shows: its config is played with the real models, and what they answer
 * is put next to the config. Answers are kept in a store on disk too, so a recording that was cut off goes on where it was.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/events.ts";
import type { Model } from "../../src/core/model.ts";
import { counted } from "../../src/core/values/words.ts";
import { cacheKey } from "../../src/engine/cache-key.ts";
import { openSqliteStore, type RunResult, type Store } from "../../src/index.ts";
import { open, type Opened } from "../../src/jobs/open.ts";
import { optimizeWith } from "../../src/jobs/optimize.ts";
import { readConfigured } from "../../src/jobs/read.ts";
import { recording } from "../../src/jobs/models/recorded.ts";
import { machine } from "../machine.ts";

const FOLDER = join(import.meta.dirname, "../../examples/reviews/recorded");

/** Where answers of each role are put: the config names these files. */
const FILES = { task: "smollm2.jsonl.gz", optimizer: "qwen-1.5b.jsonl.gz" };

export interface Recorded {
  readonly result: RunResult;
  /** Bytes of both files. */
  readonly bytes: number;
}

/**
 * Plays the config and writes the files.
 * @param models the real ones
 * @param cache the folder of the store on disk
 */
export async function record(
  models: { readonly task: Model; readonly optimizer: Model },
  cache: string,
  onEvent: (event: RunEvent) => void,
  { target = FOLDER, file = join(FOLDER, "protegi.yaml") }: { readonly target?: string; readonly file?: string } = {},
): Promise<Recorded> {
  mkdirSync(cache, { recursive: true });
  const store = await openSqliteStore(join(cache, "recorded.db"));
  try {
    const task = recording(kept(models.task, store));
    const optimizer = recording(kept(models.optimizer, store));
    const read = await readConfigured(file, {}, process.env);
    const opened = await open(
      { ...read, model: task.model, optimizer: optimizer.model },
      { env: process.env, onEvent },
    );
    const result = await played(opened);
    const { cpu, cores } = machine();
    const when = new Date().toISOString().slice(0, 10);
    const names = `${nameOf(models.task)} answers, ${nameOf(models.optimizer)} writes`;
    const about = `This run of real models was recorded on ${when} (${names}; ${counted(cores, "core")}, ${cpu}). Nothing is asked now.`;
    const sizes = [
      await task.save(join(target, FILES.task), about),
      await optimizer.save(join(target, FILES.optimizer), about),
    ];
    return { result, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await store.close();
  }
}

async function played(opened: Opened): Promise<RunResult> {
  try {
    return await optimizeWith(opened);
  } finally {
    await opened.close();
  }
}

/** A model whose answers are kept in a store: what it has answered once it is not asked again. */
function kept(model: Model, store: Store): Model {
  return {
    ...model,
    async generate(request, ...given) {
      const key = cacheKey("", model.id, request);
      const known = await store.getAnswer(key);
      if (known !== undefined) return known;
      const began = performance.now();
      const answer = await model.generate(request, ...given);
      await store.putAnswer(key, { ...answer, latency: performance.now() - began });
      return answer;
    },
  };
}

function nameOf(model: Model): string {
  return (model.name ?? model.id).replace(/^local:/, "");
}
