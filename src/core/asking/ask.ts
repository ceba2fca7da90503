/** Asks the optimizer model, and takes from its reply only what is whole. */
import { messagesFor } from "./describe.ts";
import { ModelError } from "../errors.ts";
import type { Call } from "../work.ts";
import type { RunEvent } from "../events.ts";
import type { ReplyFormat } from "../model.ts";
import { ITEMS_SCHEMA, readReply } from "./reply.ts";
import type { Task } from "../task.ts";
import type { Instructions } from "./templates.ts";
import type { Question } from "../tools.ts";

export interface AskOptions {
  readonly instructions: Instructions;
  /** Of the optimizer model; default 1, as in the paper's text. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** Whether the optimizer model can be held to JSON. */
  readonly json: boolean;
  /** Gradients of earlier runs, to be shown where an instruction has a place for them; default none. */
  readonly lessons?: readonly string[];
  /** Longest section that may come back, in characters; said in the request. */
  readonly maxLength: number;
}

const JSON_ITEMS: ReplyFormat = { kind: "json", name: "items", schema: ITEMS_SCHEMA };

/** An asker bound to one run. A reply that is cut off, empty, refused or never delivered is dropped and reported. */
export function asker(
  task: Task,
  call: Call,
  report: (event: RunEvent) => void,
  options: AskOptions,
): (question: Question) => Promise<readonly string[]> {
  return async (question) => {
    const { asked, prompt, round, rng, budget, ...shown } = question;
    if (shown.count === 0 || budget.take() === 0) return [];
    const messages = messagesFor(options.instructions[asked], {
      ...shown,
      task,
      prompt,
      maxLength: options.maxLength,
      ...(options.lessons && { lessons: options.lessons }),
      json: options.json,
    });
    const request = {
      messages,
      format: options.json ? JSON_ITEMS : ({ kind: "text" } as const),
      temperature: options.temperature,
      maxOutputTokens: options.maxOutputTokens,
      sample: rng.seed,
    };
    const reply = await call("optimizer", request, { phase: "proposing", round, prompt: prompt.id }).then(
      readReply,
      (error: unknown) => {
        if (error instanceof ModelError && error.retryable) return { dropped: "undelivered" as const };
        throw error;
      },
    );
    if ("items" in reply) return reply.items.slice(0, shown.count);
    report({ type: "reply-dropped", round, parent: prompt.id, asked, reason: reply.dropped });
    return [];
  };
}
