/**
 * The simulated model of the example `reviews`: a weak reader with a word list that does only what the prompt
 * tells it, and an optimizer model that reads the errors it is shown. It sees nothing but the messages, and
 * takes a request for the optimizer's when it has the headings of those. For trying, teaching and testing:
 * its figures say nothing about any real model.
 */
import { pieceReply, readPieceRequest } from "./piece-request.ts";
import { ModelError, type ModelErrorKind } from "../core/errors.ts";
import type { Model, ModelAnswer, ModelRequest } from "../core/model.ts";
import { rng, type Rng } from "../core/rng.ts";
import { answerOptimizer, answerPiece } from "./reviews/optimizer-answer.ts";
import { readOptimizerRequest } from "./reviews/optimizer-request.ts";
import { answerTask } from "./reviews/task-answer.ts";
import { pause } from "./pause.ts";

/** Options of `simulatedReviews`. */
export interface SimulatedReviewsOptions {
  /** Seed of all that is random in it; default 1. Another seed is another model, and shows in its id. */
  readonly seed?: number;
  /** Milliseconds until an answer comes; default 0. */
  readonly latency?: number | ((request: ModelRequest) => number);
  /** Chance from 0 to 1 that a task answer is the other label; default 0. The same request always gets the same answer. */
  readonly noise?: number;
  /** Tries that bring an error instead of an answer; default none. */
  readonly faults?: {
    /** Chance of each try, from 0 to 1. The next try of the same request draws again. */
    readonly chance: number;
    /** Default `overloaded`. */
    readonly kind?: ModelErrorKind;
  };
}

/** The simulated model, of both roles. Deterministic: answers depend on the options, the messages, the format and the sample number only. */
export function simulatedReviews(options: SimulatedReviewsOptions = {}): Model {
  const { seed = 1, latency = 0, noise = 0, faults } = options;
  const tries = new Map<string, number>();

  return {
    id: idOf(seed, noise),
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
          throw new ModelError(faults.kind ?? "overloaded", "A simulated fault of sim:reviews.");
      }
      return answerWith(
        textFor(request, noise, () => rng(seed).fork(keyOf(request))),
        request,
      );
    },
  };
}

function idOf(seed: number, noise: number): string {
  const settings = [...(seed === 1 ? [] : [`seed=${seed}`]), ...(noise === 0 ? [] : [`noise=${noise}`])];
  return settings.length === 0 ? "sim:reviews" : `sim:reviews?${settings.join("&")}`;
}

function keyOf({ messages, sample }: ModelRequest): string {
  return JSON.stringify([messages, sample]);
}

function textFor(request: ModelRequest, noise: number, stream: () => Rng): string {
  const piece = readPieceRequest(request.messages.at(-1)?.content ?? "");
  if (piece !== undefined) return pieceReply(piece, answerPiece(piece, stream()));
  const asked = readOptimizerRequest(request.messages, request.format);
  if (asked === undefined) {
    const { answer, mistake } = answerTask(request);
    return noise > 0 && stream().fork("noise").next() < noise ? mistake : answer;
  }
  const items = answerOptimizer(asked, stream());
  return asked.json ? JSON.stringify({ items }) : items.map((item) => `<item>${item}</item>`).join("\n");
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
