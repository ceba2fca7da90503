/**
 * Protected rows: rows that no winner may break. They are in none of the three splits. In test, a choice would depend on rows that the
 * verdict must not know; in dev and train, rows that somebody picked by hand would weigh in scores as if they were drawn like
 * the others. So their answers decide one thing alone: whether a finalist may win.
 */
import type { CallBudget } from "../budget.ts";
import { BudgetError } from "../errors.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Observation } from "../task.ts";
import type { Tools } from "../tools.ts";
import { flippedRows, wrongRow, type FlippedRow } from "./changes.ts";

/** What keeps a finalist from winning; absent for nothing. */
export interface Refusal {
  readonly broken?: readonly FlippedRow[];
  readonly unanswered?: readonly string[];
}

/** The protected rows of a run, and what prompts answer on them. */
export class ProtectedRows {
  readonly #tools: Tools;
  #initial: ReadonlyMap<string, Observation> | undefined;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** The most calls that the next prompt's answers take; the initial prompt's included, where they are not known. */
  get callsAhead(): number {
    const { task } = this.#tools;
    return this.#tools.callsFor(task.protected?.length ?? 0, "dev") * (this.#initial === undefined ? 2 : 1);
  }

  /**
   * Why this prompt may not win; undefined when it may. A row that the initial prompt gets wrong is not broken by another wrong
   * answer. Where the initial prompt has no answer to a row, it counts as right.
   */
  async refusal(prompt: Prompt, round: number, budget: CallBudget): Promise<Refusal | undefined> {
    const { task } = this.#tools;
    const { protected: rows = [] } = task;
    if (rows.length === 0 || prompt.id === task.prompt.id) return undefined;
    const initial = (this.#initial ??= await this.#answersOfInitial(round, budget));
    const own = new Map(
      (await this.#answers(prompt, round, budget)).map((answer) => [answer.example.id, answer] as const),
    );
    const held = rows.filter(({ id }) => initial.get(id)?.correct !== false);
    const unanswered = held.filter(({ id }) => !own.has(id)).map(({ id }) => id);
    const pairs = held.flatMap(({ id }) => {
      const [a, b] = [initial.get(id), own.get(id)];
      return b === undefined ? [] : [{ a: a ?? { ...b, correct: true, answer: "", predicted: "" }, b }];
    });
    const broken = flippedRows(pairs, task);
    if (broken.length + unanswered.length === 0) return undefined;
    return { ...(broken.length > 0 && { broken }), ...(unanswered.length > 0 && { unanswered }) };
  }

  async #answersOfInitial(round: number, budget: CallBudget): Promise<ReadonlyMap<string, Observation>> {
    const { task, report } = this.#tools;
    const answers = await this.#answers(task.prompt, round, budget);
    const wrong = answers.filter(({ correct }) => !correct).map((answer) => wrongRow(answer, task));
    report({ type: "protected-rows", rows: task.protected?.length ?? 0, wrong });
    return new Map(answers.map((answer) => [answer.example.id, answer]));
  }

  /** What arrived: a cap on money, tokens or time may cut it short, and rows without an answer let nobody win. */
  async #answers(prompt: Prompt, round: number, budget: CallBudget): Promise<readonly Observation[]> {
    const { protected: rows = [] } = this.#tools.task;
    try {
      return await this.#tools.evaluate(prompt, rows, { round, phase: "dev", budget });
    } catch (error) {
      if (error instanceof BudgetError) return [];
      throw error;
    }
  }
}
