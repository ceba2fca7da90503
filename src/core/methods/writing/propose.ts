/** How a parent is expanded by `search.writer`: along gradients, or by small questions; from the first requests on, auto decides. */
import type { Tools } from "../../tools.ts";
import type { Parent, Proposal, Propose } from "../beam/proposal.ts";
import { askPieces } from "../piecewise/expand.ts";
import { expand } from "../protegi/expand.ts";
import type { ExpandOptions } from "../protegi/plan.ts";
import { counting } from "./counted.ts";
import type { WriterMode } from "./mode.ts";
import { SHORT_FORMS, SHORT_REQUESTS, shortForms } from "./short-forms.ts";
import { Trust } from "./trust.ts";

/** What proposing reads. */
interface ProposingOptions extends ExpandOptions {
  readonly maxSuccessors: number;
}

/** Expands parents as this mode says; short forms of the initial prompt come first where the task model is small. */
export function proposing(tools: Tools, options: ProposingOptions, mode: Exclude<WriterMode, "none">): Propose {
  const trust = new Trust(tools.report);
  const pieces = askPieces(tools, options);
  const more = askPieces({ ...tools, report: withoutErrors(tools.report) }, options);
  return async (parent) => {
    if (!tools.taskIsSmall || parent.round !== 1 || parent.parent.origin.kind !== "initial") return written(parent);
    const { budget, round, rng } = parent;
    const forShort = budget.reserve(Math.min(SHORT_REQUESTS, Math.floor(budget.left / 4)));
    const proposal = await written(parent);
    // A prompt without errors is not to be said in other words.
    if (proposal.seen.every(({ correct }) => correct)) return proposal;
    const short = await shortForms(tools, parent.parent, round, rng.fork("short forms"), forShort);
    return { ...proposal, successors: [...short, ...proposal.successors], first: short.length };
  };

  async function written(parent: Parent): Promise<Proposal> {
    if (mode === "piecewise" || (mode === "auto" && trust.isTurned(parent.round))) return pieces(parent);
    if (mode === "whole") return expand(tools, options)(parent);
    const counted = counting(tools);
    const whole = await expand(counted.tools, options)(parent);
    if (!trust.note(parent.round, counted.written(), parent.beam === 1)) return whole;
    // What the parent answers is known: only the questions are asked.
    const { successors } = await more(parent);
    return { ...whole, successors: [...whole.successors, ...successors] };
  }
}

/** The parent's errors were reported when it was asked for gradients. */
function withoutErrors(report: Tools["report"]): Tools["report"] {
  return (event) => {
    if (event.type !== "errors-found") report(event);
  };
}

/** Most successors of the initial prompt that enter selection whatever the cap. */
export function firstOf({ taskIsSmall }: Pick<Tools, "taskIsSmall">): number {
  return taskIsSmall ? SHORT_FORMS : 0;
}
