/** The frame of every job that asks models without being a run: tools over a request path, a budget, what was spent. */
import { CallBudget } from "../core/budget.ts";
import type { ModelError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { judgeOf, type JudgeAnswer } from "../core/evaluation/judging.ts";
import type { Role } from "../core/model.ts";
import type { Spending } from "../core/spending.ts";
import type { Tools } from "../core/tools.ts";
import { wire } from "../run/wire.ts";
import type { Opened } from "./open.ts";

/** What the work is done with. */
export interface Workbench {
  readonly tools: Tools;
  /** Judges an answer that is given already. */
  readonly judge: JudgeAnswer;
  readonly budget: CallBudget;
  /** Everything that has happened so far, but for spending. */
  readonly events: readonly RunEvent[];
  /** Why calls got no answer after all their attempts, by role; the newest of each. */
  readonly lost: ReadonlyMap<Role, ModelError>;
  /** What was spent so far. */
  spending(): Spending;
}

/** What the work may take and is shown. */
export interface WorkLimits {
  /** Most calls, where the settings allow more. Default: as many as the settings allow. */
  readonly calls?: number;
  /** Gradients of earlier runs that are shown to the optimizer model. */
  readonly lessons?: readonly string[];
}

/** Does some work with the tools, and frees them however it ends. */
export async function withTools<T>(
  opened: Opened,
  { calls = Infinity, lessons }: WorkLimits,
  work: (bench: Workbench) => Promise<T>,
): Promise<T> {
  const { task, models, settings, signal, onEvent } = opened;
  const events: RunEvent[] = [];
  const lost = new Map<Role, ModelError>();
  const { path, tools } = wire(
    {
      task,
      models,
      settings,
      store: await opened.openStore(),
      ...(lessons && { lessons }),
      ...(signal && { signal }),
      ...(onEvent && { onEvent }),
      onLost: (role, error) => void lost.set(role, error),
    },
    (event) => {
      events.push(event);
      onEvent?.(event);
    },
  );
  try {
    const budget = new CallBudget(Math.min(calls, settings.budget.calls ?? Infinity));
    const judge = judgeOf(task, path.call, settings.requests.maxOutputTokens);
    return await work({ tools, judge, budget, events, lost, spending: () => path.spending() });
  } finally {
    await path.close();
    const spending = path.spending();
    if (spending.calls > 0) onEvent?.({ type: "spending", spending });
  }
}
