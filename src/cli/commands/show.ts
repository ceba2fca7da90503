/** `protegi show`: one run in the terminal. */
import { nextCommand } from "../next-command.ts";
import type { Command } from "commander";
import { BREACHES, DROPS } from "../../report/breaches.ts";
import { shownParts } from "../../core/prompt.ts";
import { counted, oneLine, score } from "../../core/words.ts";
import { UsageError } from "../../core/errors.ts";
import { contradictions } from "../../report/contradictions.ts";
import { promptDiff } from "../../report/diff.ts";
import { gradientLines } from "../../report/gradients.ts";
import { headroomLines } from "../../report/headroom.ts";
import { summarize, type RoundSummary, type RunSummary } from "../../facts/rounds.ts";
import { table } from "../../report/table.ts";
import { verdictLines } from "../../report/verdict.ts";
import { yieldLine } from "../../report/yields.ts";
import { spent, stopSentence } from "../../report/words.ts";
import { resultOf } from "../../run/result.ts";
import { nearest } from "../../options/schema-errors.ts";
import type { RunListing, RunRecord } from "../../stores/store.ts";
import type { CommandParts } from "../command.ts";
import { EXIT } from "../exit.ts";
import { statusWord } from "./runs.ts";
import { requestLines, roundOf } from "../screens/requests.ts";
import { storeFlags, withFoundStore, type StoreFlags } from "../session.ts";
import { paintDiff, type Terminal } from "../terminal.ts";

export interface ShowFlags extends StoreFlags {
  /** Of one round, or true for all. */
  readonly requests?: string | true;
}

export const showCommand: CommandParts<ShowFlags> = {
  name: "show",
  args: "[run]",
  summary: "one run: rounds, beam, gradients, cost, verdict, why it stopped; default: the newest",
  examples: ["protegi show", "protegi show 2026-11-23-a1b2c3", "protegi show --json", "protegi show --requests 2"],
  flags: (command: Command) =>
    storeFlags(command).option(
      "--requests [round]",
      "what was sent to the optimizer model and what it replied, in all rounds or in one",
    ),
  async run(terminal, [id], flags) {
    const { requests } = flags;
    const round = requests === undefined ? undefined : roundOf(requests);
    return withFoundStore(terminal, flags, async (store, _database, file) => {
      const start = nextCommand(terminal, "optimize", { file });
      const { id: found } = chosen(await store.listRuns(), id, start);
      const run = (await store.getRun(found))!;
      if (requests !== undefined) {
        const exchanges = await store.readExchanges(run.id, round);
        terminal.document({ run: run.id, requests: exchanges });
        terminal.print(...requestLines(terminal, exchanges, round));
        return EXIT.ok;
      }
      const summary = summarize(await store.readEvents(run.id));
      terminal.document({ ...run, summary });
      terminal.print(...runLines(terminal, run, summary));
      return EXIT.ok;
    });
  },
};

/**
 * The run of this id, or of an id that begins so; without one, the newest.
 * @param start the command that starts one
 */
function chosen(runs: readonly RunListing[], id: string | undefined, start: string): RunListing {
  const [newest] = runs;
  if (newest === undefined)
    throw new UsageError(id ?? "show", "there are no runs here yet", `Start one with: ${start}`);
  if (id === undefined) return newest;
  const exact = runs.find((run) => run.id === id);
  const found = exact === undefined ? runs.filter((run) => run.id.startsWith(id)) : [exact];
  if (found.length === 1) return found[0]!;
  const near = nearest(
    id,
    runs.map((run) => run.id),
  );
  if (found.length > 1)
    throw new UsageError(
      id,
      `${counted(found.length, "run")} have ids that start with it`,
      "List them with: protegi runs",
    );
  throw new UsageError(
    id,
    `there is no such run${near === undefined ? "" : `; did you mean ${near}?`}`,
    "List them with: protegi runs",
  );
}

function runLines(terminal: Terminal, run: RunRecord, summary: RunSummary): string[] {
  const { initial, rounds, prompts, best, stopped, signatures, verdict, cost, message, headroom } = summary;
  const { id, status } = run;
  const { best: found, initial: first } = resultOf(run) ?? {};
  const why = message !== undefined && verdict === undefined && message !== "Stopped." ? `: ${message}` : "";
  const diff = first === undefined || found === undefined ? "" : promptDiff(first, found);
  return [
    terminal.bold(`Run ${id}, ${statusWord(status)}${why}`),
    ...(status === "finished" || summary.signatures.some(({ kind }) => kind === stopped?.kind)
      ? []
      : ["The same command resumes from there; what was paid for is not paid again."]),
    ...(rounds.every(({ gradients }) => gradients.length === 0)
      ? []
      : [
          terminal.dim(
            "A gradient's gain is its child's score minus the parent's, on the same rows; + marks a child that selection kept.",
          ),
        ]),
    ...(headroom === undefined ? [] : ["", ...headroomLines(headroom)]),
    ...rounds.flatMap((round) => ["", ...roundLines(terminal, round, prompts)]),
    ...(best === undefined
      ? []
      : [
          "",
          terminal.bold(
            best.id === initial?.id
              ? "Best found: the initial prompt"
              : `Best found: ${best.id}, written in round ${best.foundInRound}`,
          ),
        ]),
    ...(diff === "" ? [] : paintDiff(terminal, diff)),
    ...(stopped === undefined ? [] : ["", stopSentence(stopped)]),
    ...signatures.map(({ message: said }) => said),
    ...(verdict === undefined ? [] : ["", ...verdictLines(verdict)]),
    ...(cost === undefined ? [] : ["", `Spent ${spent(cost)}.`]),
  ];
}

function roundLines(terminal: Terminal, round: RoundSummary, prompts: RunSummary["prompts"]): string[] {
  const { gradients, conflicts, yield: brings, candidates, evaluations, rejected, notTried, dropped, beam } = round;
  const brought = [
    ...(gradients.length > 0 ? [counted(gradients.length, "gradient")] : []),
    ...(conflicts.length > 0 ? [counted(conflicts.length, "contradiction")] : []),
    counted(candidates, "new prompt"),
    counted(evaluations, "evaluation"),
  ];
  const refused = [...tallied(rejected, BREACHES), ...tallied(notTried, DROPS)].map(
    ([reason, times]) => `  ${counted(times, "new prompt")} ${reason}`,
  );
  const lost = Object.entries(dropped).map(
    ([reason, times = 0]) => `  ${counted(times, "reply", "replies")} dropped: ${reason}`,
  );
  const rows = beam.map(({ id, estimate, dev }) => [
    `  ${id}`,
    score(estimate.value),
    `${score(estimate.low)} to ${score(estimate.high)}`,
    String(estimate.n),
    dev === undefined ? "" : score(dev.value),
    oneLine(prompts[id] === undefined ? "the initial prompt" : shownParts(prompts[id].parts), 60),
  ]);
  return [
    terminal.bold(`Round ${round.round}: ${brought.join(", ")}`),
    ...gradientLines(gradients),
    ...contradictions(conflicts, gradients),
    ...(brings === undefined ? [] : [yieldLine(brings)]),
    ...refused,
    ...lost,
    ...table(["  kept", "train", "95% interval", "rows", "dev", "begins"], rows),
  ];
}

/** The counts with their reasons in words. */
function tallied<K extends string>(
  counts: Readonly<Partial<Record<K, number>>>,
  words: Readonly<Record<K, string>>,
): [string, number][] {
  return (Object.keys(counts) as K[]).map((kind) => [words[kind], counts[kind] ?? 0]);
}
