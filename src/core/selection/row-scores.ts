/** What each arm scored row by row, so that arms can be compared on the rows they share. */
import { pseudoValues } from "../stats/pseudo-values.ts";
import type { Cells } from "../stats/additive.ts";
import type { Observation } from "../task.ts";
import type { Arms } from "./arms.ts";
import type { PullResult, Selection } from "./selector.ts";

export class RowScores {
  readonly #selection: Selection;
  readonly #arms: Arms;
  /** A number for each example met, in the order of meeting. */
  readonly #rows = new Map<string, number>();
  readonly #cells: Cells[];

  constructor(selection: Selection, arms: Arms) {
    this.#selection = selection;
    this.#arms = arms;
    this.#cells = arms.all.map(() => ({ rows: [], values: [] }));
  }

  /** Takes over what `arms` has just recorded. */
  record(results: readonly PullResult[]): void {
    const changed = new Set(results.map(({ arm }) => arm));
    for (const arm of [...changed].sort((a, b) => a - b)) {
      const seen = this.#arms.seen(arm);
      this.#cells[arm] = { rows: seen.map((observation) => this.#number(observation)), values: this.#values(seen) };
    }
  }

  /** How many different rows any arm has met. */
  get rowCount(): number {
    return this.#rows.size;
  }

  /** Every arm's row scores. */
  get cells(): readonly Cells[] {
    return this.#cells;
  }

  /** Row scores of arm `a` minus those of arm `b`, on the rows that both have met. */
  differences(a: number, b: number): number[] {
    const { rows, values } = this.#cells[b]!;
    const other = new Map(rows.map((row, i) => [row, values[i]!]));
    return this.#cells[a]!.rows.flatMap((row, i) => {
      const value = other.get(row);
      return value === undefined ? [] : [this.#cells[a]!.values[i]! - value];
    });
  }

  #number({ example }: Observation): number {
    const known = this.#rows.get(example.id);
    if (known !== undefined) return known;
    this.#rows.set(example.id, this.#rows.size);
    return this.#rows.size - 1;
  }

  #values(seen: readonly Observation[]): number[] {
    const { metric } = this.#selection;
    return metric.isMean ? seen.map(({ score }) => score) : pseudoValues(seen, metric.score);
  }
}
