/** What the fault server says: a label by a hash of the request, or what the simulated model of the example says. */
import { hash } from "node:crypto";
import type { Message, ModelRequest, ReplyFormat } from "../../src/core/model.ts";
import { simulatedReviews } from "../../src/testing/simulated-reviews.ts";

/** The part of a chat request that is read. */
interface Body {
  readonly messages: readonly Message[];
  readonly seed?: number;
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly response_format?: {
    readonly json_schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  };
}

export function labelAnswer(body: string): unknown {
  const yes = hash("sha256", body).charCodeAt(0) % 2 === 0;
  return completion(yes ? "yes" : "no", "stop", { input: Math.ceil(body.length / 4), output: 1 });
}

const sim = simulatedReviews();

export async function reviewsAnswer(body: string): Promise<unknown> {
  const {
    messages,
    seed = 0,
    temperature,
    max_tokens: maxOutputTokens,
    response_format: asked,
  } = JSON.parse(body) as Body;
  const schema = asked?.json_schema;
  const choices = (schema?.schema["properties"] as { answer?: { enum?: readonly string[] } } | undefined)?.answer?.enum;
  const format: ReplyFormat =
    schema === undefined
      ? { kind: "text" }
      : choices === undefined
        ? { kind: "json", name: schema.name, schema: schema.schema }
        : { kind: "choice", choices };
  const request: ModelRequest = {
    messages,
    format,
    sample: seed,
    ...(temperature !== undefined && { temperature }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
  };
  const { text, finish, usage } = await sim.generate(request);
  return completion(choices === undefined ? text : JSON.stringify({ answer: text }), finish, usage);
}

function completion(
  content: string,
  finish: string,
  usage: { readonly input: number; readonly output: number },
): unknown {
  return {
    id: "chatcmpl-0",
    object: "chat.completion",
    created: 0,
    model: "bench",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: finish }],
    usage: { prompt_tokens: usage.input, completion_tokens: usage.output, total_tokens: usage.input + usage.output },
  };
}
