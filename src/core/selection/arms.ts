/** The book-keeping that selectors share: what was asked, what each arm has seen, and its state. */
import { sample } from "../rng.ts";
import { estimate } from "../stats/estimate.ts";
import type { Observation } from "../task.ts";
import type { ArmEstimate, Pull, PullResult, Selection } from "./selector.ts";

export class Arms {
  readonly #selection: Selection;
  readonly #seen: Observation[][];
  /** How many rows of the shared order each arm was asked. */
  readonly #asked: number[];
  readonly #scores: (number | undefined)[];
  #left: number;

  constructor(selection: Selection) {
    this.#selection = selection;
    this.#seen = Array.from({ length: selection.arms }, () => []);
    this.#asked = Array.from({ length: selection.arms }, () => 0);
    this.#scores = Array.from({ length: selection.arms });
    this.#left = Math.floor(selection.budget);
  }

  /** All arm numbers, in the order given. */
  get all(): number[] {
    return this.#seen.map((_, arm) => arm);
  }

  /** Evaluations that may still be asked for. */
  get left(): number {
    return this.#left;
  }

  /** Rows of the shared order that this arm has not been asked yet. */
  unasked(arm: number): number {
    return this.#selection.rows.length - this.#asked[arm]!;
  }

  asked(arm: number): number {
    return this.#asked[arm]!;
  }

  /**
   * Asks each of `arms` its next `size` rows of the shared order, as far as rows and budget reach. Where the
   * budget does not reach all, the arms first in the list go first. Arms that get no row are left out.
   */
  pull(arms: readonly number[], size: number): Pull[] {
    return this.pullEach(arms.map((arm) => [arm, size] as const));
  }

  /** One pull of each arm, with a size of its own. */
  pullEach(wanted: readonly (readonly [arm: number, size: number])[]): Pull[] {
    const pulls = wanted.map(([arm, size]) => {
      const from = this.#asked[arm]!;
      const count = Math.max(0, Math.min(Math.floor(size), this.unasked(arm), this.#left));
      this.#asked[arm] = from + count;
      this.#left -= count;
      return { arm, rows: this.#selection.rows.slice(from, from + count) };
    });
    return pulls.filter(({ rows }) => rows.length > 0);
  }

  /** Splits `total` evaluations evenly over `arms`; what division leaves over goes, a row each, to the first of them. */
  spread(arms: readonly number[], total: number): Pull[] {
    const share = Math.floor(total / arms.length);
    const over = Math.floor(total - share * arms.length);
    return this.pullEach(arms.map((arm, i) => [arm, share + (i < over ? 1 : 0)]));
  }

  /** Asks all of `arms` one fresh random sample of `size` rows, as the authors' code does; rows may come again in later samples. */
  pullFresh(arms: readonly number[], size: number): Pull[] {
    const rows = sample(this.#selection.rows, Math.min(size, this.#left), this.#selection.rng);
    const affordable = rows.length === 0 ? 0 : Math.floor(this.#left / rows.length);
    const chosen = arms.slice(0, affordable);
    this.#left -= chosen.length * rows.length;
    return chosen.map((arm) => ({ arm, rows }));
  }

  record(results: readonly PullResult[]): void {
    for (const { arm, observations } of [...results].sort((a, b) => a.arm - b.arm)) {
      // Sums of scores must not depend on the order in which answers arrived.
      this.#seen[arm]!.push(...[...observations].sort((a, b) => compare(a.example.id, b.example.id)));
      this.#scores[arm] = undefined;
    }
  }

  /** Rows that were delivered: N of the formulas. */
  count(arm: number): number {
    return this.#seen[arm]!.length;
  }

  seen(arm: number): readonly Observation[] {
    return this.#seen[arm]!;
  }

  /** The score of the rows seen: Q of the formulas. */
  score(arm: number): number {
    return (this.#scores[arm] ??= this.#selection.metric.score(this.#seen[arm]!));
  }

  /** By how much arm `a` is seen to be better than arm `b`; 0 while one of them is unknown. */
  gap(a: number, b: number): number {
    return this.count(a) === 0 || this.count(b) === 0 ? 0 : this.score(a) - this.score(b);
  }

  /** The given arms, best first by `score`. Arms with no row delivered come last; ties keep the order given to the selector. */
  order(arms: readonly number[], score: (arm: number) => number = (arm) => this.score(arm)): number[] {
    const known = arms.filter((arm) => this.count(arm) > 0);
    const unknown = arms.filter((arm) => this.count(arm) === 0);
    return [...known.sort((a, b) => score(b) - score(a) || a - b), ...unknown];
  }

  /** The given arms in the order given, with interval and pulls. */
  estimates(arms: readonly number[]): ArmEstimate[] {
    return arms.map((arm) => ({ arm, ...estimate(this.#selection.metric, this.#seen[arm]!) }));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
