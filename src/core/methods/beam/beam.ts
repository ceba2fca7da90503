/**
 * Beam search over prompts (Algorithm 1 of arXiv 2305.03495): expand every prompt of the beam, keep
 * the best few, repeat. How a prompt is expanded is what methods differ in.
 */
import { distinct, type Candidate } from "../../candidate.ts";
import type { StopReason } from "../../stop-reason.ts";
import type { Example } from "../../example.ts";
import { allMet } from "../../limits/limit.ts";
import type { Rng } from "../../rng.ts";
import { rowOrder } from "../../row-order.ts";
import { selectionOrder } from "../../selection/select.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { minibatchStream, parentStream } from "../../streams.ts";
import type { Search, Tools } from "../../tools.ts";
import { reportCandidate } from "../admitted.ts";
import { framed, type Loop, type Round } from "../frame.ts";
import type { Parent, Proposal, Propose } from "./proposal.ts";
import { capSuccessors, type CapOptions } from "./successors.ts";
import { knownFirst, knownOf } from "./known.ts";
import { movedNothing } from "./unmoved.ts";

/** Rounds in a row that must move no answer: the edits of one alone may all be vague, even where the headroom saw none move. */
const STILL_ROUNDS = 2;

/** Rounds in a row after which a search ends whose leader no new prompt replaced. */
const STALLED_ROUNDS = 6;
/** Leaders of earlier rounds that dev weighs next to the last beam: few rows may have favoured a later one by luck. */
const EARLIER_LEADERS = 2;

export interface BeamOptions extends CapOptions {
  /** Search depth r. */
  readonly rounds: number;
  /** Beam width b. */
  readonly beamWidth: number;
  /** Stop after this many rounds in which the beam's leader gained nothing on dev; 0 for never. */
  readonly patience: number;
  /** Stop after this many rounds in a row without a new prompt; 0 for never. */
  readonly emptyRounds: number;
}

/**
 * A beam search whose parents are expanded by `propose`, at about `callsPerParent` calls each.
 * @param first most successors in round 1 that enter selection whatever the cap (`Proposal.first`); default none
 */
export function beamSearch(
  propose: (tools: Tools) => Propose,
  callsPerParent: number,
  options: BeamOptions,
  first: (tools: Tools) => number = () => 0,
): Search {
  const loop = (tools: Tools, initial: Candidate): Loop =>
    beamLoop(tools, initial, propose(tools), callsPerParent, options, first(tools));
  return framed(loop, {
    rounds: options.rounds,
    finalists: options.beamWidth,
    leastCalls: leastCallsOf(callsPerParent, options),
  });
}

/** A round with fewer calls left is not begun. */
function leastCallsOf(callsPerParent: number, { beamWidth }: BeamOptions): number {
  return callsPerParent + 2 * beamWidth;
}

