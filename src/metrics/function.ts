/** Judges answers by a function of the user's own. */
import { ProtegiError, UsageError } from "../core/errors.ts";
import type { Example } from "../core/example.ts";
import { cleanReply } from "../core/replies/clean.ts";
import { type Unread, whyUnread } from "../core/replies/unread.ts";
import type { AskJudge, Judge, Judgement } from "../core/task.ts";

/** A score from 0 to 1, or right and wrong, or a score with more about it. */
export type MetricReturn =
  | number
  | boolean
  | {
      /** From 0 (wrong) to 1 (right). */
      readonly score: number;
      /** Whether the row needs no mending; default: a score of at least 0.5. */
      readonly correct?: boolean;
      /** The answer as it was read. */
      readonly predicted?: unknown;
      /** Words about this row, shown to the optimizer model. */
      readonly feedback?: string;
    };

/**
 * Scores one answer, given as the model wrote it but for thoughts and template tokens, against its row. It may ask the judge
 * model, where one is named, and lets errors of `ask` pass.
 */
export type MetricFunction = (answer: string, example: Example, ask: AskJudge) => MetricReturn | Promise<MetricReturn>;

/** Answers that no function is asked about. */
const UNASKED: ReadonlySet<Unread> = new Set(["overflow", "thinking"]);

/** A score this far beyond its bounds is rounding. */
const ROUNDING = 1e-9;

/**
 * A judge from a function. A refusal, an overflow, and an answer whose thinking used up the tokens are wrong without asking
 * the function.
 * @throws UsageError (from the judge) naming the row, when the function throws or returns anything but a score
 */
export function functionJudge(fn: MetricFunction): Judge {
  return async (answer, example, ask = noModel) => {
    const cleaned = cleanReply(answer.text, "task");
    const why = whyUnread(answer, cleaned);
    if (answer.finish === "refusal" || UNASKED.has(why)) return { score: 0, correct: false, invalid: true, why };
    let returned: MetricReturn;
    try {
      returned = await fn(cleaned.text, example, ask);
    } catch (error) {
      if (error instanceof ProtegiError) throw error;
      const fault = new UsageError(
        "metric",
        `the function threw on row ${example.id}: ${error instanceof Error ? error.message : String(error)}`,
      );
      fault.cause = error;
      throw fault;
    }
    return judgement(returned, example);
  };
}

function noModel(): never {
  throw new UsageError("judge", "the metric asks a model, but none is named", "Name one as judge.");
}

function judgement(returned: unknown, example: Example): Judgement {
  if (typeof returned === "boolean") return { score: returned ? 1 : 0, correct: returned, invalid: false };
  if (typeof returned === "number") return graded(returned, {}, returned, example);
  if (typeof returned === "object" && returned !== null && "score" in returned)
    return graded(returned.score, returned, returned, example);
  throw badReturn(returned, example);
}

function graded(value: unknown, more: object, returned: unknown, example: Example): Judgement {
  const {
    correct,
    predicted,
    feedback,
  }: { readonly correct?: unknown; readonly predicted?: unknown; readonly feedback?: unknown } = more;
  const fits =
    typeof value === "number" &&
    value >= -ROUNDING &&
    value <= 1 + ROUNDING &&
    (correct === undefined || typeof correct === "boolean") &&
    (feedback === undefined || typeof feedback === "string");
  if (!fits) throw badReturn(returned, example);
  const score = Math.min(1, Math.max(0, value));
  return {
    score,
    correct: correct ?? score >= 0.5,
    invalid: false,
    ...(predicted === undefined ? {} : { predicted }),
    ...(feedback === undefined || feedback === "" ? {} : { feedback }),
  };
}

function badReturn(returned: unknown, example: Example): UsageError {
  const text = shown(returned);
  return new UsageError(
    "metric",
    `expected a score from 0 to 1 for row ${example.id}, got ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`,
    "Return a number, a boolean, or { score, correct?, predicted?, feedback? }.",
  );
}

function shown(value: unknown): string {
  try {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  } catch {
    return "an object that cannot be shown";
  }
}
