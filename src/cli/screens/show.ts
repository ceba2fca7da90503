/** What `protegi show` shows of one run: rounds, beam, gradients, verdict, cost, and why it stopped. */
import { relative } from "node:path";
import { shownParts } from "../../core/prompt/prompt.ts";
import { counted, score } from "../../core/values/words.ts";
import type { Names } from "../../facts/names.ts";
import type { RoundSummary, RunSummary } from "../../facts/rounds.ts";
import { BREACHES, DROPS, tallyWords } from "../../report/breaches.ts";
import { flipLines } from "../../report/changes.ts";
import { contradictions } from "../../report/contradictions.ts";
import { promptDiff } from "../../report/diff.ts";
import { wrapped } from "../../report/fit.ts";
import { frontLines } from "../../report/front.ts";
import { gradientLines } from "../../report/gradients.ts";
import { headroomLines } from "../../report/headroom.ts";
import { protectedSentence, refusalSentence } from "../../report/refusals.ts";
import { setAsideLine } from "../../report/rows.ts";
import { table } from "../../report/table.ts";
import { verdictLines } from "../../report/verdict.ts";
import { spent, stopSentence } from "../../report/words.ts";
import { turnedSentence, writerLines, yieldLine } from "../../report/yields.ts";
import { optionsOf, resultOf } from "../../run/result.ts";
import type { RunRecord } from "../../stores/store.ts";
import { statusWord } from "../commands/runs.ts";
import { paintDiff, type Terminal } from "../terminal.ts";

/** Columns from which on the first words of a prompt are shown next to its scores. */
const ROOM_FOR_WORDS = 64;

/** The whole run; every line fits the terminal. */
export function runLines(terminal: Terminal, run: RunRecord, summary: RunSummary, names: Names): string[] {
  const { width } = terminal;
  const { initial, rounds, writer, turned, prompts, best, stopped, signatures, verdict, cost, message, headroom } =
    summary;
  const { id, status } = run;
  const { best: found, initial: first, front = [] } = resultOf(run) ?? {};
  const fit = (text: string): string[] => wrapped(text, width);
  const bold = (text: string): string[] => fit(text).map((line) => terminal.bold(line));
  const why = message !== undefined && verdict === undefined && message !== "Stopped." ? `: ${message}` : "";
  const diff = first === undefined || found === undefined ? "" : promptDiff(first, found);
  const hasGradients = rounds.some(({ gradients }) => gradients.length > 0);
  return [
    ...bold(`Run ${id}, ${statusWord(status)}${why}`),
    ...(status === "finished" || signatures.some(({ kind }) => kind === stopped?.kind)
      ? []
      : fit("The same command resumes from there; what was paid for is not paid again.")),
    ...fit(subjectLine(run)),
    ...dimmed(
      `P0 is the initial prompt; P1, P2, ... are those written, in order${hasGradients ? ", and G1, G2, ... the gradients" : ""}. In full: show --prompt P1${hasGradients ? ", show --gradient G1" : ""}.`,
    ),
    ...(hasGradients
      ? dimmed("A gain is a new prompt's score minus its parent's, on the same rows; + marks what selection kept.")
      : []),
    ...(headroom === undefined ? [] : ["", ...headroomLines(headroom).flatMap(fit)]),
    ...rounds.flatMap((round) => ["", ...roundLines(terminal, round, prompts, names)]),
    ...(writer.length === 0
      ? []
      : ["", terminal.bold("What the optimizer model wrote"), ...writerLines(writer, width)]),
    ...(turned === undefined ? [] : fit(`In round ${turned.round}: ${turnedSentence(turned)}`)),
    ...restrictionLines(summary, names).flatMap(fit),
    ...(best === undefined
      ? []
      : [
          "",
          ...bold(
            best.id === initial?.id
              ? "Best found: the initial prompt, P0"
              : `Best found: ${names.prompt(best.id)}, written in round ${best.foundInRound}`,
          ),
        ]),
    ...(diff === "" ? [] : paintDiff(terminal, diff, width)),
    ...spaced(frontLines(front, names.prompt, width)),
    ...(stopped === undefined ? [] : ["", ...fit(stopSentence(stopped))]),
    ...signatures.flatMap(({ message: said }) => fit(said)),
    ...(verdict === undefined ? [] : ["", ...verdictLines(verdict, width).flatMap(fit)]),
    ...(verdict === undefined ? [] : spaced(flipLines(verdict, width, (place) => placed(terminal.io.cwd, place)))),
    ...(cost === undefined ? [] : ["", ...fit(`Spent ${spent(cost)}.`)]),
  ];

  function dimmed(text: string): string[] {
    return fit(text).map((line) => terminal.dim(line));
  }
}

