/** A sequence of a local model's context that keeps the tokens it was given. Tokens are letters. */
import type { Asked, Next, Sequence } from "../../src/models/local/package.ts";

/** The tokens of a text. */
export const letters = (text: string): number[] => Array.from(text, (letter) => letter.codePointAt(0)!);

/** What weights have of tokens. */
export const LETTER_TOKENS = {
  tokenizer: letters,
  detokenize: (tokens: readonly number[]): string => String.fromCodePoint(...tokens),
};

/** Its state; what it answers is for the test to say. */
export abstract class PlayedSequence implements Sequence {
  state: number[] = [];
  get nextTokenIndex(): number {
    return this.state.length;
  }
  compareContextTokens(tokens: number[]): { firstDifferentIndex: number } {
    const at = this.state.findIndex((token, i) => token !== tokens[i]);
    return { firstDifferentIndex: at < 0 ? this.state.length : at };
  }
  async adaptStateToTokens(tokens: number[]): Promise<void> {
    this.state.length = this.compareContextTokens(tokens).firstDifferentIndex;
  }
  async evaluateWithoutGeneratingNewTokens(tokens: number[]): Promise<void> {
    this.state.push(...tokens);
  }
  abstract evaluate(tokens: number[]): AsyncIterable<number>;
  abstract controlledEvaluate(
    input: readonly (number | readonly [number, { readonly generateNext: Asked }])[],
  ): Promise<readonly ({ readonly next: Next } | undefined)[]>;
}
