/** `protegi trials`: several settings with several seeds on one task, under one budget, side by side. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../../core/errors.ts";
import { checkTrials, trialsWith, type TrialsResult } from "../../jobs/trials.ts";
import { trialsChart } from "../../report/trials-chart.ts";
import { dataHash } from "../../run/fingerprint.ts";
import { repeatsOf } from "../../trials/repeats.ts";
import type { CommandParts } from "../command.ts";
import { collect, configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { foundStore } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { trialsProgress } from "../trials-progress.ts";
import { announceTrials, showTrials, trialsDocument } from "../screens/trials.ts";
import { seedsOf, variedOf, withVariants, type Variants } from "../trials-variants.ts";
import { reporterOf } from "../reporter.ts";
import { withWayOn } from "../way-on.ts";
import { checkWritable, writeOut } from "../writable.ts";

export interface TrialsFlags extends ConfigFlags {
  readonly vary?: readonly string[];
  readonly seeds: string;
  readonly splitSeeds?: string;
  readonly svg?: string;
  readonly curve: boolean;
}

export const trialsCommand: CommandParts<TrialsFlags> = {
  examples: [
    "protegi trials --vary search.method=protegi,monte-carlo,pareto --budget-calls 2000",
    "protegi trials --vary selection.selector=ucb,least-regret --vary search.beamWidth=2,4 --seeds 3",
    "protegi trials --vary prompt=a.md,b.md --svg trials.svg",
    "protegi trials --seeds 10",
    "protegi trials --seeds 3 --split-seeds 5",
  ],
  flags: (command: Command) =>
    configFlags(command)
      .option(
        "--vary <option=values>",
        "an option and the values to compare, with commas between; several make all combinations",
        collect,
      )
      .option("--seeds <n>", "how many seeds, from the config's on, or a list of them such as 1,2,7", "5")
      .option(
        "--split-seeds <n>",
        "run every seed on so many splits of the rows, from splits.seed on, or a list of their seeds",
      )
      .option("--svg <file>", "draw score against calls and money into this file")
      .option("--no-curve", "leave out the score after each round, which costs further calls"),
  async run(terminal, args, flags) {
    const svg = flags.svg === undefined ? undefined : resolve(terminal.io.cwd, flags.svg);
    if (svg !== undefined && !flags.curve)
      throw new UsageError("--svg", "there is nothing to draw with --no-curve", "Leave one of the two out.");
    if (svg !== undefined) await checkWritable("--svg", svg);
    const splitSeedsFor = (from: number): readonly number[] | undefined =>
      flags.splitSeeds === undefined ? undefined : seedsOf(flags.splitSeeds, from, "--split-seeds", 2);
    return withVariants(terminal, args, flags, variedOf(flags.vary ?? []), splitSeedsFor, async (variants) => {
      const seeds = seedsOf(flags.seeds, variants.first.settings.seed);
      checkTrials(variants.variants, seeds);
      const estimate = await announceTrials(
        terminal,
        variants,
        seeds,
        await foundStore(terminal, variants.first),
        flags.curve,
      );
      await consent(terminal, variants.first, estimate, flags);
      const result = await runAll(terminal, variants, seeds, flags.curve);
      terminal.document("trials", trialsDocument(variants, result), { data: dataHash(variants.first.task) });
      showTrials(terminal, result);
      const drawn = svg === undefined ? undefined : trialsChart(result.variants, result.metric);
      if (drawn !== undefined) {
        await writeOut("--svg", svg!, drawn);
        terminal.note(`Drew the curves into ${flags.svg}.`);
      }
      return result.variants.some(({ without }) => without > 0) ? EXIT.budget : EXIT.ok;
    });
  },
};

async function runAll(
  terminal: Terminal,
  { variants, first, splitSeeds }: Variants,
  seeds: readonly number[],
  curve: boolean,
): Promise<TrialsResult> {
  const store = await first.openStore();
  const reporter = reporterOf(terminal, first);
  const bar = trialsProgress(terminal, variants.length * repeatsOf(seeds, splitSeeds).length);
  try {
    return await trialsWith(variants, seeds, {
      store,
      signal: terminal.io.signal,
      curve,
      ...(splitSeeds && { splitSeeds }),
      onStart: bar.start,
      onEvent(event, variant, seed) {
        terminal.events(event, { variant, seed });
        reporter(event);
        bar.show(event);
      },
      onTrial: bar.ended,
    });
  } catch (error) {
    throw withWayOn(error);
  } finally {
    bar.end();
  }
}