/** What was searched for, with which models, and when. */
function subjectLine(run: RunRecord): string {
  const { models, metric } = optionsOf(run);
  const { task, optimizer } = models ?? {};
  const writer = optimizer === undefined || optimizer === task ? "" : `, prompts written by ${optimizer}`;
  const started = `started ${run.startedAt.slice(0, 16).replace("T", " ")} (UTC)`;
  return [...(metric === undefined || task === undefined ? [] : [`${metric} with ${task}${writer}`]), started].join(
    ", ",
  );
}

/** What the limits and the protected rows have decided. */
function restrictionLines({ protectedRows, refused = [] }: RunSummary, names: Names): readonly string[] {
  return spaced([
    ...(protectedRows === undefined ? [] : [protectedSentence(protectedRows)]),
    ...refused.map((one) => refusalSentence(one, names.prompt)),
  ]);
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

/** A place in a file, seen from here. */
function placed(cwd: string, place: string): string {
  const near = relative(cwd, place);
  return near.length < place.length ? near : place;
}

function roundLines(terminal: Terminal, round: RoundSummary, prompts: RunSummary["prompts"], names: Names): string[] {
  const { width } = terminal;
  const {
    gradients,
    conflicts,
    yield: brings,
    candidates,
    evaluations,
    rejected,
    notTried,
    dropped,
    setAside,
    beam,
  } = round;
  const fit = (text: string): string[] => wrapped(text, width);
  const brought = [
    ...(gradients.length > 0 ? [counted(gradients.length, "gradient")] : []),
    ...(conflicts.length > 0 ? [counted(conflicts.length, "contradiction")] : []),
    counted(candidates, "new prompt"),
    counted(evaluations, "evaluation"),
  ];
  const refused = [...tallied(rejected, BREACHES), ...tallied(notTried, DROPS)].map(
    ([reason, times]) => `  ${tallyWords(reason, times)}`,
  );
  const lost = Object.entries(dropped).map(
    ([reason, times = 0]) => `  ${counted(times, "reply", "replies")} dropped: ${reason}`,
  );
  // Where a line is too short for the prompt's first words too, its name stands for it.
  const begins = width >= ROOM_FOR_WORDS;
  const rows = beam.map(({ id, estimate, dev }) => [
    `  ${names.prompt(id)}`,
    score(estimate.value),
    `${score(estimate.low)} to ${score(estimate.high)}`,
    String(estimate.n),
    dev === undefined ? "" : score(dev.value),
    ...(begins ? [prompts[id] === undefined ? "the initial prompt" : shownParts(prompts[id].parts)] : []),
  ]);
  return [
    ...fit(`Round ${round.round}: ${brought.join(", ")}`).map((line) => terminal.bold(line)),
    ...gradientLines(gradients, names, width),
    ...contradictions(conflicts, names).flatMap(fit),
    ...(brings === undefined ? [] : fit(yieldLine(brings))),
    ...refused.flatMap(fit),
    ...lost.flatMap(fit),
    ...setAside.flatMap((row) => fit(`  ${setAsideLine(row, (place) => placed(terminal.io.cwd, place))}`)),
    ...table(["  kept", "train", "95% interval", "rows", "dev", ...(begins ? ["begins"] : [])], rows, width),
  ];
}

/** The counts with their reasons in words. */
function tallied<K extends string>(
  counts: Readonly<Partial<Record<K, number>>>,
  words: Readonly<Record<K, string>>,
): [string, number][] {
  return (Object.keys(counts) as K[]).map((kind) => [words[kind], counts[kind] ?? 0]);
}
