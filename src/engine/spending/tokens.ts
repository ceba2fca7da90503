/** How many tokens a request will take, guessed before it is sent and learned from the answers seen. */
import type { ModelAnswer, ModelRequest, Role, Usage } from "../../core/model.ts";
import { formatText } from "../cache-key.ts";
import type { PriceOf } from "./prices.ts";

export interface TokenEstimate {
  readonly input: number;
  readonly output: number;
}

/** Tokens of a byte of text before any answer was seen; English has about 0.25. */
const PER_BYTE = 0.4;
/** Tokens of an answer before any was seen, where the request sets no bound. */
const OUTPUT = 1024;
/** Answers of a role after which its own figures are used. */
const ENOUGH = 5;

interface Seen {
  answers: number;
  perByte: number;
  output: number;
}

export interface TokenEstimator {
  /** Meant to lie above the truth: the highest seen for this role, with a margin. */
  estimate(role: Role, request: ModelRequest): TokenEstimate;
  learn(role: Role, request: ModelRequest, usage: Usage): void;
}

export function createTokenEstimator(): TokenEstimator {
  const roles: Record<Role, Seen> = {
    task: { answers: 0, perByte: 0, output: 0 },
    optimizer: { answers: 0, perByte: 0, output: 0 },
    judge: { answers: 0, perByte: 0, output: 0 },
  };
  return {
    estimate(role, request) {
      const seen = roles[role];
      const learned = seen.answers >= ENOUGH;
      const most = request.maxOutputTokens ?? Infinity;
      return {
        input: Math.ceil(bytesOf(request) * (learned ? 1.1 * seen.perByte : PER_BYTE)),
        output: learned ? Math.min(most, Math.max(16, Math.ceil(1.5 * seen.output))) : Math.min(most, OUTPUT),
      };
    },
    learn(role, request, usage) {
      if (usage.input === 0) return;
      const seen = roles[role];
      seen.answers++;
      seen.perByte = Math.max(seen.perByte, usage.input / bytesOf(request));
      seen.output = Math.max(seen.output, usage.output);
    },
  };
}

/** Bytes that a request carries, with what a chat format adds to each message. */
function bytesOf(request: ModelRequest): number {
  let bytes = formatText(request.format).length;
  for (const message of request.messages) bytes += 16 + Buffer.byteLength(message.content);
  return bytes;
}

/** Some servers count nothing; where tokens cost money, the estimate is used. None counts less than nothing, which would lift the caps. */
export function counted(
  { usage: told, finish, text }: ModelAnswer,
  estimate: TokenEstimate,
  price: PriceOf | undefined,
): Usage {
  const input = number(told.input);
  const cachedInput = Math.min(input, number(told.cachedInput));
  const usage: Usage = { input, output: number(told.output), cachedInput, reasoning: number(told.reasoning) };
  if (usage.input + usage.output > 0 || finish === "refusal" || finish === "overflow") return usage;
  const guess: Usage = { input: estimate.input, output: Math.ceil(text.length / 3), cachedInput: 0, reasoning: 0 };
  return price !== undefined && price(guess) > 0 ? guess : usage;
}

/** A whole number of tokens; none where what was reported is no number. */
function number(told: number): number {
  return told > 0 && told <= Number.MAX_SAFE_INTEGER ? Math.round(told) : 0;
}
