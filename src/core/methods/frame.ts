/** The frame of the methods that are no beam: rounds until the budget ends, and the finalists scored on dev. */
import type { CallBudget } from "../budget.ts";
import type { Candidate, Origin } from "../candidate.ts";
import { DevScores } from "../measuring/dev-scores.ts";
import { BudgetError } from "../errors.ts";
import type { StopReason } from "../events.ts";
import type { Prompt } from "../prompt.ts";
import type { Rng } from "../rng.ts";
import { roundStream } from "../streams.ts";
import type { Observation } from "../task.ts";
import type { Search, Tools } from "../tools.ts";

/** One round, and what it may draw on. */
export interface Round {
  readonly round: number;
  readonly rng: Rng;
  readonly budget: CallBudget;
}

export interface Loop {
  /** One round; returns why there is no sense in another, if so. */
  step(round: Round): Promise<StopReason | undefined>;
  /** What dev is to decide between, the most promising first; the initial prompt when there is no other. */
  finalists(): readonly Candidate[];
}

export interface LoopOptions {
  readonly rounds: number;
  /** The most finalists that there can be. */
  readonly finalists: number;
  /** A round is not begun with fewer calls left. */
  readonly leastCalls: number;
}

/** Rounds of the loop that `begin` makes from the initial prompt. */
export function loopSearch(begin: (tools: Tools, initial: Candidate, rng: Rng) => Loop, options: LoopOptions): Search {
  return async (tools, budget, rng) => {
    const initial: Candidate = { prompt: tools.task.prompt, origin: { kind: "initial" }, round: 0 };
    // The finalists' dev scores may not eat up the search: where they would, the last of them go without.
    const rows = tools.callsFor(tools.task.dev.length);
    const forDev = budget.reserve(Math.min(options.finalists * rows, Math.max(rows, Math.floor(budget.left / 2))));
    const loop = begin(tools, initial, rng);
    let round = 0;
    const ended = await search().catch((error: unknown): StopReason => {
      if (error instanceof BudgetError) return { kind: "budget", cap: error.cap };
      throw error;
    });
    forDev.release();
    const scores = new DevScores(tools);
    tools.report({ type: "phase", round, phase: "dev" });
    await Promise.all(loop.finalists().map((candidate) => scores.score(candidate, round, budget)));
    const ranked = scores.ranking();
    const reason: StopReason = scores.cut === undefined ? ended : { kind: "budget", cap: scores.cut.cap };
    return { best: ranked[0]?.candidate ?? initial, rounds: round, reason, ranked };

    async function search(): Promise<StopReason> {
      while (round < options.rounds) {
        if (budget.left < tools.callsFor(options.leastCalls)) return { kind: "budget", cap: "calls" };
        round += 1;
        const beam = loop.finalists().map(({ prompt }) => prompt.id);
        tools.report({ type: "round-started", round, rounds: options.rounds, beam });
        const stop = await loop.step({ round, rng: roundStream(rng, round), budget });
        if (stop !== undefined) return stop;
      }
      return { kind: "rounds", rounds: round };
    }
  };
}

/** The candidate that a section makes of `parent`, reported; undefined when there is no section or the contract forbids it. */
export function candidateFrom(
  tools: Tools,
  section: string | undefined,
  parent: Prompt,
  origin: Origin,
  shown: readonly Observation[],
  round: number,
): Candidate | undefined {
  const prompt = section === undefined ? undefined : tools.admit(section, parent, shown, round);
  if (prompt === undefined) return undefined;
  tools.report({ type: "candidate", round, id: prompt.id, section: prompt.section, origin });
  return { prompt, origin, round };
}
