/** Drives a selector: evaluates what it asks for, until it has chosen (Select of arXiv 2305.03495). */
import type { Candidate } from "../candidate.ts";
import type { Example } from "../example.ts";
import { behindLimits } from "../limits/order.ts";
import { asOwn } from "../own-code/own-object.ts";
import { shuffle, type Rng } from "../rng.ts";
import { drive, type Driven } from "./drive.ts";
import type { Selection, Selector, SelectorFactory } from "./selector.ts";
import type { Observation } from "../task.ts";
import type { Choice, Tools } from "../tools.ts";
import { weigh } from "./weigh.ts";

export interface SelectOptions {
  /** The selector's name, for reports. */
  readonly name: string;
  readonly selector: SelectorFactory;
  /** Evaluations a round, given the number of candidates. */
  readonly budgetFor: (arms: number) => number;
}

/** A selector for one choice, checked: it may be of a user's own. */
function made({ name, selector }: SelectOptions, selection: Selection): Selector {
  const factory: unknown = selector;
  return asOwn<Selector>(
    typeof factory === "function" ? selector(selection) : factory,
    "selection.selector",
    `a selector from ${name}`,
    { next: "a function", record: "a function", ranking: "a function" },
  );
}

/** The best `keep` of the candidates, best first. */
export async function select(tools: Tools, choice: Choice, options: SelectOptions): Promise<Candidate[]> {
  const { candidates, keep, rows, round, budget } = choice;
  const { metric } = tools.task;
  const selector = made(options, {
    arms: candidates.length,
    keep,
    rows: rows.map((_, i) => i),
    budget: Math.min(options.budgetFor(candidates.length), Math.floor(budget.left / tools.callsFor(1))),
    metric,
    rng: choice.rng,
  });
  const before = budget.spent;
  const { seen, evaluations } = await drive(
    tools,
    selector,
    candidates,
    rows,
    { phase: "selecting", round, budget },
    report,
  );
  const ranking = behindLimits(tools.task.limits ?? [], selector.ranking(), ({ arm }) => ({
    prompt: candidates[arm]!.prompt,
    seen: seen[arm]!,
  }));
  const kept = ranking.slice(0, keep).map(({ arm }) => candidates[arm]!);
  tools.report({
    type: "selected",
    round,
    selector: options.name,
    evaluations,
    calls: budget.spent - before,
    kept: kept.map(({ prompt }) => prompt.id),
    ...weigh(metric, { candidates, seen, ranking, keep }, choice.rng),
  });
  return kept;

  function report(pulled: readonly number[], all: Driven["seen"]): void {
    const arms = pulled.map((arm) => {
      const own = all[arm]!;
      return { id: candidates[arm]!.prompt.id, value: metric.score(own), n: own.length };
    });
    tools.report({ type: "arms", round, arms });
  }
}

/**
 * The order in which a round's candidates meet the rows: drawn again each round, every right answer with its share in each
 * stretch of it, and the rows that the round's gradients were written from last, so that no edit is judged first by
 * the rows it was made for.
 */
export function selectionOrder(train: readonly Example[], seen: readonly Observation[], rng: Rng): Example[] {
  const used = new Set(seen.map(({ example }) => example.id));
  const order = interleaved(shuffle(train, rng), rng);
  return [...order.filter(({ id }) => !used.has(id)), ...order.filter(({ id }) => used.has(id))];
}

/** The rows of each right answer spread evenly; rows whose right answers all differ stay in the order given. */
function interleaved(rows: readonly Example[], rng: Rng): Example[] {
  const groups = Map.groupBy(rows, ({ expected }) => JSON.stringify(expected));
  if (groups.size === rows.length) return [...rows];
  const placed = [...groups.values()].flatMap((group) => {
    const offset = rng.next();
    return group.map((row, i) => ({ row, at: (i + offset) / group.length }));
  });
  return placed.toSorted((a, b) => a.at - b.at).map(({ row }) => row);
}
