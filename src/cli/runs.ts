/** `protegi runs` and `protegi show`: the runs of this folder, and one of them. */
import { resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import { promptDiff } from "../report/diff.ts";
import { summarize, type RoundSummary } from "../report/run.ts";
import { table } from "../report/table.ts";
import { verdictLines } from "../report/verdict.ts";
import { counted, score, signed, spent, stopSentence } from "../report/words.ts";
import type { RunRecord } from "../stores/store.ts";
import { openStore } from "../workspace.ts";
import { nearest } from "../schema-errors.ts";
import type { CommandParts } from "./command.ts";
import { EXIT } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

export interface RunsFlags {
  readonly config?: string;
}

/** Runs are kept beside the config; none has to be there to look at them. */
function storeOf(terminal: Terminal, { config = "protegi.yaml" }: RunsFlags): ReturnType<typeof openStore> {
  return openStore(resolve(terminal.io.cwd, config), terminal.io.env, (text) => terminal.note(text));
}

export const runsCommand: CommandParts<RunsFlags> = {
  name: "runs",
  summary: "list the runs of this folder, the newest first",
  examples: ["protegi runs", "protegi runs --config examples/reviews/protegi.yaml --json"],
  flags: (command) => command.option("--config <file>", "the config whose runs are meant; default: protegi.yaml here"),
  async run(terminal, _, flags) {
    const store = await storeOf(terminal, flags);
    try {
      const runs = await store.listRuns();
      terminal.document(runs);
      if (runs.length === 0) terminal.print("No runs yet. Begin one with: protegi optimize");
      else terminal.print(...table(["run", "status", "started", "model", "metric", "initial", "best found", "verdict"], runs.map(listed)));
      return EXIT.ok;
    } finally {
      await store.close();
    }
  },
};

export const showCommand: CommandParts<RunsFlags> = {
  name: "show",
  args: "[run]",
  summary: "one run: rounds, beam, gradients, cost, verdict, why it stopped; default: the newest",
  examples: ["protegi show", "protegi show 2026-11-23-a1b2c3", "protegi show --json"],
  flags: runsCommand.flags!,
  async run(terminal, [id], flags) {
    const store = await storeOf(terminal, flags);
    try {
      const runs = await store.listRuns();
      const run = id === undefined ? runs[0] : runs.find((one) => one.id === id);
      if (run === undefined) {
        const near = id === undefined ? undefined : nearest(id, runs.map((one) => one.id));
        throw new UsageError(id ?? "run", id === undefined ? "there are no runs here yet" : "there is no such run", near === undefined ? "List them with: protegi runs" : `Did you mean ${near}?`);
      }
      const summary = summarize(await store.readEvents(run.id));
      terminal.document({ ...run, summary });
      const { initial, rounds, sections, best, stopped, verdict, cost, message } = summary;
      terminal.print(`${terminal.bold(`Run ${run.id}`)}: ${run.status}${message === undefined || verdict !== undefined ? "" : `. ${message}`}`);
      for (const round of rounds) terminal.print("", ...roundLines(terminal, round));
      if (initial !== undefined && best !== undefined) {
        const found = sections[best.id]?.section;
        terminal.print("", terminal.bold(`Best found: ${best.id}, written in round ${best.foundInRound}`));
        if (found !== undefined) terminal.print(...found.split("\n").map((line) => `  ${line}`));
        const result = run.result as { initial?: string; best?: string } | undefined;
        if (result?.initial !== undefined && result.best !== undefined) terminal.print("", ...promptDiff(result.initial, result.best).split("\n").map((line) => terminal.dim(line)));
      }
      if (stopped !== undefined) terminal.print("", stopSentence(stopped));
      if (verdict !== undefined) terminal.print("", ...verdictLines(verdict));
      if (cost !== undefined) terminal.print("", `Spent ${spent(cost)}.`);
      return EXIT.ok;
    } finally {
      await store.close();
    }
  },
};

function listed({ id, status, startedAt, options, result }: RunRecord): string[] {
  const { verdict } = (result ?? {}) as { verdict?: { word: string; initial: { value: number }; winner: { value: number }; difference: { value: number } } };
  const models = options["models"] as { task?: string } | undefined;
  return [
    id,
    status,
    startedAt.slice(0, 16).replace("T", " "),
    models?.task ?? "",
    String(options["metric"] ?? ""),
    verdict === undefined ? "" : score(verdict.initial.value),
    verdict === undefined ? "" : score(verdict.winner.value),
    verdict === undefined ? "" : `${verdict.word} (${signed(verdict.difference.value)})`,
  ];
}

function roundLines(terminal: Terminal, { round, gradients, candidates, rejected, dropped, evaluations, beam }: RoundSummary): string[] {
  const refused = Object.entries(rejected).map(([reason, times]) => `  rejected ${times} times: ${reason}`);
  const lost = Object.entries(dropped).map(([reason, times]) => `  ${counted(times, "reply", "replies")} dropped: ${reason}`);
  return [
    terminal.bold(`Round ${round}: ${counted(gradients.length, "gradient")}, ${counted(candidates, "candidate")}, ${counted(evaluations, "evaluation")}`),
    ...gradients.map(({ id, text, kept }) => `  ${kept.length > 0 ? terminal.green("+") : " "} ${id} ${text}`),
    ...refused,
    ...lost,
    ...table(["  beam", "score", "low", "high", "rows", "dev"], beam.map(({ id, estimate, dev }) => [`  ${id}`, score(estimate.value), score(estimate.low), score(estimate.high), String(estimate.n), dev === undefined ? "" : score(dev.value)])),
  ];
}
