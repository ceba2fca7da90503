/** Puts the result of a run together, from what it found and what its events say. */
import { holdingOf } from "../core/answer-form.ts";
import type { RunEvent } from "../core/events.ts";
import { promptTokens } from "../core/limits/size.ts";
import { frontOf } from "../core/measuring/front.ts";
import { isRecommended, type Verdict } from "../core/measuring/verdict.ts";
import type { Plan } from "../core/methods/plan-calls.ts";
import { isSimulated } from "../core/model.ts";
import { partsOf } from "../core/prompt/prompt.ts";
import type { Ranked, SearchOutcome } from "../core/tools.ts";
import { gradientsOf } from "../facts/gradients.ts";
import { restrictionsIn } from "../facts/rounds.ts";
import { signaturesOf } from "../facts/signatures.ts";
import { writerYieldsOf } from "../facts/writer.ts";
import type { RankedPrompt, RunResult } from "./result.ts";
import type { RunParts } from "./wire.ts";

/** What a run found, and what it took. */
export interface Found extends Pick<RunResult, "runId" | "resumed" | "cost" | "costByPrompt"> {
  readonly plan: Plan;
  readonly outcome: SearchOutcome;
  readonly verdict: Verdict | undefined;
  /** All that this attempt has reported. */
  readonly events: readonly RunEvent[];
}

/** The result of a run. */
export function assembledResult(
  { task, models }: Pick<RunParts, "task" | "models">,
  { runId, resumed, plan, outcome, verdict, events, cost, costByPrompt }: Found,
): RunResult {
  const { best, reason, ranked, limits } = outcome;
  const recommended = isRecommended(verdict) ? best.prompt : task.prompt;
  return {
    runId,
    resumed,
    prompt: recommended.text,
    messages: recommended.messages,
    best: best.prompt.text,
    initial: task.prompt.text,
    verdict,
    stopped: reason,
    ...(limits && { limits }),
    candidates: ranked.map(rankedPrompt),
    front: frontOf(ranked),
    ...restrictionsIn(events),
    gradients: gradientsOf(events),
    writer: writerYieldsOf(events),
    signatures: signaturesOf(events),
    answer: holdingOf(task.format, models.task),
    cost,
    costByPrompt,
    plan,
    simulated: isSimulated(models),
  };
}

/** A ranked candidate as results have it. */
function rankedPrompt({ candidate, dev, limits, refused }: Ranked): RankedPrompt {
  const { prompt, origin, round } = candidate;
  const { id, text, messages } = prompt;
  return {
    id,
    text,
    parts: partsOf(prompt),
    messages,
    origin,
    dev,
    round,
    tokens: promptTokens(prompt),
    ...(limits && { limits }),
    ...(refused && { refused }),
  };
}
