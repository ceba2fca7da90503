/** Calls beyond the plan of a cell, such as asking a judge model once more: given out in the order of the rows, so that a cap cuts at one place. */
import type { CallBudget } from "../budget.ts";
import { ProtegiError } from "../errors.ts";

/** Share of the judge model's calls that is kept for asking again. */
const SPARE = 0.1;

/** The budget has no call left to ask the judge model once more: the cell is one that the budget did not reach. */
export class NoCallLeft extends ProtegiError {
  override name = "NoCallLeft";
}

/** The calls that a prompt takes on so many rows, with a few to ask the judge model again. */
export function callsOn(
  rows: number,
  { callsPerCell, spareCalls = 0 }: { readonly callsPerCell: number; readonly spareCalls?: number },
): number {
  return rows * callsPerCell + Math.ceil(SPARE * rows * spareCalls);
}

/** Where one cell asks for such calls. */
export interface ExtraCalls {
  /** Whether the budget has a call more for this cell. Decided when all cells that are not done have asked. */
  granted(): Promise<boolean>;
  /** To be called once when the cell is done. */
  done(): void;
}

/**
 * A place for each of `cells` cells, in the order of their rows. A cell that asks waits until every other one is done or asks
 * too: who gets the last calls of a budget then follows from the rows, whatever order replies arrive in.
 */
export function extraCalls(cells: number, budget: Pick<CallBudget, "left" | "take">): readonly ExtraCalls[] {
  const waiting = new Map<number, ((granted: boolean) => void)[]>();
  let open = cells;

  function decide(): void {
    if (waiting.size === 0 || waiting.size < open) return;
    const asked = [...waiting].sort(([a], [b]) => a - b);
    waiting.clear();
    for (const [, answers] of asked) for (const answer of answers) answer(budget.left > 0 && budget.take() > 0);
  }

  return Array.from({ length: cells }, (_, cell) => ({
    granted: () =>
      new Promise<boolean>((resolve) => {
        const answers = waiting.get(cell);
        if (answers === undefined) waiting.set(cell, [resolve]);
        else answers.push(resolve);
        decide();
      }),
    done() {
      open -= 1;
      decide();
    },
  }));
}
