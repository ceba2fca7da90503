/** Makes candidates of what the optimizer model wrote, and reports them. */
import { askedFor, type Candidate, type Origin } from "../candidate.ts";
import type { DropReason } from "../events.ts";
import { partsOf, type Changes, type Prompt } from "../prompt/prompt.ts";
import type { Observation } from "../task.ts";
import type { Tools } from "../tools.ts";

/**
 * The candidate that these changes make of `parent`, reported; undefined when there are none, the contract forbids them, or the
 * prompt is among the `known` ones.
 */
export function candidateFrom(
  tools: Tools,
  changes: Changes | undefined,
  parent: Prompt,
  origin: Origin,
  shown: readonly Observation[],
  round: number,
  known: ReadonlySet<string> = new Set(),
): Candidate | undefined {
  const prompt = changes === undefined ? undefined : tools.admit(changes, parent, shown, round, askedFor(origin));
  if (prompt === undefined) return undefined;
  const candidate = { prompt, origin, round };
  if (known.has(prompt.id)) reportDropped(tools, candidate, "duplicate");
  else reportCandidate(tools, candidate);
  return known.has(prompt.id) ? undefined : candidate;
}

/** Reports a prompt that enters the search. */
export function reportCandidate(tools: Tools, { prompt, origin, round }: Candidate): void {
  tools.report({ type: "candidate", round, id: prompt.id, parts: partsOf(prompt), origin });
}

/** Reports a prompt that is not tried. */
export function reportDropped(tools: Tools, { prompt, origin, round }: Candidate, why: DropReason): void {
  tools.report({ type: "candidate-dropped", round, id: prompt.id, parts: partsOf(prompt), origin, why });
}
