/**
 * The frame of every method: rounds until the budget, the method or a person ends them, then the finalists' scores on
 * dev. It asks for a person's inputs at three barriers of a round, so that a method need not know that there are any.
 */
import type { CallBudget } from "../budget.ts";
import type { Candidate } from "../candidate.ts";
import { BudgetError } from "../errors.ts";
import type { StopReason } from "../stop-reason.ts";
import { chooseEligible } from "../measuring/eligible.ts";
import { DevScores } from "../measuring/dev-scores.ts";
import type { Rng } from "../rng.ts";
import { roundStream } from "../streams.ts";
import type { Search, Tools } from "../tools.ts";
import { Steering } from "./steering.ts";

/** One round, and what it may draw on. */
export interface Round {
  readonly round: number;
  readonly rng: Rng;
  readonly budget: CallBudget;
  /** Scores on dev, for methods that look at them before the end. */
  readonly scores: DevScores;
  /** The candidates as a person leaves them, asked before they are selected from. */
  readonly steered: (candidates: readonly Candidate[]) => Promise<readonly Candidate[]>;
}

/** A method at work. */
export interface Loop {
  /** One round; returns why there is no sense in another, if so. */
  step(round: Round): Promise<StopReason | undefined>;
  /** What dev is to decide between, the most promising first; the initial prompt when there is no other. */
  finalists(): readonly Candidate[];
  /** What dev is to weigh in addition at the end, such as earlier leaders, the most promising first. Default: nothing. */
  earlier?(): readonly Candidate[];
  /** Continues from these, where the method can: a person changed them. Default: the method continues as it was. */
  adopt?(candidates: readonly Candidate[]): void;
}

/** How long a method's loop runs, and what it sets aside. */
export interface FrameOptions {
  readonly rounds: number;
  /** The most finalists that there can be. */
  readonly finalists: number;
  /** A round does not start with fewer calls left. */
  readonly leastCalls: number;
}

/** Dev's rows are set aside before the search for so many finalists: who is in doubt to the end is hardly ever a third. */
const IN_DOUBT = 2;

/** The most cells of dev, in rows of the whole split, that the choice of the final prompt may take. */
export function mostOfDev(finalists: number): number {
  return Math.max(IN_DOUBT, finalists);
}

/** Rounds of the loop that `begin` makes from the initial prompt. */
export function framed(begin: (tools: Tools, initial: Candidate, rng: Rng) => Loop, options: FrameOptions): Search {
  return async (tools, budget, rng) => {
    const { task, report } = tools;
    const initial: Candidate = { prompt: task.prompt, origin: { kind: "initial" }, round: 0 };
    const rows = tools.callsFor(task.dev.length, "dev");
    // Where dev would take more than half, the search comes first.
    const half = Math.max(rows, Math.floor(budget.left / 2));
    const finalists = Math.min(IN_DOUBT, options.finalists);
    const forProtected = (1 + finalists) * tools.callsFor(task.protected?.length ?? 0, "dev");
    // The initial prompt meets all of dev too, where it may be the only one that keeps the limits.
    const forLimits = task.limits === undefined ? 0 : rows;
    const forDev = budget.reserve(Math.min(finalists * rows + forProtected + forLimits, half));
    const loop = begin(tools, initial, rng);
    const scores = new DevScores(tools);
    const steering = new Steering(tools);
    let round = 0;
    const ended = await search().catch((error: unknown): StopReason => {
      if (error instanceof BudgetError) return { kind: "budget", cap: error.cap };
      throw error;
    });
    const candidates = [...loop.finalists(), ...(loop.earlier?.() ?? [])];
    const wanted = await steering.at({ round, stage: "dev", candidates, ended });
    forDev.release();
    report({ type: "phase", round, phase: "dev" });
    const choice = { most: mostOfDev(options.finalists), round, budget, rng: rng.fork("dev") };
    const { best = initial, ...chosen } = await chooseEligible(tools, scores, wanted, choice);
    const reason: StopReason = scores.cut === undefined ? ended : { kind: "budget", cap: scores.cut.cap };
    return { best, rounds: round, reason, ...chosen };

    async function search(): Promise<StopReason> {
      while (round < options.rounds) {
        if (budget.left < tools.callsFor(options.leastCalls)) return { kind: "budget", cap: "calls" };
        const before = loop.finalists();
        const wanted = await steering.at({ round: round + 1, stage: "proposing", candidates: before });
        // Nothing can be written from no prompt: a person has vetoed all.
        if (steering.stopped || wanted.length === 0) return { kind: "stopped" };
        if (wanted !== before) loop.adopt?.(wanted);
        round += 1;
        const beam = loop.finalists().map(({ prompt }) => prompt.id);
        report({ type: "round-started", round, rounds: options.rounds, beam });
        const steered = (candidates: readonly Candidate[]): Promise<readonly Candidate[]> =>
          steering.at({ round, stage: "selecting", candidates });
        const stop = await loop.step({ round, rng: roundStream(rng, round), budget, scores, steered });
        if (stop !== undefined) return stop;
        if (steering.stopped) return { kind: "stopped" };
      }
      return { kind: "rounds", rounds: round };
    }
  };
}
