/** Scores on the dev split: they pick the final prompt and say when to stop early. */
import type { CallBudget } from "../budget.ts";
import type { Candidate } from "../candidate.ts";
import { BudgetError } from "../errors.ts";
import { estimate } from "../stats/estimate.ts";
import type { Ranked, Tools } from "../tools.ts";

export class DevScores {
  readonly #tools: Tools;
  /** In the order of asking, whatever the order in which answers arrive; undefined until scored. */
  readonly #scored = new Map<string, Ranked | undefined>();
  #cut: BudgetError | undefined;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** Scores a candidate on all of dev; undefined when the budget cuts it short, for part of dev is no fair score. */
  async score(candidate: Candidate, round: number, budget: CallBudget): Promise<Ranked | undefined> {
    const { task } = this.#tools;
    const { prompt } = candidate;
    const known = this.#scored.get(prompt.id);
    if (known !== undefined) return known;
    if (budget.left < this.#tools.callsFor(task.dev.length)) return undefined;
    this.#scored.set(prompt.id, undefined);
    try {
      const observations = await this.#tools.evaluate(prompt, task.dev, { round, phase: "dev", budget });
      const ranked: Ranked = { candidate, dev: estimate(task.metric, observations) };
      this.#scored.set(prompt.id, ranked);
      this.#tools.report({ type: "dev-score", round, id: prompt.id, score: ranked.dev });
      return ranked;
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error;
      this.#cut = error;
      return undefined;
    }
  }

  /** The cap on money, tokens or time that cut a scoring short. */
  get cut(): BudgetError | undefined {
    return this.#cut;
  }

  /** All scored candidates, best first: by score, then by the shorter prompt, then in the order of asking. */
  ranking(): Ranked[] {
    return [...this.#scored.values()]
      .filter((scored) => scored !== undefined)
      .toSorted((a, b) => b.dev.value - a.dev.value || a.candidate.prompt.size - b.candidate.prompt.size);
  }
}
