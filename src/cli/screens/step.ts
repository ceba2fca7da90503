/** What `protegi step` shows: errors, gradients, and what was written against them. */
import { shownParts } from "../../core/prompt/prompt.ts";
import { breachSentence } from "../../report/breaches.ts";
import { counted, oneLine } from "../../core/values/words.ts";
import { answers } from "../../core/candidate.ts";
import { droppedWords } from "../../core/asking/reading/reply.ts";
import type { RunEvent } from "../../core/events.ts";
import type { Observation } from "../../core/task.ts";
import type { Step, StepCandidate } from "../../jobs/step.ts";
import { contradictions } from "../../report/contradictions.ts";
import { setAsideLine, wrongRows } from "../../report/rows.ts";
import { spent } from "../../report/words.ts";
import { nextCommand } from "../next-command.ts";
import type { Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";

/** Wrong rows that are shown; --json has all. */
const SHOWN = 8;
/** Characters of a gradient that is quoted. */
const QUOTED = 70;

/** The step as data, for --json: of its rows, the errors. */
export function stepDocument({ observations, candidates, events, cost }: Step): object {
  const all = (type: RunEvent["type"]): readonly RunEvent[] => events.filter((event) => event.type === type);
  return {
    rows: observations.length,
    errors: errorsOf(observations).map(({ example, answer, predicted, invalid }) => ({
      ...example,
      answer,
      predicted,
      invalid,
    })),
    gradients: all("gradient"),
    conflicts: all("gradient-conflict"),
    candidates: candidates.map(({ id, parts, origin }) => ({ id, parts, origin })),
    rejected: all("candidate-rejected"),
    dropped: all("reply-dropped"),
    unwrapped: all("part-unwrapped"),
    setAside: all("row-set-aside"),
    cost,
  };
}

export function stepLines(
  terminal: Terminal,
  session: Session,
  { observations, candidates, events, cost }: Step,
): string[] {
  const { prompt } = session.task;
  const errors = errorsOf(observations);
  const more = errors.length > SHOWN ? `, ${SHOWN} of them here; --json has all` : "";
  const paraphrasesOf = (id: string): string[] =>
    candidates
      .filter(({ origin }) => origin.kind === "paraphrase" && origin.parent === id)
      .flatMap((one) => section("in other words", one));
  const gradients = events.flatMap((event) => {
    if (event.type !== "gradient") return [];
    const edits = candidates.filter(({ origin }) => answers(origin, event.id));
    const answering = edits.flatMap((edit) => [...section("edit", edit), ...paraphrasesOf(edit.id)]);
    return ["", `${terminal.bold("Gradient:")} ${event.text}`, ...answering];
  });
  const reworded = paraphrasesOf(prompt.id);
  const written = events.filter((event) => event.type === "gradient");
  const disputed = contradictions(
    events.filter((event) => event.type === "gradient-conflict"),
    { gradient: (id) => `“${oneLine(written.find((one) => one.id === id)?.text ?? id, QUOTED)}”` },
  );
  return [
    terminal.bold(`${counted(errors.length, "error")} on ${counted(observations.length, "row")} of train${more}`),
    ...wrongRows(errors.slice(0, SHOWN), prompt.placeholders, terminal.room - 2).map((line) => `  ${line}`),
    ...gradients,
    ...(reworded.length > 0 ? ["", terminal.bold("The initial prompt"), ...reworded] : []),
    ...(disputed.length > 0 ? ["", terminal.bold("Gradients that contradict each other"), ...disputed] : []),
    ...lost(events),
    "",
    `Spent ${spent(cost)}.`,
    `Nothing was selected. A run with these settings finds these answers in the store: ${nextCommand(terminal, "optimize", session)}`,
  ];
}

function errorsOf(observations: readonly Observation[]): readonly Observation[] {
  return observations.filter(({ correct }) => !correct);
}

function section(name: string, { parts }: StepCandidate): string[] {
  const lines = shownParts(parts).split("\n");
  return [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}

/** What the optimizer model wrote and could not be used, and what was taken off around its sections. */
function lost(events: readonly RunEvent[]): string[] {
  const lines = events.flatMap((event) => {
    if (event.type === "candidate-rejected") return [`Rejected: ${breachSentence(event.breach)}.`];
    if (event.type === "row-set-aside") return [setAsideLine(event)];
    if (event.type === "part-unwrapped") return [`Taken off around a section: ${event.unwrapped.join(", ")}.`];
    return event.type === "reply-dropped"
      ? [`A reply was dropped (asked for: ${event.asked}): ${droppedWords(event.reason)}`]
      : [];
  });
  return lines.length === 0 ? [] : ["", ...lines];
}
