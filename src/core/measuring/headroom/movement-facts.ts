/** What is known of how answers move when the prompt is worded in another way. */

/** How answers move under other wordings. */
export interface Movement {
  /** Rows that were tried, and those of them whose answer changed under at least one wording of the part. */
  readonly rows: number;
  readonly moved: number;
  /** Rows that the initial prompt gets wrong and several wordings were tried on, and those of them whose answer changed. */
  readonly errors: number;
  readonly movedErrors: number;
  /** Wordings of the part that were tried: a paraphrase; where it changes hardly anything, edits and a bank of wordings too. */
  readonly wordings: number;
  /** Whether each wording, the initial one's too, gave one label to nearly all rows, as the right answers do not. */
  readonly constant: boolean;
  /** Rows whose answer changed under a wording of the whole prompt; absent when that was not tried. */
  readonly movedByWhole?: number;
}
