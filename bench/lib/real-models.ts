/** The models of a real run: local ones under a name that is the same on every machine, and a large one whose replies are recorded. */
import { ModelError, UsageError } from "../../src/core/errors.ts";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { localModel } from "../../src/models/local/local.ts";
import { createModel } from "../../src/models/providers.ts";
import { hasLlama, hasModel, LLAMA_ENV, LOCAL_MODELS, type LocalModelName, pathOf } from "./local-models.ts";
import { recordingOf, type Recording } from "./real-recording.ts";

/** Tokens of context: rows and prompts here are short. */
const CONTEXT = { task: 2048, optimizer: 4096 };

/** The title of the large writer: which one it was is not recorded with its replies. */
export const LARGE = "a large general model";

/**
 * A local model whose id names no path, so that what it answered is found again on any machine. One thread: answers do not
 * depend on their number, and the other model of the run has one too.
 * @throws UsageError when the package or the file is not here
 */
export async function realModel(name: LocalModelName, role: "task" | "optimizer"): Promise<Model> {
  if (!hasLlama() || !hasModel(name))
    throw new UsageError(`model ${name}`, "it is not here", `Fetch it: node scripts/fetch-local-model.mjs ${name}`);
  const model = await localModel(pathOf(name), { env: LLAMA_ENV, threads: 1, contextSize: CONTEXT[role] });
  const id = `local:${LOCAL_MODELS[name].title}`;
  return { ...model, id, name: id };
}

/**
 * The large writer: replies that are recorded, and where there is none a server that is asked, whose reply is then recorded.
 * @param server the address of an OpenAI-compatible server; without it, an unknown request fails
 */
export async function largeWriter(server: string | undefined, recording: Recording = recordingOf()): Promise<Model> {
  const live =
    server === undefined
      ? undefined
      : await createModel({ model: "openai-compatible:large", baseURL: server }, process.env);
  const facts = {
    id: LARGE,
    pricing: "free",
    holds: { choice: false, json: true },
    concurrency: 8,
    timeout: 24 * 60 * 60,
  } as const;
  return recorded(facts, recording, live, "name a server: --large");
}

/**
 * A model whose replies are recorded; where there is none, the live model is asked, and its reply is then recorded.
 * @param remedy what to do where there is no live model either
 */
export function recorded(
  facts: Omit<Model, "generate">,
  recording: Recording,
  live: Model | undefined,
  remedy: string,
): Model {
  return {
    ...facts,
    async generate(request: ModelRequest, signal) {
      const known = recording.find(request);
      if (known !== undefined) return known;
      if (live === undefined)
        throw new ModelError("bad-request", `${facts.id}: it has no recorded reply to this request; ${remedy}`);
      const answer = await live.generate(request, signal);
      recording.add(request, answer);
      return answer;
    },
  };
}
