/**
 * Instructions and examples searched together: where the prompt has a part of examples, some successors of a parent show other
 * rows of train in it, and some of these are edits as well. No call is made for them.
 */
import { lineage, type Candidate } from "../../candidate.ts";
import { shown as textOf } from "../../example.ts";
import { rowsShown, textWith, type ExamplesPart } from "../../prompt/examples-part.ts";
import { sample, type Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";
import type { Tools } from "../../tools.ts";
import { reportDropped } from "../admitted.ts";
import type { Parent, Proposal, Propose } from "../beam/proposal.ts";
import { otherRows, wantedAfter } from "./other-rows.ts";

/** The share of a parent's successors that show other rows; every second of them is an edit as well. */
const SHARE = 1 / 2;

/**
 * `propose` with successors that show other rows in the place of some of its own.
 * @param most successors that are tried: the cap, or all that are written where they are screened
 */
export function withExamples(tools: Tools, propose: Propose, most: number, maxSuccessors: number): Propose {
  const { examples } = tools.task;
  if (examples === undefined) return propose;
  return async (parent) => {
    const proposal = await propose(parent);
    // A prompt without errors is not mended.
    if (proposal.seen.length > 0 && proposal.seen.every(({ correct }) => correct)) return proposal;
    const rng = parent.rng.fork("examples");
    const count = Math.ceil(Math.min(most, maxSuccessors) * SHARE);
    const made = childrenOf(tools, examples, parent, proposal, count, rng);
    return { ...proposal, successors: [...roomFor(made.length, proposal, rng), ...made] };
  };

  /** The proposal's own successors, as many as leave room. */
  function roomFor(count: number, { successors, first = 0 }: Proposal, rng: Rng): readonly Candidate[] {
    const rest = successors.slice(first);
    const kept = new Set(rest.length + count <= most ? rest : sample(rest, most - count, rng.fork("room")));
    for (const successor of rest) if (!kept.has(successor)) reportDropped(tools, successor, "cap");
    return [...successors.slice(0, first), ...rest.filter((successor) => kept.has(successor))];
  }
}

/** Children of a parent that show other rows than it does: of itself, and of its edits in turn. */
function childrenOf(
  tools: Tools,
  examples: ExamplesPart,
  { parent, round }: Parent,
  { successors, seen }: Pick<Proposal, "successors" | "seen">,
  count: number,
  rng: Rng,
): Candidate[] {
  const edits = sample(successors, Math.floor(count / 2), rng.fork("edits"));
  return Array.from({ length: count }, (_, i) => {
    const edit = i % 2 === 1 ? edits[(i - 1) / 2] : undefined;
    return showingOthers(tools, examples, { parent, of: edit ?? parent, seen, round }, rng.fork(`child ${i}`));
  }).filter((child) => child !== undefined);
}

/** What a child is made of. */
interface Making {
  readonly parent: Candidate;
  /** Whose instructions it has: the parent, or an edit of it. */
  readonly of: Candidate;
  /** What was observed of the parent. */
  readonly seen: readonly Observation[];
  readonly round: number;
}

/** A prompt with other rows in its examples; undefined where the contract forbids it. */
export function showingOthers(
  { task, admit }: Tools,
  examples: ExamplesPart,
  { parent, of, seen, round }: Making,
  rng: Rng,
): Candidate | undefined {
  const errors = seen.filter(({ correct }) => !correct).map(({ example }) => example);
  const kindOf = task.labelOf ?? (({ expected }) => textOf(expected));
  const wanted = wantedAfter(errors, kindOf, rng);
  const rows = otherRows(rowsShown(of.prompt, examples), { ...examples, wanted }, rng);
  if (rows.length === 0) return undefined;
  // Rows are meant to be copied, so none counts as shown to the writer.
  const prompt = admit({ [examples.part]: textWith(rows, task.prompt, examples) }, of.prompt, [], round);
  if (prompt === undefined) return undefined;
  const edit = of === parent ? undefined : lineage(of.origin);
  const origin = { kind: "demonstrations", parent: parent.prompt.id, ...(edit?.kind === "edit" && { edit }) } as const;
  return { prompt, origin, round };
}
