/** Generates one reply in one sequence, token by token. */
import type { ModelAnswer } from "../../core/model.ts";
import type { Chat } from "./chat.ts";
import type { Hold } from "./hold.ts";
import type { LlamaPackage, Sequence, Weights } from "./package.ts";
import { prefill } from "./prefill.ts";

export interface Work {
  readonly llama: LlamaPackage;
  readonly weights: Weights;
  readonly chat: Chat;
  readonly hold: Hold | undefined;
  readonly temperature: number;
  readonly seed: number;
  /** Tokens of the reply at most, thoughts included. */
  readonly most: number;
  /** Called whenever something was evaluated. */
  readonly onProgress?: (() => void) | undefined;
}

/** @throws the signal's reason soon after it says stop */
export async function generateIn(
  sequence: Sequence,
  work: Work,
  signal: AbortSignal | undefined,
): Promise<ModelAnswer> {
  const { weights, chat, hold, most } = work;
  const prompt = chat.tokens;
  const { cached: cachedInput, rest } = await prefill(sequence, prompt, { onProgress: work.onProgress, signal });

  const output: number[] = [];
  const answer = (text: string, finish: ModelAnswer["finish"], reasoning = 0): ModelAnswer => {
    const fault = hold?.fault(text);
    return {
      text,
      finish,
      usage: { input: prompt.length, output: output.length, cachedInput, reasoning },
      ...(fault !== undefined && {
        warnings: [`A reply breaks the JSON schema where the grammar cannot hold it: ${fault}`],
      }),
    };
  };
  const textSoFar = (): string => weights.detokenize(output, false, prompt.slice(-8));
  for await (const token of sequence.evaluate(rest, sampling(work))) {
    signal?.throwIfAborted();
    work.onProgress?.();
    if (hold === undefined && chat.stops.tokens.has(token)) break;
    output.push(token);
    if (hold !== undefined) {
      const reply = hold.complete(textSoFar());
      if (reply !== undefined) return answer(reply, "stop");
    } else if (chat.stops.texts.length > 0) {
      const text = textSoFar();
      const end = Math.max(...chat.stops.texts.map((stop) => text.indexOf(stop)));
      if (end >= 0) return answer(text.slice(0, end), "stop");
    }
    if (output.length >= most) return finished("length");
  }
  return finished("stop");

  function finished(finish: "stop" | "length"): ModelAnswer {
    if (hold !== undefined || chat.thought === undefined) return answer(textSoFar(), finish);
    const { thought, text } = withoutThought(weights.detokenize(output, true, prompt.slice(-8)), chat.thought);
    return answer(text, finish, Math.min(output.length, weights.tokenizer(thought, true).length));
  }
}

/** The reply without what is before it between the marks of thinking. A thought that was cut off leaves no reply. */
export function withoutThought(
  reply: string,
  { start, end }: { readonly start: string; readonly end: string },
): { readonly thought: string; readonly text: string } {
  const mark = end.trim();
  const at = reply.lastIndexOf(mark);
  if (at >= 0) return { thought: reply.slice(0, at + mark.length), text: reply.slice(at + mark.length).trimStart() };
  return reply.trimStart().startsWith(start.trim()) ? { thought: reply, text: "" } : { thought: "", text: reply };
}

function sampling({ llama, weights, hold, temperature, seed }: Work) {
  return {
    temperature,
    seed,
    // llama.cpp's own defaults, named so that another version of it changes no answer.
    topK: 40,
    topP: 0.95,
    ...(hold !== undefined && {
      grammarEvaluationState: new llama.LlamaGrammarEvaluationState({ model: weights, grammar: hold.grammar }),
    }),
  };
}
