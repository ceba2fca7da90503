/** The calls of a trial next to those of its search, which `estimateRun` knows; and of a recipe that searches nothing. */
import { callsPerExpansion } from "../../src/core/methods/protegi/plan.ts";
import type { Task } from "../../src/core/task.ts";
import type { CallsByRole } from "../../src/run/estimate.ts";
import type { Range } from "../../src/run/guesses.ts";
import type { Settings } from "../../src/options/settings.ts";
import { planRun } from "../../src/run/wire.ts";
import { modelsOf, type Options } from "./options.ts";

/** Prompts that are read on the test rows after a search: the model that answers, and how many answers. */
export interface Reading {
  readonly model: string;
  readonly answers: Range;
}

/** All prompts that dev is asked about (the last beam), of which the verdict has read the winner. */
export function readLastBeam(task: Task, settings: Settings, { model }: Options): Reading[] {
  const beam = (planRun(task, settings).dev / task.dev.length - 1) * task.test.length;
  return [{ model, answers: { least: beam, most: beam } }];
}

/** These, and the leader of each round but the last; a search that ends after its first round has no other. */
export function readCurve(task: Task, settings: Settings, options: Options): Reading[] {
  const leaders = { least: 0, most: (settings.search.rounds - 1) * task.test.length };
  return [...readLastBeam(task, settings, options), { model: options.model, answers: leaders }];
}

/** These, and the initial prompt and the one found on each further model. */
export function readModels(task: Task, settings: Settings, options: Options): Reading[] {
  const both = { least: 2 * task.test.length, most: 2 * task.test.length };
  const others = modelsOf(options).slice(1);
  return [...readLastBeam(task, settings, options), ...others.map((model) => ({ model, answers: both }))];
}

/** One expansion of the initial prompt. */
export function callsOfStep({ search }: Settings): CallsByRole {
  return { answering: search.minibatchSize, writing: callsPerExpansion(search) - search.minibatchSize };
}
