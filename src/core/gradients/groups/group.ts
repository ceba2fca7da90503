/** A group of errors, and how errors are put into groups. */
import type { Grouping, Observation } from "../../task.ts";

/** A group of errors that one gradient request is shown, with a few right rows next to them. */
export interface ErrorGroup {
  readonly errors: readonly Observation[];
  readonly correct: readonly Observation[];
}

export interface ErrorGroupOptions {
  /** Groups of errors a parent, each shown in one request for gradients. */
  readonly errorGroups: number;
  readonly errorsPerGroup: number;
  /** Right rows shown next to each group, so that edits do not break them. */
  readonly correctPerGroup: number;
  /**
   * `confusion`: the errors of a group have one confusion cell in common, what was expected and what was answered,
   * and cells get groups by their share of the errors. `meaning`: the errors of a group have telling words in common.
   * `random`: as in the paper, each group is drawn from all errors. `auto`: what suits the kind of task.
   */
  readonly grouping: "auto" | Grouping;
}
