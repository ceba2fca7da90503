/** The process of one point of the benchmark of scale: whole runs with these sizes, and what they took. */
import { optimize } from "../../src/jobs/optimize.ts";
import { mostOfDev } from "../../src/core/methods/frame.ts";
import { planCalls, type Plan } from "../../src/core/methods/plan-calls.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { PRESETS } from "../../src/options/presets.ts";
import { CHARACTERS_PER_TOKEN, scaleWorld, type Sizes } from "./scale-world.ts";

export interface ScaleJob {
  readonly sizes: Sizes;
  /** How many runs; their means are reported. */
  readonly seeds: number;
}

/** Means over the seeds. */
export interface Measured {
  /** For all rounds, as it is known before the run. */
  readonly plan: Plan;
  /** The calls planned for the rounds that were begun, and for the test rows of one prompt where nothing better was found. */
  readonly begun: Pick<Plan, "errors" | "selecting" | "proposing" | "headroom" | "dev" | "verdict">;
  /** Rounds that were begun: fewer than there may be where the search stalled. */
  readonly rounds: number;
  /** Characters of the initial prompt, without a row, over four. */
  readonly prompt: number;
  /** The same of the section that may change. */
  readonly section: number;
  readonly taskCalls: number;
  readonly optimizerCalls: number;
  readonly taskInput: number;
  readonly optimizerInput: number;
  readonly taskOutput: number;
  readonly optimizerOutput: number;
  /** Of the best prompt on test. */
  readonly score: number;
  /** Processor seconds of one run, all of it: reading the rows, splitting them, the models' own part included. */
  readonly seconds: number;
  /** Most memory that the process held in the first of the runs, in megabytes. */
  readonly memoryMb: number;
}

async function measure({ sizes, seeds }: ScaleJob): Promise<Measured> {
  const runs: (Omit<Measured, "plan" | "begun" | "memoryMb"> & Measured["begun"])[] = [];
  let plan: Plan | undefined;
  let memoryMb = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { prompt, examples, model } = scaleWorld(sizes, seed);
    const cpu = process.cpuUsage();
    let rounds = 0;
    const result = await optimize({
      prompt,
      examples,
      label: "label",
      model,
      seed,
      search: { rounds: sizes.rounds },
      onEvent: (event) => (rounds = event.type === "round-started" ? event.round : rounds),
    });
    const { user, system } = process.cpuUsage(cpu);
    const { task, optimizer } = result.cost.byRole!;
    plan = result.plan;
    if (seed === 1) memoryMb = process.resourceUsage().maxRSS / 1024;
    const { errors, selecting, proposing, headroom, dev, verdict } = planFor(rounds, result.plan);
    runs.push({
      rounds,
      errors,
      selecting,
      proposing,
      headroom,
      dev,
      verdict: result.best === result.initial ? verdict / 2 : verdict,
      prompt: (prompt.length - "{{message}}".length) / CHARACTERS_PER_TOKEN,
      section: parsePrompt(prompt).size / CHARACTERS_PER_TOKEN,
      taskCalls: task.calls,
      optimizerCalls: optimizer.calls,
      taskInput: task.inputTokens,
      optimizerInput: optimizer.inputTokens,
      taskOutput: task.outputTokens,
      optimizerOutput: optimizer.outputTokens,
      score: result.verdict!.winner.value,
      seconds: (user + system) / 1e6,
    });
  }
  const mean = (name: keyof (typeof runs)[number]): number => runs.reduce((sum, run) => sum + run[name], 0) / seeds;
  const names = Object.keys(runs[0]!) as (keyof (typeof runs)[number])[];
  const means = Object.fromEntries(names.map((name) => [name, mean(name)])) as (typeof runs)[number];
  const { errors, selecting, proposing, headroom, dev, verdict, ...measured } = means;
  return { ...measured, plan: plan!, begun: { errors, selecting, proposing, headroom, dev, verdict }, memoryMb };
}

/** The plan of this run, had it been set to so many rounds. */
function planFor(rounds: number, { dev, verdict }: Plan): Plan {
  const { search, selection } = PRESETS.default;
  const rows = { dev: dev / mostOfDev(search.beamWidth), test: verdict / 2 };
  return planCalls({ ...search, rounds }, rows, (candidates) => selection.perCandidate * candidates);
}

process.send?.(await measure(JSON.parse(process.argv[2]!) as ScaleJob));
process.disconnect?.();
