/** Ends a search whose further calls could bring nothing. */
import { ProtegiError } from "../errors.ts";
import type { Futile } from "./futile.ts";
import { futileSentence } from "./sentences.ts";

/** Models were reached, and nothing that they reply can be used. What arrived is kept. */
export class FutileError extends ProtegiError {
  override name = "FutileError";
  readonly reason: Futile;

  constructor(reason: Futile) {
    super(futileSentence(reason));
    this.reason = reason;
  }
}
