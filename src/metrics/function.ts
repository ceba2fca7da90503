/** Judges answers by a function of the user's own. */
import { MetricError, ProtegiError, UsageError } from "../core/errors.ts";
import type { Example } from "../core/example.ts";
import { firstFrame } from "../core/own-code/first-frame.ts";
import { isScore } from "../core/values/is-score.ts";
import { weighed, type NamedScores } from "./named-scores.ts";
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
    }
  | {
      /** Scores of parts of the answer by name; the score is their mean, by their weights. */
      readonly scores: NamedScores;
      readonly correct?: boolean;
      readonly predicted?: unknown;
      readonly feedback?: string;
    };

/**
 * A row as a metric sees it. The columns and the right answer are as the data has them: text in CSV; text, numbers, lists and
 * objects in JSON, JSON lines, YAML and in code.
 */
export interface MetricRow<Row extends object = Readonly<Record<string, unknown>>> {
  /** Our id of the row, which follows from its content. */
  readonly id: string;
  /** All columns but the one with the right answer. */
  readonly fields: Readonly<Row>;
  readonly expected: unknown;
}

/**
 * Scores one answer, given as the model wrote it but for thoughts and template tokens, against its row. It may ask the judge
 * model, where one is named, and lets errors of `ask` pass. Where it fails on a row, it is called once more; the row leaves the
 * score if that fails too.
 */
export type MetricFunction<Row extends object = Readonly<Record<string, unknown>>> = (
  answer: string,
  example: MetricRow<Row>,
  ask: AskJudge,
) => MetricReturn | Promise<MetricReturn>;

/** What messages call a function and its rows. */
export interface MetricPlaces {
  /** The file of the function's module, such as `score.ts`; absent for a function of code. */
  readonly file?: string;
  /** Where a row is in its file, by its id. Default: not known. */
  readonly placeOf?: (id: string) => string | undefined;
}

/** Answers that no function is asked about. */
const UNASKED: ReadonlySet<Unread> = new Set(["overflow", "thinking"]);

/**
 * A judge from a function. A refusal, an overflow, and an answer whose thinking used up the tokens are wrong without asking
 * the function.
 * @throws MetricError (from the judge) naming the row and the line at fault, when the function throws or returns anything but a score
 */
export function functionJudge(fn: MetricFunction, { file, placeOf }: MetricPlaces = {}): Judge {
  const name = file ?? "the function";
  return async (answer, example, ask = noModel) => {
    const cleaned = cleanReply(answer.text, "task");
    const why = whyUnread(answer, cleaned);
    if (answer.finish === "refusal" || UNASKED.has(why)) return { score: 0, correct: false, invalid: true, why };
    const row = placeOf?.(example.id) ?? `row ${example.id}`;
    let returned: MetricReturn;
    try {
      returned = await fn(cleaned.text, rowOf(example), ask);
    } catch (error) {
      if (error instanceof ProtegiError) throw error;
      const [message, at] = error instanceof Error ? [error.message, firstFrame(error.stack, file)] : [String(error)];
      const fault = new MetricError(
        `metric: ${name} threw on ${row}: ${message}${at === undefined ? "" : `\n  at ${at}`}`,
      );
      fault.cause = error;
      throw fault;
    }
    return judgement(returned, row);
  };
}

function rowOf({ id, fields, expected, values }: Example): MetricRow {
  return { id, fields: values === undefined ? fields : { ...fields, ...values }, expected };
}

function noModel(): never {
  throw new UsageError("judge", "the metric asks a model, but none is named", "Name one as judge.");
}

function judgement(returned: unknown, row: string): Judgement {
  if (typeof returned === "boolean") return { score: returned ? 1 : 0, correct: returned, invalid: false };
  if (typeof returned === "number") return graded(returned, {}, returned, row);
  if (typeof returned === "object" && returned !== null && "score" in returned)
    return graded(returned.score, returned, returned, row);
  if (typeof returned === "object" && returned !== null && "scores" in returned) {
    const parts = weighed(returned.scores);
    if (parts === undefined) throw badReturn(returned, row);
    const { feedback, ...judged } = graded(parts.score, returned, returned, row);
    return { ...judged, scores: parts.scores, feedback: [feedback, parts.words].filter(Boolean).join(" ") };
  }
  throw badReturn(returned, row);
}

function graded(value: unknown, more: object, returned: unknown, row: string): Judgement {
  const {
    correct,
    predicted,
    feedback,
  }: { readonly correct?: unknown; readonly predicted?: unknown; readonly feedback?: unknown } = more;
  const fits =
    isScore(value) &&
    (correct === undefined || typeof correct === "boolean") &&
    (feedback === undefined || typeof feedback === "string");
  if (!fits) throw badReturn(returned, row);
  const score = Math.min(1, Math.max(0, value));
  return {
    score,
    correct: correct ?? score >= 0.5,
    invalid: false,
    ...(predicted === undefined ? {} : { predicted }),
    ...(feedback === undefined || feedback === "" ? {} : { feedback }),
  };
}

function badReturn(returned: unknown, row: string): MetricError {
  const text = shown(returned);
  return new MetricError(
    `metric: expected a score from 0 to 1 for ${row}, got ${text.length > 80 ? `${text.slice(0, 80)}…` : text}\n  Return a number, a boolean, { score, correct?, predicted?, feedback? } or { scores: { name: 0.5, ... } }.`,
  );
}

function shown(value: unknown): string {
  try {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  } catch {
    return "an object that cannot be shown";
  }
}
