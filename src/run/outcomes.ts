/** Makes the outcomes of a run again, from its stored answers: outcomes are a cache and no second truth. */
import { CallBudget } from "../core/budget.ts";
import { ModelError, ProtegiError } from "../core/errors.ts";
import { evaluator } from "../core/evaluation/evaluation.ts";
import type { RunEvent } from "../core/events.ts";
import type { Example } from "../core/example.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import type { Call } from "../core/work.ts";
import { cacheKey } from "../engine/cache-key.ts";
import { standing } from "../facts/of.ts";
import type { StoredExchange } from "../stores/stored.ts";
import { storingRecorder } from "./recorder.ts";
import { type RunParts, toolsOptions } from "./wire.ts";

/** Rows that are read at once. */
const AT_ONCE = 1000;

/**
 * Drops the outcomes of a run and makes them again: each prompt of the run on each row of the task, as far as the store has
 * the answer. Calls no model. Where another run has asked for the same answers, outcomes of these are made as well.
 * @param parts the task, the models and the settings that the run was made with
 * @returns how many outcomes there are now
 * @throws ProtegiError when there is no such run; whatever the judge throws
 */
export async function rebuildOutcomes(
  parts: Pick<RunParts, "task" | "models" | "settings" | "store">,
  runId: string,
): Promise<number> {
  const { task, models, settings, store } = parts;
  const record = await store.getRun(runId);
  if (record === undefined) throw new ProtegiError(`There is no run ${runId} in the store.`);
  const prompts = promptsOf(task.prompt, await store.readEvents(runId), await store.readExchanges(runId));
  await store.clearOutcomes(runId);
  const call: Call = async (role, request) => {
    const model = models[role];
    const answer = model && (await store.getAnswer(cacheKey(record.salt, model.id, request)));
    if (answer === undefined) throw new ModelError("network", "The store has no such answer.");
    return answer;
  };
  const recorder = storingRecorder({ task, models, store }, record);
  const { evaluation } = toolsOptions(task, settings, models);
  for (const prompt of prompts) {
    const evaluate = evaluator(task, call, evaluation, recorder);
    const work = { round: 0, phase: "verdict", budget: new CallBudget(Infinity) } as const;
    for (
      let rows: readonly Example[] = [...task.train, ...task.dev, ...task.test, ...(task.protected ?? [])], repeat = 0;
      rows.length > 0;
      repeat++
    ) {
      const answered: Example[] = [];
      for (let first = 0; first < rows.length; first += AT_ONCE) {
        const seen = await evaluate(prompt, rows.slice(first, first + AT_ONCE), { ...work, repeat });
        answered.push(...seen.map(({ example }) => example));
      }
      // A row is asked again only when it was asked before.
      rows = answered;
    }
  }
  await recorder.done();
  return (await store.readOutcomes(runId)).length;
}

/** The prompts that a run may have tried: the initial one, its candidates, and whatever a reply makes of one of these. */
function promptsOf(initial: Prompt, events: readonly RunEvent[], exchanges: readonly StoredExchange[]): Prompt[] {
  const prompts = new Map([[initial.id, initial]]);
  for (const event of standing(events))
    if (event.type === "candidate" || event.type === "candidate-dropped")
      prompts.set(event.id, initial.withParts(event.parts));
  for (const { parent, part, items = [] } of exchanges.filter(({ asked }) => asked !== "gradient"))
    for (const item of items) {
      const child = prompts.get(parent)?.withParts({ [part]: item });
      if (child !== undefined) prompts.set(child.id, child);
    }
  return [...prompts.values()];
}
