/** The signature of a search whose optimizer model writes little that can be tried. */
import type { RunEvent } from "../../core/events.ts";
import { PIECE_KINDS } from "../../core/asking/piece-templates.ts";
import { count } from "../../core/values/words.ts";
import { all } from "../of.ts";
import { writerYieldsOf, type WriterYield } from "../writer.ts";
import type { Signature } from "./signature.ts";

/** Fewer new prompts than this share of those asked for is poor, and how many must have been asked for to tell. */
const POOR = 1 / 3;
const ENOUGH = 6;

/** What came of the requests for new prompts, in the way in which they were made last: by small questions, or for whole sections. */
function lastWay(yields: readonly WriterYield[]): {
  readonly isPieces: boolean;
  readonly counts: Readonly<Record<"asked" | "usable" | "admitted" | "different", number>>;
} {
  const prompts = yields.filter(({ asked }) => asked !== "gradient");
  const pieces = prompts.filter(({ asked }) => PIECE_KINDS.some((kind) => kind === asked));
  const own = pieces.length > 0 ? pieces : prompts;
  const sum = (of: (one: WriterYield) => number): number => own.reduce((total, one) => total + of(one), 0);
  const counts = {
    asked: sum(({ wanted }) => wanted),
    usable: sum(({ usable }) => usable),
    admitted: sum(({ admitted = 0 }) => admitted),
    different: sum(({ different }) => different),
  };
  return { isPieces: pieces.length > 0, counts };
}

/** Whether too few new prompts come of the requests that were made last, however few these are. */
export function isPoorWriter(yields: readonly WriterYield[]): boolean {
  const { asked, different } = lastWay(yields).counts;
  return different < POOR * asked;
}

export function poorWriter(events: readonly RunEvent[]): Signature | undefined {
  if (all(events, "selected").length + all(events, "search-ended").length === 0) return undefined;
  const yields = writerYieldsOf(events);
  const { isPieces, counts } = lastWay(yields);
  if (counts.asked < ENOUGH || !isPoorWriter(yields)) return undefined;
  const { asked, usable, admitted, different } = counts;
  const remedy = isPieces
    ? "Use a larger optimizer model, or do without one: search.writer: none."
    : "Use search.writer: piecewise, which asks small questions, or a larger optimizer model.";
  return {
    kind: "poor-writer",
    message: `The optimizer model writes little that can be tried: of ${count(asked)} prompts asked for, ${count(usable)} could be read, ${count(admitted)} kept the contract, and ${count(different)} ${different === 1 ? "was" : "were"} new. ${remedy}`,
    evidence: counts,
  };
}
