/** The result of a run: its shape, and the only place that reads what is stored of it and of the run's options. */
import type { Holding } from "../core/answer-form.ts";
import type { Origin } from "../core/candidate.ts";
import { ProtegiError } from "../core/errors.ts";
import type { StopReason } from "../core/stop-reason.ts";
import type { LimitsWord, MeasuredLimit } from "../core/limits/limit.ts";
import type { FrontPoint } from "../core/measuring/front.ts";
import type { Cost, Spending } from "../core/spending.ts";
import type { Verdict, VerdictWord } from "../core/measuring/verdict.ts";
import type { Plan } from "../core/methods/plan-calls.ts";
import type { ByRole, Message } from "../core/model.ts";
import type { Changes } from "../core/prompt/prompt.ts";
import type { Estimate } from "../core/stats/estimate.ts";
import type { GradientQuality } from "../facts/gradients.ts";
import type { Refused, RunSummary } from "../facts/rounds.ts";
import type { Signature } from "../facts/signatures/signature.ts";
import type { WriterYield } from "../facts/writer.ts";
import type { PlainSettings } from "../options/settings.ts";
import type { RunListing, RunRecord } from "../stores/store.ts";

/** A candidate that was scored on the dev split. */
export interface RankedPrompt {
  readonly id: string;
  readonly text: string;
  /** The texts of the parts that may change. */
  readonly parts: Changes;
  /** Its chat messages, with placeholders unfilled. */
  readonly messages: readonly Message[];
  readonly origin: Origin;
  readonly dev: Estimate;
  /** The round in which it was written; 0 for the initial prompt. */
  readonly round: number;
  /** About how many tokens it takes of each call, next to the row; absent in results of earlier versions. */
  readonly tokens?: number;
  /** What it has of each limit on all of dev; absent where that was not asked. */
  readonly limits?: readonly MeasuredLimit[];
  /** It may not win: it misses a limit, or breaks a protected row. Absent for one that may, or that nobody looked at. */
  readonly refused?: true;
}

/** What a run brings: the prompt to use, the proof, what it cost. */
export interface RunResult {
  readonly runId: string;
  /** Whether it resumed a run that was interrupted. */
  readonly resumed: boolean;
  /** What we recommend: the best prompt found when the verdict is `better` or `meets the limits`, the initial one otherwise. */
  readonly prompt: string;
  /** Its chat messages; a plain prompt is one user message. */
  readonly messages: readonly Message[];
  /** The best prompt found, by the dev split. */
  readonly best: string;
  readonly initial: string;
  /** Absent when the test rows were not read: the budget ended before, the search stopped as futile, or no new prompt was found. */
  readonly verdict: Verdict | undefined;
  readonly stopped: StopReason;
  /** Whether the best prompt found meets the limits on dev: where `none met`, it is the nearest to them; absent without limits. */
  readonly limits?: LimitsWord;
  /** Candidates scored on the dev split, best first; those that may not win last. */
  readonly candidates: readonly RankedPrompt[];
  /**
   * Score on dev against length, the best first: of the candidates, those that no other one equals or beats in both. Absent in results of
   * earlier versions.
   */
  readonly front?: readonly FrontPoint[];
  /** What the initial prompt answers on the protected rows; absent without such rows. */
  readonly protectedRows?: NonNullable<RunSummary["protectedRows"]>;
  /** Finalists that may not win, and why; absent for none. */
  readonly refused?: readonly Refused[];
  /** Every gradient with its result: round by round, the most useful first. */
  readonly gradients: readonly GradientQuality[];
  /** What came of the requests to the optimizer model, by kind; absent in results of 0.1. */
  readonly writer?: readonly WriterYield[];
  /** What went wrong in the search, with what to do about it; none in a healthy one. */
  readonly signatures: readonly Signature[];
  /** How answers were held; absent in results of protegi before it had the option. */
  readonly answer?: Holding;
  readonly cost: Spending;
  /** The cost by the id of the prompt that was tested or improved. */
  readonly costByPrompt: Readonly<Record<string, Cost>>;
  /** Calls planned. */
  readonly plan: Plan;
  /** Whether a simulated model answered, so that the figures say nothing about a real one. */
  readonly simulated: boolean;
}

