/** What a failure signature is. */

/** Something that went wrong in a search, with what to do about it. */
export interface Signature {
  /**
   * `degrading`: prompts fit train and get worse on dev. `guessing`: selection had too few evaluations to separate prompts.
   * `repeating`: gradients and edits bring nothing new. `unreadable-answers`: most answers of the task model cannot be read.
   * `optimizer-not-understood`: most replies of the optimizer model could not be used. `no-candidates`: no new prompt kept the contract.
   * `poor-writer`: most of what the optimizer model writes cannot be tried.
   */
  readonly kind:
    | "degrading"
    | "guessing"
    | "repeating"
    | "unreadable-answers"
    | "optimizer-not-understood"
    | "no-candidates"
    | "poor-writer";
  /** The last round before it set in, where that is known. */
  readonly round?: number;
  /** What was seen and what to do, in plain words. */
  readonly message: string;
  /** The numbers that it rests on. */
  readonly evidence: Readonly<Record<string, number>>;
}
