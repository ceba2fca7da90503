/** The options of an expansion, and the calls that it takes by them. */
import { conflictStrategies, type ConflictStrategyName } from "../../gradients/strategies.ts";
import type { ErrorGroupOptions } from "../../gradients/groups/group.ts";

export interface ExpandOptions extends ErrorGroupOptions {
  readonly minibatchSize: number;
  readonly gradientsPerGroup: number;
  readonly editsPerGradient: number;
  /** Paraphrases of each edit and of the parent. */
  readonly paraphrasesPerPrompt: number;
  /** What to do with gradients of one parent that may pull opposite ways. */
  readonly conflicts: ConflictStrategyName;
}

/** Requests for edits of one group of errors, at most. */
export function aimsPerGroup({ conflicts, gradientsPerGroup }: ExpandOptions): number {
  return conflictStrategies[conflicts].most(gradientsPerGroup);
}

/** Optimizer calls of one request for edits: the request, and the paraphrases of each edit. */
export function callsPerAim(options: ExpandOptions): number {
  return 1 + options.editsPerGradient * options.paraphrasesPerPrompt;
}

/** Optimizer calls of one group of errors, at most. */
export function callsPerGroup(options: ExpandOptions): number {
  return 1 + aimsPerGroup(options) * callsPerAim(options);
}

/** Calls of one expansion when the minibatch holds enough errors; fewer where replies are dropped or cells known. */
export function callsPerExpansion(options: ExpandOptions): number {
  return options.minibatchSize + options.paraphrasesPerPrompt + options.errorGroups * callsPerGroup(options);
}