/** What a list of runs shows of a result. */
export interface Headline {
  readonly stopped: StopReason["kind"];
  readonly cost: Pick<Cost, "calls" | "inputTokens" | "outputTokens" | "usd">;
  /** Absent when the test rows were not read. */
  readonly verdict?: {
    readonly word: VerdictWord;
    readonly initial: number;
    readonly winner: number;
    readonly difference: number;
  };
}

/** The options of a run, as its record keeps them. */
export interface RunOptions extends PlainSettings {
  /** The text of the initial prompt. */
  readonly prompt: string;
  /** The name of the metric. */
  readonly metric: string;
  /** What identifies the judging (`Task.judging`). */
  readonly judging?: string;
  /** The limits, as they were written; absent for none. */
  readonly limits?: readonly string[];
  /** Ids of the protected rows; absent for none. */
  readonly protected?: readonly string[];
  readonly models: ByRole<string>;
  /** A hash of all rows; runs of 0.1 have none. */
  readonly data?: string;
  /** Gradients of earlier runs that its requests show; absent for none. */
  readonly lessons?: readonly string[];
}

/** Version of the format in which results and headlines are stored. */
const VERSION = 1;

/** A result as it is stored, in both parts. */
export function storedResult(result: RunResult): Required<Pick<RunRecord, "result" | "headline">> {
  const { stopped, verdict } = result;
  const { calls, inputTokens, outputTokens, usd } = result.cost;
  const headline: Headline = {
    stopped: stopped.kind,
    cost: { calls, inputTokens, outputTokens, ...(usd !== undefined && { usd }) },
    ...(verdict && {
      verdict: {
        word: verdict.word,
        initial: verdict.initial.value,
        winner: verdict.winner.value,
        difference: verdict.difference.value,
      },
    }),
  };
  return { result: { v: VERSION, ...result }, headline: { v: VERSION, ...headline } };
}

/**
 * The result of a run; undefined for one that has none. Results of protegi 0.1, which name no version, are read too.
 * @throws ProtegiError when a newer protegi wrote it
 */
export function resultOf({ id, result }: Pick<RunRecord, "id" | "result">): RunResult | undefined {
  if (result === undefined) return undefined;
  const { v, ...rest } = readable(id, result);
  const read = (v === undefined ? inParts(rest) : rest) as unknown as RunResult;
  return { ...read, verdict: read.verdict };
}

/** A result of protegi 0.1, whose prompts were one user message with one section. */
function inParts(result: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const inMessages = (text: unknown): unknown => [{ role: "user", content: text }];
  const candidates = result["candidates"] as readonly Readonly<Record<string, unknown>>[] | undefined;
  return {
    ...result,
    messages: inMessages(result["prompt"]),
    candidates: candidates?.map(({ section, ...candidate }) => ({
      ...candidate,
      parts: { task: section },
      messages: inMessages(candidate["text"]),
    })),
  };
}

/**
 * What a list shows of a run's result; undefined for one that has none.
 * @throws ProtegiError when a newer protegi wrote it
 */
export function headlineOf({ id, headline }: Pick<RunListing, "id" | "headline">): Headline | undefined {
  if (headline === undefined) return undefined;
  const { v: _, cost, verdict, ...rest } = readable(id, headline);
  // The headlines of older runs were made by the store, which writes null for what is unknown.
  const { usd, ...taken } = cost as Headline["cost"];
  return {
    ...(rest as unknown as Pick<Headline, "stopped">),
    cost: { ...taken, ...(typeof usd === "number" && { usd }) },
    ...(verdict !== null && verdict !== undefined && { verdict: verdict as NonNullable<Headline["verdict"]> }),
  };
}

/** The options of a run; an option that its version did not have is missing. */
export function optionsOf({ options }: Pick<RunListing, "options">): Partial<RunOptions> {
  return options as Partial<RunOptions>;
}

function readable(id: string, stored: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { v = VERSION } = stored;
  if (typeof v === "number" && v <= VERSION) return stored;
  throw new ProtegiError(
    `run ${id}: a newer protegi wrote its result: its version is ${JSON.stringify(v)}, and this one reads versions up to ${VERSION}.\n  Install the newer one (npm install protegi@latest).`,
  );
}
