/** The signature of a search whose optimizer model writes little that can be tried. */
import type { RunEvent } from "../../core/events.ts";
import { PIECE_KINDS } from "../../core/asking/piece-templates.ts";
import { count } from "../../core/words.ts";
import { all } from "../of.ts";
import { writerYieldsOf, type WriterYield } from "../writer.ts";
import type { Signature } from "./signature.ts";

/** Fewer new prompts than this share of those asked for is poor, and how many must have been asked for to tell. */
const POOR = 1 / 3;
const ENOUGH = 6;

/** Of the way in which the optimizer model was asked last: small questions, or whole sections. */
export function poorWriter(events: readonly RunEvent[]): Signature | undefined {
  if (all(events, "selected").length + all(events, "search-ended").length === 0) return undefined;
  const prompts = writerYieldsOf(events).filter(({ asked }) => asked !== "gradient");
  const pieces = prompts.filter(({ asked }) => PIECE_KINDS.some((kind) => kind === asked));
  const own = pieces.length > 0 ? pieces : prompts;
  const sum = (of: (one: WriterYield) => number): number => own.reduce((total, one) => total + of(one), 0);
  const evidence = {
    asked: sum(({ wanted }) => wanted),
    usable: sum(({ usable }) => usable),
    admitted: sum(({ admitted = 0 }) => admitted),
    different: sum(({ different }) => different),
  };
  if (evidence.asked < ENOUGH || evidence.different >= POOR * evidence.asked) return undefined;
  const { asked, usable, admitted, different } = evidence;
  const remedy =
    pieces.length > 0
      ? "Use a larger optimizer model, or do without one: search.writer: none."
      : "Use search.writer: piecewise, which asks small questions, or a larger optimizer model.";
  return {
    kind: "poor-writer",
    message: `The optimizer model writes little that can be tried: of ${count(asked)} prompts asked for, ${count(usable)} could be read, ${count(admitted)} kept the contract, and ${count(different)} were new. ${remedy}`,
    evidence,
  };
}
