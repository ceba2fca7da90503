/** One tiny real call for each role, to see whether it works: one row for the task model, one paraphrase for the optimizer. */
import { CallBudget } from "../core/budget.ts";
import type { Role } from "../core/model.ts";
import { rng } from "../core/rng.ts";
import { memoryStore } from "../stores/memory.ts";
import { wire } from "../run/wire.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** What the call of a role brought; without a reply, none was delivered or it was of no use. */
export interface LiveCall {
  readonly role: Role;
  readonly model: string;
  readonly reply?: string;
  /** The task model's reply could not be read as an answer. */
  readonly invalid?: boolean;
  readonly milliseconds: number;
}

/**
 * Nothing is kept, and little is tried again: why a call failed is said as a remark.
 * @throws ModelError when a model refuses for good
 */
export async function liveCalls(terminal: Terminal, { task, settings, models }: Session): Promise<LiveCall[]> {
  const once = { ...settings, requests: { ...settings.requests, retries: 1 } };
  const { path, tools } = wire(
    { task, models, settings: once, store: memoryStore(), signal: terminal.io.signal },
    (event) => {
      if (event.type === "notice") terminal.note(event.text);
      if (event.type === "reply-dropped") terminal.note(`The optimizer's reply was dropped: ${event.reason}.`);
    },
  );
  const work = { round: 0, budget: new CallBudget(2) };
  try {
    const began = performance.now();
    const [row] = await tools.evaluate(task.prompt, task.train.slice(0, 1), { ...work, phase: "errors" });
    const answered = performance.now();
    const question = { ...work, asked: "paraphrase", prompt: task.prompt, count: 1, rng: rng(settings.seed) } as const;
    const [reply] = await tools.ask(question);
    const ended = performance.now();
    return [
      {
        role: "task",
        model: models.task.id,
        ...(row && { reply: row.answer, invalid: row.invalid }),
        milliseconds: Math.round(answered - began),
      },
      {
        role: "optimizer",
        model: models.optimizer.id,
        ...(reply !== undefined && { reply }),
        milliseconds: Math.round(ended - answered),
      },
    ];
  } finally {
    await path.close();
  }
}

/** Whether both calls brought what a run can use. */
export function allWork(calls: readonly LiveCall[]): boolean {
  return calls.every(({ reply, invalid }) => reply !== undefined && invalid !== true);
}
