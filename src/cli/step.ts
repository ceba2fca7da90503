/** `protegi step`: one minibatch only: errors, gradients, edits, paraphrases, nothing selected. */
import { CallBudget } from "../core/budget.ts";
import type { Candidate } from "../core/candidate.ts";
import type { RunEvent } from "../core/events.ts";
import { callsPerExpansion, expand } from "../core/expand.ts";
import { drawMinibatch } from "../core/minibatch.ts";
import { rng } from "../core/rng.ts";
import { wrongRows } from "../report/rows.ts";
import { count, counted, spent } from "../report/words.ts";
import { wire } from "../run.ts";
import type { CommandParts } from "./command.ts";
import { configFlags, type ConfigFlags } from "./config-flags.ts";
import { EXIT } from "./exit.ts";
import { progress } from "./progress.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** Wrong rows that are shown; --json has all. */
const SHOWN = 8;

export const stepCommand: CommandParts<ConfigFlags> = {
  name: "step",
  args: "[config]",
  summary: "one minibatch only: errors, gradients, edits and paraphrases, to see for a few calls what a run would do",
  examples: ["protegi step", "protegi step --set search.minibatchSize=32 --set search.errorGroups=2"],
  flags: configFlags,
  run: (terminal, args, flags) =>
    withSession(terminal, args, flags, async ({ task, settings, models, store }) => {
      const events: RunEvent[] = [];
      const bar = progress(terminal, { place: "one minibatch", maxCalls: callsPerExpansion(settings.search) });
      const { path, tools } = wire({ task, models, settings, store, signal: terminal.io.signal, onEvent: bar.show }, (event) => {
        events.push(event);
        if (event.type === "notice") bar.show(event);
      });
      try {
        // The streams of the first round of a run, so that a run finds these answers in the store.
        const stream = rng(settings.seed).fork("round 1");
        const { successors, seen } = await expand(tools, settings.search)({
          parent: { prompt: task.prompt, origin: { kind: "initial" }, round: 0 },
          order: drawMinibatch(task.train, stream.fork("minibatch")),
          round: 1,
          rng: stream.fork(`parent ${task.prompt.id}`),
          budget: new CallBudget(settings.budget.calls ?? Infinity),
        });
        bar.end();
        const cost = path.spending();
        const errors = seen.filter(({ correct }) => !correct);
        terminal.document({
          rows: seen.length,
          errors: errors.map(({ example, answer, predicted, invalid }) => ({ ...example, answer, predicted, invalid })),
          gradients: events.filter(({ type }) => type === "gradient"),
          candidates: successors.map(({ prompt, origin }) => ({ id: prompt.id, section: prompt.section, origin })),
          rejected: events.filter(({ type }) => type === "candidate-rejected"),
          dropped: events.filter(({ type }) => type === "reply-dropped"),
          cost,
        });
        const more = errors.length > SHOWN ? `, ${SHOWN} of them here` : "";
        terminal.print(
          terminal.bold(`${counted(errors.length, "error")} on ${counted(seen.length, "row")} of train${more}`),
          ...wrongRows(errors.slice(0, SHOWN), task.prompt.placeholders).map((line) => `  ${line}`),
          ...writtenLines(terminal, successors, events, task.prompt.id),
          "",
          `Spent ${spent(cost)}. Nothing was selected: a run goes on from here with protegi optimize, and finds these answers in the store.`,
        );
        return EXIT.ok;
      } finally {
        bar.end();
        await path.close();
      }
    }),
};

/** Each gradient with what was written against it, then what was only said in other words. */
function writtenLines(terminal: Terminal, written: readonly Candidate[], events: readonly RunEvent[], initial: string): string[] {
  const section = (name: string, { prompt }: Candidate): string[] => [
    `  ${name}:`,
    ...prompt.section.split("\n").map((line) => `    ${line}`),
  ];
  const paraphrasesOf = (id: string): string[] =>
    written.filter(({ origin }) => origin.kind === "paraphrase" && origin.parent === id).flatMap((one) => section("in other words", one));
  const gradients = events.flatMap((event) => {
    if (event.type !== "gradient") return [];
    const edits = written.filter(({ origin }) => origin.kind === "edit" && origin.gradient === event.id);
    return ["", `${terminal.bold("Gradient")} ${event.text}`, ...edits.flatMap((edit) => [...section("edit", edit), ...paraphrasesOf(edit.prompt.id)])];
  });
  const reworded = paraphrasesOf(initial);
  const rejected = events.flatMap((event) => (event.type === "candidate-rejected" ? [`  ${event.reason}`] : []));
  const dropped = events.flatMap((event) => (event.type === "reply-dropped" ? [`  for a${event.asked === "edit" ? "n" : ""} ${event.asked}: ${event.reason}`] : []));
  return [
    ...gradients,
    ...(reworded.length > 0 ? ["", terminal.bold("The initial prompt"), ...reworded] : []),
    ...(rejected.length > 0 ? ["", terminal.bold(`Rejected: ${count(rejected.length)}, since`), ...rejected] : []),
    ...(dropped.length > 0 ? ["", terminal.bold(`Replies dropped: ${count(dropped.length)}`), ...dropped] : []),
  ];
}
