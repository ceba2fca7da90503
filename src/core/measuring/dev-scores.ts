/** Scores on the dev split: they pick the final prompt and say when to stop early. */
import { CallBudget } from "../budget.ts";
import type { Candidate } from "../candidate.ts";
import { BudgetError } from "../errors.ts";
import { byId } from "../example.ts";
import { allMet, measuredLimits } from "../limits/limit.ts";
import { shuffle, type Rng } from "../rng.ts";
import { drive } from "../selection/drive.ts";
import { leastRegret } from "../selection/least-regret.ts";
import { estimate } from "../stats/estimate.ts";
import type { Observation } from "../task.ts";
import type { Ranked, Tools } from "../tools.ts";

/** What one choice on dev draws on. */
export interface DevChoice {
  /** How many times the rows of dev it may take in all. */
  readonly most: number;
  readonly round: number;
  readonly budget: CallBudget;
  readonly rng: Rng;
}

export class DevScores {
  readonly #tools: Tools;
  /** In the order of asking, whatever the order in which answers arrive; undefined until scored. */
  readonly #scored = new Map<string, Ranked | undefined>();
  #cut: BudgetError | undefined;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** The candidates that were scored so far, in the order of asking. */
  get known(): readonly Candidate[] {
    return [...this.#scored.values()].flatMap((scored) => scored?.candidate ?? []);
  }

  /** Scores a candidate on all of dev; undefined when the budget cuts it short, for part of dev is no fair score. */
  async score(candidate: Candidate, round: number, budget: CallBudget): Promise<Ranked | undefined> {
    const { task } = this.#tools;
    const { prompt } = candidate;
    const known = this.#scored.get(prompt.id);
    if (known !== undefined) return known;
    if (budget.left < this.#tools.callsFor(task.dev.length, "dev")) return undefined;
    this.#scored.set(prompt.id, undefined);
    return this.#onAll(candidate, round, budget);
  }

  /**
   * What a candidate has of the task's limits on all of dev, whatever part of it the choice has used; undefined when the budget
   * does not reach for the rest.
   */
  async complete(candidate: Candidate, round: number, budget: CallBudget): Promise<Ranked | undefined> {
    const known = this.#scored.get(candidate.prompt.id);
    if (known?.limits !== undefined) return known;
    const scored = await this.#onAll(candidate, round, budget);
    // Rows that are missing were never delivered, or not paid for; where nothing is left, nobody can tell.
    const isWhole = scored?.dev.n === this.#tools.task.dev.length || budget.left >= this.#tools.callsFor(1, "dev");
    return isWhole ? scored : undefined;
  }

  /**
   * These candidates, best first: those that are in doubt meet dev's rows in one order, block by block, until the choice is clear
   * or all of dev is used. The shorter of two that do equally well is first.
   */
  async rank(finalists: readonly Candidate[], { most, round, budget, rng }: DevChoice): Promise<readonly Ranked[]> {
    const { task } = this.#tools;
    const all = finalists.toSorted((a, b) => a.prompt.size - b.prompt.size);
    const [only] = all;
    if (all.length === 1) return [await this.score(only!, round, budget)].filter((scored) => scored !== undefined);
    const rows = shuffle(task.dev.toSorted(byId), rng);
    const selector = leastRegret(
      {},
      false,
    )({
      arms: all.length,
      keep: 1,
      rows: rows.map((_, i) => i),
      budget: Math.min(all.length, most) * rows.length,
      metric: task.metric,
      rng,
    });
    // Where a cap cuts the choice short, what the steps before have shown still counts.
    let seen: readonly (readonly Observation[])[] = [];
    const work = { phase: "dev", round, budget } as const;
    await this.#unlessCut(() => drive(this.#tools, selector, all, rows, work, (_, soFar) => (seen = soFar)));
    return selector
      .ranking()
      .filter(({ arm }) => (seen[arm]?.length ?? 0) > 0)
      .map(({ arm }) => this.#note(all[arm]!, round, seen[arm]!));
  }

  /** A scored candidate with what it has of the limits, where all of dev has been asked already; asks nothing. */
  async measured(ranked: Ranked, round: number): Promise<Ranked> {
    const { dev, limits } = this.#tools.task;
    if (limits === undefined || ranked.limits !== undefined) return ranked;
    const { prompt } = ranked.candidate;
    const seen = await this.#tools.evaluate(prompt, dev, { round, phase: "dev", budget: new CallBudget(0) });
    if (seen.length < dev.length) return ranked;
    const own = measuredLimits(limits, seen, prompt);
    return { ...ranked, limits: own, ...(!allMet(own) && { refused: true }) };
  }

  /** The cap on money, tokens or time that cut a scoring short. */
  get cut(): BudgetError | undefined {
    return this.#cut;
  }

  async #onAll(candidate: Candidate, round: number, budget: CallBudget): Promise<Ranked | undefined> {
    const { dev, limits } = this.#tools.task;
    const { prompt } = candidate;
    return this.#unlessCut(async () => {
      const observations = await this.#tools.evaluate(prompt, dev, { round, phase: "dev", budget });
      const measured = limits && { limits: measuredLimits(limits, observations, prompt) };
      return this.#note(candidate, round, observations, measured);
    });
  }

  #note(
    candidate: Candidate,
    round: number,
    observations: readonly Observation[],
    limits: Pick<Ranked, "limits"> = {},
  ): Ranked {
    const ranked: Ranked = { candidate, dev: estimate(this.#tools.task.metric, observations), ...limits };
    this.#scored.set(candidate.prompt.id, ranked);
    this.#tools.report({ type: "dev-score", round, id: candidate.prompt.id, score: ranked.dev });
    return ranked;
  }

  async #unlessCut<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error;
      this.#cut = error;
      return undefined;
    }
  }
}
