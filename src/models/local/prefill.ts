/** Evaluates the beginning of a text in a sequence, in pieces, so that its last tokens are evaluated in the same way every time. */
import type { Sequence } from "./package.ts";

/** Tokens evaluated between two looks at the signal. */
const CHUNK = 256;
/**
 * The least number of tokens of a prompt that are evaluated together. llama.cpp multiplies a single token by another
 * routine with other rounding, so that an answer would depend on how much of its prompt was there already.
 */
const LEAST = 2;

/** How others follow the work, and stop it. */
export interface Following {
  /** Called whenever something was evaluated. */
  readonly onProgress?: (() => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What was there already, and what is left to evaluate. */
export interface Prefilled {
  /** Tokens of the beginning that the sequence held from before. */
  readonly cached: number;
  /** The last tokens, from 2 to 257, which are not yet evaluated. A text of one token has one. */
  readonly rest: number[];
}

/** @throws the signal's reason soon after it says stop */
export async function prefill(
  sequence: Sequence,
  tokens: readonly number[],
  { onProgress, signal }: Following,
): Promise<Prefilled> {
  await sequence.adaptStateToTokens(tokens.slice(0, -LEAST), false);
  const cached = sequence.nextTokenIndex;
  let rest = tokens.slice(cached);
  while (rest.length >= CHUNK + LEAST) {
    await sequence.evaluateWithoutGeneratingNewTokens(rest.slice(0, CHUNK));
    onProgress?.();
    signal?.throwIfAborted();
    rest = rest.slice(CHUNK);
  }
  return { cached, rest };
}
