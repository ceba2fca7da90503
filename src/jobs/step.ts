/** One minibatch only: errors, gradients, edits, paraphrases; nothing is selected. */
import { methodOf } from "../core/methods/index.ts";
import { partsOf, type Changes } from "../core/prompt/prompt.ts";
import type { Origin } from "../core/candidate.ts";
import type { RunEvent } from "../core/events.ts";
import type { Spending } from "../core/spending.ts";
import { expandInitial } from "../core/methods/protegi/first.ts";
import { callsPerExpansion } from "../core/methods/protegi/plan.ts";
import type { Observation } from "../core/task.ts";
import { checkJobOptions } from "../options/check-options.ts";
import { estimateCalls, type CostEstimate } from "../run/estimate.ts";
import { lessonsFor } from "../run/lessons.ts";
import { fingerprintOf } from "../run/fingerprint.ts";
import type { Opened } from "./open.ts";
import { withOptions, type JobOptions } from "./with-options.ts";
import { withTools } from "./with-tools.ts";

/** Everything `step` takes: what `optimize` does. */
export type StepOptions<Row extends object> = JobOptions<Row>;

/** What the first step of a search sees and writes. */
export interface Step {
  /** Every row of the minibatch, with the initial prompt's answer to it; errors are those that are not `correct`. */
  readonly observations: readonly Observation[];
  /** What the optimizer model found wrong with the prompt. */
  readonly gradients: readonly { readonly id: string; readonly text: string; readonly rows: readonly string[] }[];
  /** Prompts that were written: edits against gradients, and paraphrases. */
  readonly candidates: readonly StepCandidate[];
  /** Everything that happened: gradients, contradictions, and what was rejected or dropped. */
  readonly events: readonly RunEvent[];
  readonly cost: Spending;
}

/** A prompt that a step has written. */
export interface StepCandidate {
  readonly id: string;
  readonly text: string;
  /** The parts that may change, as it has them. */
  readonly parts: Changes;
  readonly origin: Origin;
}

/** `step` of the library (`library.ts`). */
export async function step<Row extends object>(options: StepOptions<Row>): Promise<Step> {
  checkJobOptions(options);
  return withOptions(options, stepWith);
}

/** The first expansion of the task's prompt. */
export async function stepWith(opened: Opened): Promise<Step> {
  const { task, models, settings } = opened;
  const { search, seed } = settings;
  // A run would learn from none of its like either.
  const store = await opened.openStore();
  const { name, reads } = methodOf(search.method);
  if (!reads.includes("gradientsPerGroup"))
    opened.onEvent?.({
      type: "notice",
      text: `A step shows gradients and edits, as protegi writes them; the method ${name} begins in another way.`,
    });
  const lessons = await lessonsFor(store, task, search.lessons, fingerprintOf(task, models, settings));
  return withTools(opened, { lessons }, async ({ tools, budget, events, spending }) => {
    const { successors, seen } = await expandInitial(tools, search, seed, budget);
    return {
      observations: seen,
      gradients: events.filter((event) => event.type === "gradient").map(({ id, text, rows }) => ({ id, text, rows })),
      candidates: successors.map(({ prompt, origin }) => ({
        id: prompt.id,
        text: prompt.text,
        parts: partsOf(prompt),
        origin,
      })),
      events,
      cost: spending(),
    };
  });
}

/** What a step takes: one parent of the first round, at most with all of its groups. */
export function stepEstimate({ task, settings, models }: Opened): CostEstimate {
  const { minibatchSize, maxSuccessors, writer } = settings.search;
  const whole = callsPerExpansion(settings.search) - minibatchSize;
  const writing = { auto: whole, whole, piecewise: maxSuccessors, none: 0 }[writer];
  const none = { answering: minibatchSize, writing: 0 };
  return estimateCalls(task, [task.prompt], settings, models, none, { ...none, writing });
}
