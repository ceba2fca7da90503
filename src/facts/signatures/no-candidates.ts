/** The signature of a search all of whose new prompts break the contract. */
import type { Breach } from "../../core/prompt/contract.ts";
import type { RunEvent } from "../../core/events.ts";
import { count, counted } from "../../core/values/words.ts";
import { all } from "../of.ts";
import type { Signature } from "./signature.ts";

/** What most of them broke, in words that follow "most of them", and what to do about it. */
const BREACHES: Readonly<Record<Breach["kind"], readonly [broke: string, remedy: string]>> = {
  unchanged: ["change nothing", "Try another optimizer model, or a higher search.optimizerTemperature."],
  empty: ["are empty", "Try another optimizer model."],
  "control-characters": ["have control characters", "Try another optimizer model."],
  "invisible-characters": ["have invisible characters", "Try another optimizer model."],
  length: ["are too long", "Raise search.maxLength."],
  "placeholder-lost": [
    "lose a placeholder",
    "Move the placeholders out of the part that may change, under a heading of their own such as # Input.",
  ],
  "placeholder-added": ["add a placeholder", "Try another optimizer model."],
  heading: ["have a heading that changes the prompt's sections", "Name the part that may change with section."],
  label: [
    "no longer name a label",
    "Name the labels outside of the part that may change, such as under the heading # Output format.",
  ],
  copy: ["copy a row", "Try another optimizer model, or raise search.maxCopiedWords."],
  limit: ["miss a limit on the prompt", "Raise the limit, or shorten the initial prompt."],
  other: ["break the contract", "Look at the rejected prompts with protegi show."],
};

/** A search that has ended, or a round's selection, without a new prompt that was tried. */
export function noCandidates(events: readonly RunEvent[]): Signature | undefined {
  const rejected = all(events, "candidate-rejected");
  const decided = all(events, "selected").length + all(events, "search-ended").length > 0;
  if (!decided || rejected.length === 0 || all(events, "candidate").length > 0) return undefined;
  const kinds = [...Map.groupBy(rejected, ({ breach }) => breach.kind)];
  const [kind, same] = kinds.toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0]!;
  const [broke, remedy] = BREACHES[kind];
  return {
    kind: "no-candidates",
    message: `No new prompt could be tried: ${counted(rejected.length, "was", "were")} written, and each was rejected. ${count(same.length)} of them ${broke}. ${remedy}`,
    evidence: { rejected: rejected.length, [kind]: same.length },
  };
}
