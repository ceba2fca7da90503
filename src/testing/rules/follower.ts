/**
 * A simulated model that follows the rules that its prompt states. As the task model it answers a row by what the messages
 * say, and is right on a row to the degree that they state the rule which the row needs. As the optimizer model it reads the
 * rows, errors and feedback that a request shows, and writes rules. It sees nothing but the messages, and takes a request for
 * the optimizer's when it has the headings of those. For trying, teaching and testing: its figures say nothing about any
 * real model.
 *
 * To add one, write what it is (`RuleFollower`) in a folder of its own, and add a line to `src/jobs/models/simulated.ts`.
 */
import { ModelError, type ModelErrorKind } from "../../core/errors.ts";
import type { Model, ModelAnswer, ModelRequest } from "../../core/model.ts";
import { rng, type Rng } from "../../core/rng.ts";
import { pause } from "../pause.ts";
import { pieceReply, readPieceRequest } from "../piece-request.ts";
import { answerOptimizer, answerPiece } from "./optimizer-answer.ts";
import { readOptimizerRequest } from "./optimizer-request.ts";
import type { Language, StatedRule } from "./rule.ts";

/** Options of a simulated model. */
export interface SimulatedOptions {
  /** Seed of all that is random in it; default 1. Another seed is another model, and shows in its id. */
  readonly seed?: number;
  /** Milliseconds until an answer comes; default 0. */
  readonly latency?: number | ((request: ModelRequest) => number);
  /** Chance from 0 to 1 that a task answer is a mistake; default 0. The same request always gets the same answer. */
  readonly noise?: number;
  /** Tries that bring an error instead of an answer; default none. */
  readonly faults?: {
    /** Chance of each try, from 0 to 1. The next try of the same request draws again. */
    readonly chance: number;
    /** Default `overloaded`. */
    readonly kind?: ModelErrorKind;
  };
}

/** The answer to a row, and the one that the model would give by mistake. */
export interface TaskAnswer {
  readonly answer: string;
  readonly mistake: string;
}

/** What one simulated model is. */
export interface RuleFollower<R extends StatedRule = StatedRule> {
  /** Behind `sim:`. */
  readonly name: string;
  /** What its optimizer knows of the task. */
  readonly language: Language<R>;
  /** The answer to a filled prompt. `readPrompt` finds the row in it, and `rulesIn` the rules. */
  readonly answer: (request: Pick<ModelRequest, "messages" | "format">) => TaskAnswer;
  /** The reply to a request of a further role, such as a judge's; undefined where it is none. Default: there is no other role. */
  readonly other?: (request: ModelRequest) => string | undefined;
}

/** The model, of all roles. Deterministic: answers depend on the options, the messages, the format and the sample number only. */
export function followerModel<R extends StatedRule>(
  follower: RuleFollower<R>,
  { seed = 1, latency = 0, noise = 0, faults }: SimulatedOptions = {},
): Model {
  const tries = new Map<string, number>();
  return {
    id: idOf(follower.name, seed, noise),
    pricing: "free",
    simulated: true,
    holds: { choice: true, json: true },
    async generate(request, signal) {
      await pause(typeof latency === "number" ? latency : latency(request), signal);
      if (faults !== undefined) {
        const key = keyOf(request);
        const count = tries.get(key) ?? 0;
        tries.set(key, count + 1);
        if (rng(seed).fork(`fault ${count} ${key}`).next() < faults.chance)
          throw new ModelError(faults.kind ?? "overloaded", `A simulated fault of sim:${follower.name}.`);
      }
      const text = textFor(follower, request, noise, () => rng(seed).fork(keyOf(request)));
      return answerWith(text, request);
    },
  };
}

function idOf(name: string, seed: number, noise: number): string {
  const settings = [...(seed === 1 ? [] : [`seed=${seed}`]), ...(noise === 0 ? [] : [`noise=${noise}`])];
  return settings.length === 0 ? `sim:${name}` : `sim:${name}?${settings.join("&")}`;
}

function keyOf({ messages, sample }: ModelRequest): string {
  return JSON.stringify([messages, sample]);
}

function textFor<R extends StatedRule>(
  { language, answer: answerTask, other }: RuleFollower<R>,
  request: ModelRequest,
  noise: number,
  stream: () => Rng,
): string {
  const piece = readPieceRequest(request.messages.at(-1)?.content ?? "");
  if (piece !== undefined) return pieceReply(piece, answerPiece(language, piece, stream()));
  const asked = readOptimizerRequest(request.messages, request.format);
  if (asked !== undefined) {
    const items = answerOptimizer(language, asked, stream());
    return asked.json ? JSON.stringify({ items }) : items.map((item) => `<item>${item}</item>`).join("\n");
  }
  const reply = other?.(request);
  if (reply !== undefined) return reply;
  const { answer, mistake } = answerTask(request);
  return noise > 0 && stream().fork("noise").next() < noise ? mistake : answer;
}

/** An answer of this text, cut where the request says, with tokens counted as four characters each. */
function answerWith(text: string, { messages, maxOutputTokens = Infinity }: ModelRequest): ModelAnswer {
  const input = messages.reduce((sum, { content }) => sum + tokensIn(content), 0);
  const cut = tokensIn(text) > maxOutputTokens;
  const shown = cut ? text.slice(0, maxOutputTokens * CHARACTERS_PER_TOKEN) : text;
  return {
    text: shown,
    finish: cut ? "length" : "stop",
    usage: { input, output: tokensIn(shown), cachedInput: 0, reasoning: 0 },
  };
}

const CHARACTERS_PER_TOKEN = 4;

function tokensIn(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
