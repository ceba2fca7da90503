/** Plays one search on the example reviews with one selector: the leader's score by round, the final one, calls. */
import { partsOf } from "../../src/core/prompt/prompt.ts";
import { CallBudget } from "../../src/core/budget.ts";
import type { Call } from "../../src/core/work.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { methodOf } from "../../src/core/methods/index.ts";
import type { Prompt } from "../../src/core/prompt/prompt.ts";
import { rng } from "../../src/core/rng.ts";
import { createTools } from "../../src/core/run-tools.ts";
import { type GroupOptions, parseGroups } from "../../src/options/settings.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { toolsOptions } from "../../src/run/wire.ts";
import { exampleTask } from "./example.ts";

/** One search to play. */
export interface Game {
  /** The row of the table that it counts for. */
  readonly row: string;
  readonly options: GroupOptions;
  /** Seed of the splits and of the simulation. */
  readonly seed: number;
  /** Which of several searches on the same splits and simulation. */
  readonly search: number;
}

export interface Played {
  /** Score of the beam's leader on the test rows after each round. */
  readonly byRound: readonly number[];
  readonly final: number;
  readonly selectionCalls: number;
  /** Of the search and the verdict; the headroom's few are left out. */
  readonly calls: number;
}

export type Outcome = Game & { readonly played: Played };

/** Further searches have seeds of their own that no first search has. */
const APART = 1000;
const NEVER = new AbortController().signal;

/** Plays the search without the request path, which changes nothing of it and takes most of the time. */
export async function play({ options, seed, search }: Game): Promise<Played> {
  const task = await exampleTask(seed);
  const settings = parseGroups({ ...options, seed: seed + APART * search });
  const model = simulatedReviews({ seed });
  const parts = new Map([[task.prompt.id, partsOf(task.prompt)]]);
  const leaders: string[] = [];
  let selectionCalls = 0;
  let calls = 0;
  const report = (event: RunEvent): void => {
    if (event.type === "candidate") parts.set(event.id, event.parts);
    if (event.type !== "selected") return;
    leaders.push(event.kept[0]!);
    selectionCalls += event.calls;
  };
  const call: Call = (_, request, { phase }) => {
    // The verdict reads the test rows of two prompts; those read here are of every leader.
    if (phase !== "verdict") calls += 1;
    return model.generate(request, NEVER);
  };
  const tools = createTools(task, call, report, toolsOptions(task, settings, { task: model, optimizer: model }));
  const budget = new CallBudget(Infinity);
  const { best } = await methodOf(settings.search.method).search(settings.search)(tools, budget, rng(settings.seed));

  const score = async (prompt: Prompt): Promise<number> =>
    task.metric.score(await tools.evaluate(prompt, task.test, { round: 0, phase: "verdict", budget }));
  const byRound: number[] = [];
  for (const leader of leaders) byRound.push(await score(task.prompt.withParts(parts.get(leader)!)));
  return { byRound, final: await score(best.prompt), selectionCalls, calls: calls + 2 * task.test.length };
}
