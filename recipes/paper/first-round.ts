/** The second experiment: one round of beam search, with what the selector made of every candidate. */
import { partsOf, shownParts } from "../../src/core/prompt/prompt.ts";
import type { RunEvent } from "../../src/core/events.ts";
import type { Task } from "../../src/core/task.ts";
import { table } from "../../src/report/table.ts";
import { count, counted, oneLine, withInterval } from "../../src/core/values/words.ts";
import { findingsOf } from "./compare.ts";
import type { Session, Findings, Ready, Recipe } from "./recipe.ts";
import { runTrialsOf } from "./run-trials-of.ts";

const WIDEST = 240;

export async function firstRound(recipe: Recipe, session: Session, ready: Ready): Promise<Findings> {
  const scored = await runTrialsOf(recipe, session, ready);
  const events = await session.store.readEvents(scored[0]!.trial.result.runId);
  const { lines, data } = findingsOf(scored, ready.paper);
  return {
    lines: [...events.flatMap((event) => eventLines(event, ready.task, events)), "", ...lines],
    data: { ...data, events },
  };
}

function eventLines(event: RunEvent, { prompt }: Task, events: readonly RunEvent[]): string[] {
  if (event.type === "errors-found")
    return [`${counted(event.errors, "error")} on ${counted(event.rows, "row")} of the minibatch`];
  if (event.type !== "selected") return [];
  const texts = new Map([[prompt.id, shownParts(partsOf(prompt))]]);
  for (const one of events) if (one.type === "candidate") texts.set(one.id, shownParts(one.parts));
  const gradients = events.filter(({ type }) => type === "gradient").length;
  return [
    `${counted(gradients, "gradient")}, ${counted(event.ranking.length, "candidate")}; ${event.selector} took ${counted(event.evaluations, "evaluation")} and kept ${event.kept.length}:`,
    ...table(
      ["  kept", "on train", "rows", "prompt"],
      event.ranking.map(({ id, n, ...estimate }) => [
        event.kept.includes(id) ? "  yes" : "  ",
        withInterval({ ...estimate, n }),
        count(n),
        oneLine(texts.get(id) ?? "", WIDEST),
      ]),
    ),
  ];
}
