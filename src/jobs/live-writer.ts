/** The writer, tried before a run: what a run asks first, on real errors, and what comes of it. A run finds these answers again. */
import { distinct } from "../core/candidate.ts";
import { BudgetError } from "../core/errors.ts";
import type { Spending } from "../core/spending.ts";
import type { Headroom } from "../core/measuring/headroom/facts.ts";
import { methodOf } from "../core/methods/index.ts";
import { reportCandidate, reportDropped } from "../core/methods/admitted.ts";
import { callsPerExpansion } from "../core/methods/protegi/plan.ts";
import { expandInitial } from "../core/methods/protegi/first.ts";
import type { WriterMode } from "../core/methods/writing/mode.ts";
import { SHORT_REQUESTS } from "../core/methods/writing/short-forms.ts";
import { all } from "../facts/of.ts";
import { isPoorWriter } from "../facts/signatures/poor-writer.ts";
import { writerYieldsOf, type WriterYield } from "../facts/writer.ts";
import type { Settings } from "../options/settings.ts";
import type { Opened } from "./open.ts";
import { withTools } from "./with-tools.ts";

/** What trying the writer brought. */
export interface LiveWriter {
  /** What came of the requests, by kind; `tried` and `better` are 0, since nothing was selected. */
  readonly yields: readonly WriterYield[];
  /** How new prompts are best written with this optimizer model; absent where there was no error to write about. */
  readonly advice?: Exclude<WriterMode, "auto">;
  readonly cost: Spending;
}

/**
 * Undefined where the headroom is not known or speaks against a run, where the method asks for other things than `search.writer`
 * is about or asks nothing, and where a cap ended the calls.
 */
export async function liveWriter(
  opened: Opened,
  measured: { readonly headroom: Headroom } | undefined,
): Promise<LiveWriter | undefined> {
  if (!isTried(opened.settings) || measured === undefined || measured.headroom.word === "no-go") return undefined;
  try {
    return await tried(opened);
  } catch (error) {
    if (error instanceof BudgetError) return undefined;
    throw error;
  }
}

async function tried(opened: Opened): Promise<LiveWriter> {
  const { settings } = opened;
  const writer = settings.search.writer === "piecewise" ? "piecewise" : "auto";
  return withTools(opened, {}, async ({ tools, budget, events, spending }) => {
    const { successors } = await expandInitial(tools, { ...settings.search, writer }, settings.seed, budget);
    const own = distinct(successors);
    for (const one of own) reportCandidate(tools, one);
    for (const one of successors) if (!own.includes(one)) reportDropped(tools, one, "duplicate");
    const yields = writerYieldsOf(events);
    const turned = writer === "piecewise" || all(events, "writer-turned").length > 0;
    const advice = isPoorWriter(yields) && turned ? "none" : turned ? "piecewise" : "whole";
    return { yields, ...(yields.length > 0 && { advice }), cost: spending() };
  });
}

/** Requests that trying the writer takes, at least and at most: where it writes poorly, small questions are tried as well. */
export function writerRequests({ search }: Settings): { readonly least: number; readonly most: number } {
  if (!isTried({ search })) return { least: 0, most: 0 };
  const pieces = search.maxSuccessors;
  const whole = search.writer === "piecewise" ? 0 : callsPerExpansion(search) - search.minibatchSize;
  return { least: Math.min(pieces, whole || pieces), most: whole + pieces + SHORT_REQUESTS };
}

function isTried({ search }: Pick<Settings, "search">): boolean {
  return search.headroom && search.writer !== "none" && methodOf(search.method).reads.includes("writer");
}
