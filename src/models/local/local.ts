/** Models that run in this process: GGUF files through node-llama-cpp, an optional package. */
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { ModelError, UsageError } from "../../core/errors.ts";
import { type Model, type ModelAnswer, type ModelRequest, NO_USAGE } from "../../core/model.ts";
import { throwIfAborted } from "../hosted/failure.ts";
import { calibrated } from "./calibrated.ts";
import { count, flag } from "./checks.ts";
import { type Chat, chatMaker } from "./chat.ts";
import { findModelFile } from "./file.ts";
import { generateIn } from "./generate.ts";
import { holder } from "./hold.ts";
import { modelsDir } from "./known.ts";
import { importLlama, startLlama } from "./llama.ts";
import { loadWeights } from "./load.ts";
import type { Sequence, Weights } from "./package.ts";
import type { Following } from "./prefill.ts";
import { shareSequences } from "./sequences.ts";
import { parametersIn } from "../parameters.ts";
import type { Environment } from "../settings.ts";

export { localRuntime } from "./llama.ts";

export interface LocalOptions {
  /** Threads of llama.cpp, at most the cores; default: what is fastest here, by half a second of work when it is loaded. */
  readonly threads?: number;
  /** Tokens of prompt and reply together; default 8,192, and at most what the model was trained on. */
  readonly contextSize?: number;
  /**
   * How many prompts stay evaluated, each with a context of its own in memory. Default: one, and in the memory of
   * another one up to eight of 1,024 tokens, where `contextSize` is 4,096 or more; else 2.
   */
  readonly sequences?: number;
  /**
   * How many requests are evaluated together; default 1. More is faster for long replies (about twice, four at once on
   * two cores), but rounding then depends on which requests meet, so an answer near a tie may differ between runs.
   */
  readonly parallel?: number;
  /**
   * Whether labels are read by their probabilities, weighed against rows that say nothing, where a task asks for labels;
   * default false. Temperature plays no part then.
   */
  readonly calibrated?: boolean;
  /** Where known and `hf:` models are; default: see `modelsDir`. */
  readonly modelsDir?: string;
  /** Default `process.env`. `PROTEGI_LLAMA_DIR` names a folder whose node_modules has node-llama-cpp. */
  readonly env?: Environment;
}

/** Tokens of a reply when the request has no cap. */
const MOST = 512;
/** Tokens that a reply is thought to take when its place is chosen. */
const SHORT_REPLY = 256;

/**
 * A local model, loaded. Nothing is fetched: `pullModel` does that.
 *
 * One request at a time is evaluated, so that at temperature 0 the answer depends on the request alone. What two prompts
 * share from their beginning on is evaluated once, and of those that wait the one that shares most goes first. Choices and
 * JSON are held by a grammar.
 * @param name a known name such as `smollm2`, `hf:org/repo:quant`, or the path of a `.gguf` file
 * @throws UsageError when node-llama-cpp or the file is missing, is not what it should be, or does not fit into memory
 */
