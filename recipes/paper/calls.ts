/** The calls of one trial of each kind of recipe, planned. */
import { callsPerExpansion } from "../../src/core/methods/protegi/plan.ts";
import type { Task } from "../../src/core/task.ts";
import type { CallsByRole } from "../../src/run/estimate.ts";
import type { Settings } from "../../src/options/settings.ts";
import { planRun } from "../../src/run/wire.ts";
import { modelsOf, type Options } from "./options.ts";

/** A run, and all prompts that dev is asked about (the last beam) on the test rows, of which the verdict has read the winner. */
export function callsOfTrial(task: Task, settings: Settings): CallsByRole {
  const plan = planRun(task, settings);
  const lastBeam = (plan.dev / task.dev.length - 1) * task.test.length;
  return { answering: plan.total - plan.proposing + lastBeam, writing: plan.proposing };
}

/** The same, and the leader of each round but the last. */
export function callsOfCurve(task: Task, settings: Settings): CallsByRole {
  const { answering, writing } = callsOfTrial(task, settings);
  return { answering: answering + (settings.search.rounds - 1) * task.test.length, writing };
}

/** The same, and the initial prompt and the one found on each further model. */
export function callsOfModels(task: Task, settings: Settings, options: Options): CallsByRole {
  const { answering, writing } = callsOfTrial(task, settings);
  return { answering: answering + 2 * (modelsOf(options).length - 1) * task.test.length, writing };
}

/** One expansion of the initial prompt. */
export function callsOfStep(_: Task, { search }: Settings): CallsByRole {
  return { answering: search.minibatchSize, writing: callsPerExpansion(search) - search.minibatchSize };
}
