/** The table of commands: what --help lists of each, and where it is. A command is loaded when it is the one that runs. */
import type { ListedCommand } from "./command.ts";

/** All commands, in the order of --help: the one table that a new one is added to. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: "init",
    summary: "write protegi.yaml and prompt.md for your data",
    load: async () => (await import("./commands/init.ts")).initCommand,
  },
  {
    name: "induce",
    args: "[config]",
    summary: "write a first prompt, from rows of train or from a line on what it is for",
    load: async () => (await import("./commands/induce.ts")).induceCommand,
  },
  {
    name: "check",
    args: "[config]",
    summary: "read everything, show a filled prompt, the splits and the estimate; costs nothing without --live",
    load: async () => (await import("./commands/check.ts")).checkCommand,
  },
  {
    name: "step",
    args: "[config]",
    summary: "one minibatch only: errors, gradients, edits and paraphrases, to see for a few calls what a run would do",
    load: async () => (await import("./commands/step.ts")).stepCommand,
  },
  {
    name: "optimize",
    args: "[config]",
    summary: "find a better prompt, and judge it on rows that the search has not seen",
    load: async () => (await import("./commands/optimize.ts")).optimizeCommand,
  },
  {
    name: "evaluate",
    args: "[config]",
    summary: "score a prompt on a split: score, interval, confusion matrix, wrong rows",
    load: async () => (await import("./commands/evaluate.ts")).evaluateCommand,
  },
  {
    name: "compare",
    args: "<prompts...>",
    summary: "compare prompts on the same rows: differences with intervals, rows fixed and broken",
    load: async () => (await import("./commands/compare.ts")).compareCommand,
  },
  {
    name: "trials",
    args: "[config]",
    summary: "compare methods, selectors, models, prompts or any option, over several seeds at one budget",
    load: async () => (await import("./commands/trials.ts")).trialsCommand,
  },
  {
    name: "runs",
    summary: "list the runs of this folder, the newest first",
    load: async () => (await import("./commands/runs.ts")).runsCommand,
  },
  {
    name: "show",
    args: "[run]",
    summary: "one run: rounds, beam, gradients, cost, verdict, why it stopped; default: the newest",
    load: async () => (await import("./commands/show.ts")).showCommand,
  },
  {
    name: "models",
    args: "[action] [name]",
    summary: "the local models on this machine; `pull NAME` fetches one and checks it",
    load: async () => (await import("./commands/models.ts")).modelsCommand,
  },
  {
    name: "cache",
    args: "[action]",
    summary:
      "what is stored, by run; `prune` and `clear` delete answers, `export` writes them to a file; runs and events stay",
    load: async () => (await import("./commands/cache.ts")).cacheCommand,
  },
  {
    name: "doctor",
    summary: "what is installed, and what works; calls no model and writes nothing",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
];
