/**
 * Short forms of the initial prompt: plain forms of a bank, what the writer says in at most 12 words, and the input before the
 * question. Small task models gain more from a short idiomatic sentence than from careful definitions, so these come first.
 */
import type { Candidate } from "../../candidate.ts";
import type { CallBudget } from "../../budget.ts";
import type { Rng } from "../../rng.ts";
import type { Tools } from "../../tools.ts";
import type { PlanSizes } from "../method.ts";
import { writeCommands } from "../piecewise/write-commands.ts";

/** Requests for short forms: of eleven rewordings of one prompt by a small model, eight were new and one gained 18 points. */
export const SHORT_REQUESTS = 8;
/** Plain forms of the bank that are tried next to them. */
const PLAIN = 4;

/** Most short forms of one prompt. */
export const SHORT_FORMS: number = SHORT_REQUESTS + PLAIN;

/** What planning a search that tries them takes into account. */
export function plannedShortForms({ taskIsSmall = false }: Pick<PlanSizes, "taskIsSmall">): {
  readonly first?: { readonly written: number; readonly asked: number };
} {
  return taskIsSmall ? { first: { written: SHORT_FORMS, asked: SHORT_REQUESTS } } : {};
}

/** The short forms of a prompt, those of the bank first. */
export function shortForms(
  tools: Tools,
  parent: Candidate,
  round: number,
  rng: Rng,
  budget: CallBudget,
): Promise<Candidate[]> {
  const { labels = [] } = tools.task;
  const plain = labels.length === 0 ? 0 : PLAIN;
  return writeCommands({ tools, labels, parent, round, rows: [] }, { plain, commands: SHORT_REQUESTS }, rng, budget);
}