export async function localModel(name: string, options: LocalOptions = {}): Promise<Model> {
  const where = `model local:${name}`;
  const env = options.env ?? process.env;
  const cores = availableParallelism();
  const threads = options.threads === undefined ? undefined : Math.min(cores, count(where, "threads", options.threads));
  const parallel = count(where, "parallel", options.parallel ?? 1);
  const given = options.sequences === undefined ? undefined : count(where, "sequences", options.sequences);
  const sequences = given === undefined && parallel === 1 ? undefined : Math.max(parallel, given ?? 2);
  const contextSize = count(where, "contextSize", options.contextSize ?? 8192);
  const weighs = flag(where, "calibrated", options.calibrated ?? false);
  // The file is looked at before the package that reads it: a wrong path is the likelier mistake.
  const file = await findModelFile(where, name, options.modelsDir ?? modelsDir(env), {
    resolveModelFile: async (...given) => (await importLlama(env)).resolveModelFile(...given),
  });
  const llama = await importLlama(env);
  const { llama: runtime, complaint } = await startLlama(llama);
  const size = { contextSize, sequences, threads };
  const loaded = await loadWeights(runtime, file, size).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const words = complaint();
    const problem = `${file.path} cannot be loaded: ${reason}${words === "" ? "" : ` (${words})`}`;
    const remedy = "Is the file complete? Does it fit into memory? A smaller contextSize needs less.";
    throw new UsageError(where, problem, remedy);
  });

  // The answers of another file, with room for other prompts, or read in another way, are not this model's.
  const id = `local:${name} [${file.fingerprint}, context ${loaded.contextSize}${weighs ? ", calibrated" : ""}]`;
  const { weights } = loaded;
  const parameters = parametersIn(weights.fileInfo.metadata.general?.size_label ?? basename(file.path));
  const shared = shareSequences(loaded.sequences, parallel);
  const toChat = chatMaker(llama, weights);
  /** Kept, since a request that waits is compared with what was evaluated again and again. */
  const chats = new WeakMap<ModelRequest, Chat>();
  const hold = holder(runtime);
  const readingOf = calibrated(weights, (messages) => toChat(messages).tokens);
  let closing: Promise<void> | undefined;

  function chatOf(request: ModelRequest): Chat {
    let chat = chats.get(request);
    if (chat === undefined) {
      chat = toChat(request.messages);
      chats.set(request, chat);
    }
    return chat;
  }

  async function weighed(
    request: ModelRequest,
    labels: readonly string[],
    empty: NonNullable<ModelRequest["calibratedBy"]>,
    following: Following,
  ): Promise<ModelAnswer> {
    const { tokens } = chatOf(request);
    const { longest, read } = readingOf(tokens, labels, empty);
    if (longest > loaded.contextSize) return { text: "", finish: "overflow", usage: NO_USAGE };
    const room = longest - tokens.length;
    return shared.use(tokens, following.signal, (sequence) => read(sequence, following), room);
  }

  async function answer(
    request: ModelRequest,
    signal: AbortSignal | undefined,
    onProgress: (() => void) | undefined,
  ): Promise<ModelAnswer> {
    const { format, temperature = 0, sample, maxOutputTokens = MOST, calibratedBy } = request;
    if (calibratedBy !== undefined && format.kind === "choice")
      return weighed(request, format.choices, calibratedBy, { signal, onProgress });
    const held = await hold(format);
    const chat = chatOf(request);
    const room = loaded.contextSize - chat.tokens.length;
    const needed = format.kind === "choice" ? longest(weights, format.choices) : 1;
    if (room < needed) return { text: "", finish: "overflow", usage: NO_USAGE };
    // A choice ends by itself; cut off, it would be none.
    const most = format.kind === "choice" ? room : Math.min(room, maxOutputTokens);
    const work = { llama, weights, chat, hold: held, temperature, seed: sample, onProgress };
    const answerIn = (sequence: Sequence): Promise<ModelAnswer> => {
      const here = (sequence.contextSize ?? loaded.contextSize) - chat.tokens.length;
      return generateIn(sequence, { ...work, most: Math.min(most, here) }, signal);
    };
    const expected = format.kind === "choice" ? needed : Math.min(most, SHORT_REPLY);
    const first = await shared.use(chat.tokens, signal, answerIn, expected);
    // A reply that outgrows its place starts again where it fits: the seed makes it begin in the same way.
    if (first.finish !== "length" || first.usage.output >= most) return first;
    return shared.use(chat.tokens, signal, answerIn, most);
  }

  return {
    id,
    name: `local:${name}`,
    pricing: "free",
    ...(parameters !== undefined && { parameters }),
    holds: { choice: true, json: true },
    ...(weighs && { weighs }),
    concurrency: parallel,
    reportsProgress: true,
    nearest: (requests) => shared.nearest(requests.map((request) => chatOf(request).tokens)),
    async generate(request, signal, onProgress) {
      throwIfAborted(signal, id);
      if (closing !== undefined) throw new ModelError("bad-request", `${id}: the model was closed`);
      try {
        return await answer(request, signal, onProgress);
      } catch (error) {
        throwIfAborted(signal, id);
        const reason = error instanceof Error ? error.message : String(error);
        throw new ModelError("server", `${id}: llama.cpp failed: ${reason}`, { cause: error });
      }
    },
    close: () => (closing ??= shared.close().then(loaded.dispose)),
  };
}

/** Tokens of the longest choice, with room for another way to write it. */
function longest({ tokenizer }: Weights, choices: readonly string[]): number {
  return 1 + Math.max(...choices.map((choice) => tokenizer(choice).length));
}
