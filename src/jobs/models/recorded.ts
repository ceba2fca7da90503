/**
 * The provider `recorded:`: what a model answered in a run, from a file. The same run can so be seen again without the
 * model, in seconds. A request that the file does not have is an error: the search has changed since.
 */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { ModelError, UsageError } from "../../core/errors.ts";
import { type Model, type ModelAnswer, type ModelRequest, NO_USAGE } from "../../core/model.ts";
import { cacheKey } from "../../engine/cache-key.ts";
import type { Provider } from "../../models/index.ts";

/** Hexadecimal digits of a request's hash that are kept: none of a million requests is taken for another. */
const DIGITS = 20;
/** Most bytes of a file, unpacked. */
const MOST_BYTES = 64 * 2 ** 20;

/** The first line of a file. */
interface Head {
  readonly v: 1;
  /** The id of the model that answered. */
  readonly model: string;
  readonly holds: Model["holds"];
  /** Billions of parameters, where they are known. */
  readonly parameters?: number;
  /** Whether it weighed choices against rows that say nothing. */
  readonly weighs?: boolean;
  /** What was recorded, in a sentence. */
  readonly about: string;
}

/** Each further line: the hash of a request, the answer, why it ended, tokens in and out. */
type Line = readonly [key: string, text: string, finish: ModelAnswer["finish"], input: number, output: number];

export const recorded: Provider = {
  name: "recorded",
  about: "answers of a model that a file has, to see its run again: `recorded:examples/reviews/recorded/task.jsonl.gz`",
  free: true,
  make: (name) => recordedModel(resolve(name)),
};

/**
 * The model whose answers the file at `path` has.
 * @throws UsageError when there is no such file, or it is no recording
 */
export async function recordedModel(path: string): Promise<Model> {
  const [head, ...lines] = await readRecording(path);
  const { model, holds, parameters, weighs, about } = head as Head;
  const answers = new Map((lines as Line[]).map(([key, ...answer]) => [key, answer]));
  return {
    id: `recorded:${model}`,
    name: model,
    pricing: "free",
    holds,
    ...(parameters !== undefined && { parameters }),
    ...(weighs === true && { weighs }),
    async generate(request) {
      const found = answers.get(keyOf(request));
      if (found === undefined)
        throw new ModelError(
          "bad-request",
          `recorded:${model}: there is no recorded answer to this request: prompt, rows, options or the search differ`,
        );
      const [text, finish, input, output] = found;
      return { text, finish, usage: { ...NO_USAGE, input, output }, warnings: [about] };
    },
  };
}

/** A model that notes what it answers. */
export interface Recorder {
  readonly model: Model;
  /** Writes what was noted; resolves to the bytes of the file. */
  save(path: string, about: string): Promise<number>;
}

/** Notes the answers of a model. */
export function recording(model: Model): Recorder {
  const lines = new Map<string, Line>();
  const name = model.name ?? model.id;
  return {
    model: {
      ...model,
      async generate(request, ...given) {
        const answer = await model.generate(request, ...given);
        const key = keyOf(request);
        lines.set(key, [key, answer.text, answer.finish, answer.usage.input, answer.usage.output]);
        return answer;
      },
    },
    async save(path, about) {
      const { holds, parameters, weighs } = model;
      const known = { ...(parameters !== undefined && { parameters }), ...(weighs === true && { weighs }) };
      const head: Head = { v: 1, model: name, holds, ...known, about };
      const sorted = [...lines.values()].toSorted(([a], [b]) => (a < b ? -1 : 1));
      const packed = gzipSync([head, ...sorted].map((line) => JSON.stringify(line)).join("\n"), { level: 9 });
      await writeFile(path, packed);
      return packed.length;
    },
  };
}

function keyOf(request: ModelRequest): string {
  return cacheKey("", "", request).slice(0, DIGITS);
}

async function readRecording(path: string): Promise<readonly unknown[]> {
  const where = "model recorded";
  const remedy = "Give the path of a recording, from the folder where you are.";
  const packed = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const problem = error.code === "ENOENT" ? "there is no such file" : `it cannot be read (${error.code})`;
    throw new UsageError(where, `${path}: ${problem}`, remedy);
  });
  try {
    const text = gunzipSync(packed, { maxOutputLength: MOST_BYTES }).toString();
    const lines = text.split("\n").map((line) => JSON.parse(line) as unknown);
    if ((lines[0] as Partial<Head> | null)?.v === 1 && lines.slice(1).every(Array.isArray)) return lines;
  } catch {
    // What is wrong with it does not matter: it was not written by us.
  }
  throw new UsageError(where, `${path}: expected a recording, got another file`, remedy);
}
