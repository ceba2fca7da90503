/**
 * Beam search over prompts (Algorithm 1 of arXiv 2305.03495): expand every prompt of the beam, keep
 * the best few, repeat. How a prompt is expanded is what methods differ in.
 */
import type { CallBudget } from "../../budget.ts";
import { distinct, type Candidate } from "../../candidate.ts";
import type { Parent, Proposal, Propose } from "./proposal.ts";
import { capSuccessors, type CapOptions } from "./successors.ts";
import { DevScores } from "../../measuring/dev-scores.ts";
import { BudgetError } from "../../errors.ts";
import type { StopReason } from "../../events.ts";
import { rowOrder } from "../../row-order.ts";
import type { Rng } from "../../rng.ts";
import { minibatchStream, parentStream, roundStream } from "../../streams.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { selectionOrder } from "../../selection/select.ts";
import type { Search, Tools } from "../../tools.ts";

export interface BeamOptions extends CapOptions {
  /** Search depth r. */
  readonly rounds: number;
  /** Beam width b. */
  readonly beamWidth: number;
  /** Stop after this many rounds in which the beam's leader gained nothing on dev; 0 for never. */
  readonly patience: number;
}

/** A beam search whose parents are expanded by `propose`, at about `callsPerParent` calls each. */
export function beamSearch(propose: (tools: Tools) => Propose, callsPerParent: number, options: BeamOptions): Search {
  return async (tools, budget, rng) => {
    const { task } = tools;
    const forDev = budget.reserve(options.beamWidth * tools.callsFor(task.dev.length));
    const scores = new DevScores(tools);
    const stopEarly = earlyStopping(scores, options.patience, tools.report);
    let beam: readonly Candidate[] = [{ prompt: task.prompt, origin: { kind: "initial" }, round: 0 }];
    let round = 0;
    const ended = await search().catch((error: unknown): StopReason => {
      if (error instanceof BudgetError) return { kind: "budget", cap: error.cap };
      throw error;
    });
    tools.report({ type: "phase", round, phase: "dev" });
    await Promise.all(beam.map((candidate) => scores.score(candidate, round, forDev)));
    const ranked = scores.ranking();
    const reason: StopReason = scores.cut === undefined ? ended : { kind: "budget", cap: scores.cut.cap };
    return { best: ranked[0]?.candidate ?? beam[0]!, rounds: round, reason, ranked };

    async function search(): Promise<StopReason> {
      while (round < options.rounds) {
        if (budget.left < callsPerParent + 2 * options.beamWidth) return { kind: "budget", cap: "calls" };
        round += 1;
        const stream = roundStream(rng, round);
        tools.report({
          type: "round-started",
          round,
          rounds: options.rounds,
          beam: beam.map(({ prompt }) => prompt.id),
        });
        const most = beam.length * (1 + options.maxSuccessors);
        const forSelection = budget.reserve(Math.min(tools.selectionCalls(most), Math.floor(budget.left / 2)));

        const { successors, seen } = await expandAll(round, stream);
        if (successors.length === 0 && seen.length > 0 && seen.every(({ correct }) => correct))
          return { kind: "nothing-to-mend" };

        tools.report({ type: "phase", round, phase: "selecting" });
        const candidates = distinct([...beam, ...successors]);
        const rows = selectionOrder(task.train, seen, stream.fork("rows"));
        beam = await tools.select({
          candidates,
          keep: options.beamWidth,
          rows,
          round,
          rng: stream.fork("selection"),
          budget: forSelection,
        });
        forSelection.release();

        const stop = round < options.rounds ? await stopEarly(beam[0]!, round, budget) : undefined;
        if (stop !== undefined) return stop;
      }
      return { kind: "rounds", rounds: round };
    }

    /** The successors of the whole beam, all parents at once, and everything observed of the parents. */
    async function expandAll(inRound: number, stream: Rng): Promise<Proposal> {
      tools.report({ type: "phase", round: inRound, phase: "proposing" });
      const order = rowOrder(task.train, minibatchStream(stream));
      const share = Math.floor(budget.left / beam.length);
      const parents = beam.map((parent): Parent => {
        const path = parentStream(stream, parent.prompt);
        return { parent, order, round: inRound, rng: path, budget: budget.reserve(share) };
      });
      const proposals = await Promise.all(parents.map(propose(tools)));
      const successors = await capSuccessors(tools, parents, proposals, options);
      for (const parent of parents) parent.budget.release();
      for (const { prompt, origin } of successors)
        tools.report({ type: "candidate", round: inRound, id: prompt.id, section: prompt.section, origin });
      return { successors, seen: proposals.flatMap(({ seen }) => seen) };
    }
  };
}

/** Says when to stop before the last round: a perfect leader, one that is clearly worse than before, or `patience` rounds without gain on dev. */
function earlyStopping(
  scores: DevScores,
  patience: number,
  report: Tools["report"],
): (leader: Candidate, round: number, budget: CallBudget) => Promise<StopReason | undefined> {
  let best: { readonly dev: Estimate; readonly round: number } | undefined;
  let withoutGain = 0;
  return async (leader, round, budget) => {
    if (patience === 0) return undefined;
    report({ type: "phase", round, phase: "dev" });
    const scored = await scores.score(leader, round, budget);
    if (scored === undefined) return undefined;
    const { dev } = scored;
    if (dev.value === 1) return { kind: "perfect-dev" };
    if (best !== undefined && dev.high < best.dev.low) return { kind: "degrading", since: best.round };
    if (best === undefined || dev.value > best.dev.value) {
      best = { dev, round };
      withoutGain = 0;
    } else withoutGain += 1;
    return withoutGain >= patience ? { kind: "no-gain", rounds: withoutGain } : undefined;
  };
}
