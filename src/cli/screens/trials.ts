/** What `protegi trials` says before its first call and shows in the end. */
import { anySimulated, type TrialsResult } from "../../jobs/trials.ts";
import { trialsLines } from "../../report/trials.ts";
import { count, counted } from "../../core/values/words.ts";
import { estimateTrials, type TrialsEstimate } from "../../trials/estimate.ts";
import type { Store } from "../../stores/store.ts";
import { callsIn, costLines } from "./estimate.ts";
import { noteData } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import type { Variants } from "../trials-variants.ts";

/** What is about to be done, and what all of it takes. */
export async function announceTrials(
  terminal: Terminal,
  { variants, first, splitSeeds }: Variants,
  seeds: readonly number[],
  store: Store,
  curve: boolean,
): Promise<TrialsEstimate> {
  if (anySimulated(variants))
    terminal.note("A model is simulated: the figures show how the tool works, and say nothing about real models.");
  noteData(terminal, first);
  const { train, dev, test, metric } = first.task;
  terminal.note(
    `${counted(variants.length, "variant")} with ${counted(seeds.length, "seed")} each${splitSeeds === undefined ? "" : ` on ${counted(splitSeeds.length, "split")}`}: ${metric.name} on ${count(train.length)} train, ${count(dev.length)} dev and ${count(test.length)} test rows`,
  );
  const estimate = await estimateTrials(variants, seeds, store, curve, splitSeeds);
  const { trials, known, calls, curveCalls } = estimate;
  if (known > 0) terminal.note(`${count(known)} of ${counted(trials, "trial")} were run before: they cost nothing.`);
  if (known === trials) return estimate;
  const reading =
    curveCalls === 0 ? "" : `, at most ${count(curveCalls)} of them for the curves (--no-curve leaves them out)`;
  terminal.note(`This takes ${callsIn(calls)}${reading}. What one trial has paid for is free for the others.`);
  const models = variants.flatMap(({ parts }) => Object.values(parts(seeds[0]!).models));
  if (!models.every(({ simulated }) => simulated === true)) terminal.note(`${costLines(first, estimate).join("; ")}.`);
  terminal.note("Ctrl-C stops; the same command resumes from there, and nothing is paid for twice.");
  return estimate;
}

/** The tables. */
export function showTrials(
  terminal: Terminal,
  { variants, metric, seeds, splitSeeds, rows, trials, simulated }: TrialsResult,
): void {
  terminal.note("");
  const [header, ...lines] = trialsLines(variants, {
    metric,
    seeds: seeds.length,
    splits: splitSeeds?.length ?? 1,
    rows: rows.test,
    width: terminal.room,
  });
  terminal.print(terminal.bold(header!), ...lines);
  const curveCalls = trials.reduce((sum, { curveCost }) => sum + curveCost.calls - curveCost.cached, 0);
  if (curveCalls > 0) terminal.print(`The curves took ${counted(curveCalls, "call")} on top of the budgets.`);
  if (simulated) terminal.print("A model was simulated: real ones will differ.");
}

/** The result as data, for --json. An interval that one seed cannot have is null. */
export function trialsDocument({ combinations }: Variants, { variants, trials, ...result }: TrialsResult): object {
  return {
    ...result,
    variants: variants.map((summary, i) => ({ ...summary, options: combinations[i]!.set })),
    trials: trials.map(({ variant, seed, splitSeed, known, curve, curveCost, result }) => {
      const { runId, best, verdict, stopped, cost } = result;
      return { variant, seed, splitSeed, runId, known, best, verdict, stopped, cost, curve, curveCost };
    }),
  };
}
