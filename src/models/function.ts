/** A plain function as a Model, for clients and pipelines of one's own. */
import { ModelError } from "../core/errors.ts";
import { firstFrame } from "../core/own-code/first-frame.ts";
import { digest } from "../core/values/hash.ts";
import { type Message, type Model, NO_USAGE } from "../core/model.ts";
import { readFailure, throwIfAborted } from "./hosted/failure.ts";
import { redactor } from "./redact.ts";

/** What a function that stands for a model is given. */
export interface FunctionRequest {
  readonly messages: readonly Message[];
  /** The contents of all messages, with an empty line between them. */
  readonly prompt: string;
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
  /** Which of several answers to the same messages is asked for; use it as a seed. */
  readonly sample: number;
  readonly signal?: AbortSignal;
}

/** A function that stands for a model: a request in, the answer's text out. */
export type ModelFunction = (request: FunctionRequest) => string | Promise<string>;

/** Times that a function may fail by a mistake in its code before it has ever answered. */
const FAULTS = 3;

/**
 * The function as a model. It may throw: errors with a `status` or a system error code are sorted as those of providers
 * are (429 waits, 401 stops the run), all others are tried again. Mistakes in the code, such as a TypeError, stop the run
 * when the function has never answered. Replies cannot be restricted to choices or a schema, and
 * tokens are not known, and calls count as free where the user gives no price.
 * @param id part of the cache key; default: the function's name with a hash of its source, so that an edited function
 *   is asked again. Give one when the function's answers depend on something else, such as a variable around it
 */
export function functionModel(fn: ModelFunction, id: string = defaultId(fn)): Model {
  const source = { id, redact: redactor([]) };
  let hasAnswered = false;
  let faults = 0;
  return {
    id,
    pricing: "free",
    remote: true,
    holds: { choice: false, json: false },
    generate: async ({ messages, temperature, maxOutputTokens, sample }, signal) => {
      throwIfAborted(signal, id);
      const request: FunctionRequest = {
        messages,
        prompt: messages.map(({ content }) => content).join("\n\n"),
        sample,
        ...(temperature !== undefined && { temperature }),
        ...(maxOutputTokens !== undefined && { maxOutputTokens }),
        ...(signal !== undefined && { signal }),
      };
      try {
        const text: unknown = await untilAborted(start(fn, request), signal);
        hasAnswered = true;
        if (typeof text === "string") return { text, finish: "stop", usage: NO_USAGE };
        throw new ModelError("bad-request", `${id}: the function returned ${typeof text}, not a string`);
      } catch (error) {
        throwIfAborted(signal, id);
        if (!hasAnswered && isMistake(error) && ++faults >= FAULTS) throw neverAnswered(error, source);
        const failure = readFailure(error, source);
        if (failure instanceof ModelError) throw failure;
        return { text: "", finish: failure, usage: NO_USAGE };
      }
    },
  };
}

function defaultId(fn: ModelFunction): string {
  return `function:${fn.name === "" ? "anonymous" : fn.name}#${digest(fn.toString(), 8)}`;
}

/** Whether the code is wrong rather than what it asked. Where a connection fails, `fetch` throws a TypeError too, with a cause. */
function isMistake(error: unknown): error is Error {
  const isOne = [TypeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
  return isOne && (error as Error).cause === undefined && !("code" in (error as Error));
}

function neverAnswered(error: Error, { id, redact }: { id: string; redact: (text: string) => string }): ModelError {
  const place = firstFrame(error.stack);
  const at = place === undefined ? "" : `\n  at ${place}`;
  const words = `${id}: the function failed ${FAULTS} times, and never answered`;
  return new ModelError("bad-request", `${words}\n  ${redact(`${error.name}: ${error.message}`)}${at}`, {
    cause: error,
  });
}

async function start(fn: ModelFunction, request: FunctionRequest): Promise<string> {
  return fn(request);
}

/** The function need not mind the signal: its answer is no longer waited for. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error("stopped"));
    signal.addEventListener("abort", stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