/** The rounds of a beam search from this prompt on. */
export function beamLoop(
  tools: Tools,
  initial: Candidate,
  propose: Propose,
  callsPerParent: number,
  options: BeamOptions,
  first = 0,
): Loop {
  const { train } = tools.task;
  const leastCalls = leastCallsOf(callsPerParent, options);
  const stopEarly = earlyStopping(options.patience, tools.report);
  let beam: readonly Candidate[] = [initial];
  let stillRounds = 0;
  let emptyRounds = 0;
  const leaders: Candidate[] = [];
  /** The rows that each prompt was expanded by. */
  const expandedBy = new Map<string, Set<string>>();
  return {
    finalists: () => beam,
    earlier: () => distinct(leaders.toReversed()).slice(1, 1 + EARLIER_LEADERS),
    adopt: (candidates) => (beam = candidates),
    async step(at) {
      const { round, rng, budget } = at;
      const most = beam.length * (1 + options.maxSuccessors) + (round === 1 ? first : 0);
      const forSelection = budget.reserve(Math.min(tools.selectionCalls(most), Math.floor(budget.left / 2)));

      const { successors, seen } = await expandAll(at);
      if (successors.length === 0 && seen.length > 0 && seen.every(({ correct }) => correct))
        return { kind: "nothing-to-mend" };

      tools.report({ type: "phase", round, phase: "selecting" });
      const parents = beam;
      const candidates = await at.steered(distinct([...beam, ...successors]));
      emptyRounds = hasNew(candidates, parents) ? 0 : emptyRounds + 1;
      // A round that the budget cut short says nothing of what the next one would bring.
      const isSpent = budget.left < tools.callsFor(leastCalls);
      if (emptyRounds > 0 && emptyRounds === options.emptyRounds && candidates.length > 0 && !isSpent) {
        beam = candidates.slice(0, options.beamWidth);
        return { kind: "no-new-prompts", round, rounds: emptyRounds };
      }
      beam = await tools.select({
        candidates: inOrder(candidates),
        keep: options.beamWidth,
        rows: selectionOrder(train, seen, rng.fork("rows")),
        round,
        rng: rng.fork("selection"),
        budget: forSelection,
      });
      forSelection.release();
      leaders.push(beam[0]!);
      if (isStalled(leaders)) return { kind: "stalled", rounds: STALLED_ROUNDS };
      stillRounds = (await movedNothing(tools, round, parents, successors)) ? stillRounds + 1 : 0;
      if (stillRounds === STILL_ROUNDS) return { kind: "nothing-moves", round };
      return round < options.rounds ? stopEarly(beam[0]!, at) : undefined;
    },
  };

  /** Ties go to the candidate given first: where the task model is small to the shorter one, so that one that grew must earn it. */
  function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
    return tools.taskIsSmall ? candidates.toSorted((a, b) => a.prompt.size - b.prompt.size) : candidates;
  }

  /** The successors of the whole beam, all parents at once, and everything observed of the parents. */
  async function expandAll({ round, rng, budget }: Round): Promise<Proposal> {
    tools.report({ type: "phase", round, phase: "proposing" });
    const order = await orderFor(round, rng);
    const share = Math.floor(budget.left / beam.length);
    const parents = beam.map((parent): Parent => {
      const path = parentStream(rng, parent.prompt);
      return { parent, order, round, rng: path, budget: budget.reserve(share), beam: beam.length };
    });
    const proposals = await Promise.all(parents.map(propose));
    const successors = await capSuccessors(tools, parents, proposals, options);
    for (const parent of parents) parent.budget.release();
    for (const successor of successors) reportCandidate(tools, successor);
    beam.forEach(({ prompt }, i) => {
      const rows = expandedBy.get(prompt.id) ?? new Set();
      for (const { example } of proposals[i]!.seen) rows.add(example.id);
      expandedBy.set(prompt.id, rows);
    });
    return { successors, seen: proposals.flatMap(({ seen }) => seen) };
  }

  /** All parents of a round meet the rows in one order; a single one needs to share it with nobody. */
  async function orderFor(round: number, rng: Rng): Promise<readonly Example[]> {
    const order = rowOrder(train, minibatchStream(rng));
    const [first, ...others] = beam;
    if (first === undefined || others.length > 0) return order;
    return knownFirst(order, await knownOf(tools, first, round), expandedBy.get(first.prompt.id) ?? new Set());
  }
}

function isStalled(leaders: readonly Candidate[]): boolean {
  const last = leaders.slice(-STALLED_ROUNDS - 1);
  return last.length > STALLED_ROUNDS && last.every(({ prompt }) => prompt.id === last[0]!.prompt.id);
}

/** Whether there is a prompt that was not in the beam before. */
function hasNew(candidates: readonly Candidate[], parents: readonly Candidate[]): boolean {
  const known = new Set(parents.map(({ prompt }) => prompt.id));
  return candidates.some(({ prompt }) => !known.has(prompt.id));
}

/** Says when to stop before the last round: a perfect leader, one that is clearly worse than before, or `patience` rounds without gain on dev. */
function earlyStopping(
  patience: number,
  report: Tools["report"],
): (leader: Candidate, at: Round) => Promise<StopReason | undefined> {
  let best: { readonly dev: Estimate; readonly round: number; readonly meets: boolean } | undefined;
  let withoutGain = 0;
  return async (leader, { round, budget, scores }) => {
    if (patience === 0) return undefined;
    report({ type: "phase", round, phase: "dev" });
    const scored = await scores.score(leader, round, budget);
    if (scored === undefined) return undefined;
    const { dev, limits = [] } = scored;
    const meets = allMet(limits);
    if (dev.value === 1 && meets) return { kind: "perfect-dev" };
    // A leader that meets the limits is a gain on one that does not, whatever its score.
    if (best !== undefined && meets === best.meets && dev.high < best.dev.low)
      return { kind: "degrading", since: best.round };
    if (best === undefined || (meets && !best.meets) || (meets === best.meets && dev.value > best.dev.value)) {
      best = { dev, round, meets };
      withoutGain = 0;
    } else withoutGain += 1;
    return withoutGain >= patience ? { kind: "no-gain", rounds: withoutGain } : undefined;
  };
}
