/** What the tests of trials share: variants of the small run on the example reviews, and trials made by hand. */
import { buildTask } from "../../src/jobs/task/build-task.ts";
import type { Model } from "../../src/core/model.ts";
import type { Observation } from "../../src/core/task.ts";
import { parseGroups } from "../../src/options/settings.ts";
import type { Trial } from "../../src/trials/run-trials.ts";
import type { Variant } from "../../src/trials/variant.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { SEARCH, SMALL } from "../e2e/small-run.ts";

/** A variant for each of these methods, on the same model. */
export function methodVariants(methods: readonly string[], model: Model = simulatedReviews()): Variant[] {
  return methods.map((method) => ({
    name: method,
    parts(seed) {
      const { selection, splits } = SMALL;
      const settings = parseGroups({ selection, splits, search: { ...SEARCH, method }, seed });
      const task = buildTask(SMALL, settings.splits, () => undefined);
      return { task, models: { task: model, optimizer: model }, settings };
    },
  }));
}

interface Outline {
  readonly variant: string;
  readonly seed: number;
  /** Score of the prompt found, of the initial one. */
  readonly found: number;
  readonly initial?: number;
  readonly calls?: number;
  readonly rows?: readonly boolean[];
  readonly curve?: Trial["curve"];
}

/** A trial with a verdict, and nothing in it but what a summary reads. */
export function trial({ variant, seed, found, initial = 0.5, calls = 100, rows = [], curve = [] }: Outline): Trial {
  const at = (value: number): object => ({ value, low: 0, high: 1, n: 10 });
  const word = found > initial ? "better" : "not shown";
  const verdict = { word, initial: at(initial), winner: at(found), difference: at(found - initial) };
  const cost = { calls, cached: 10, failures: 0, inputTokens: 1000, outputTokens: 100, usd: 0.5 };
  return {
    variant,
    seed,
    known: false,
    metric: { name: "accuracy", isMean: true, score: share },
    result: { verdict, cost } as Trial["result"],
    winner: rows.map((correct, i) => observation(i, correct)),
    curve,
    curveCost: { ...cost, calls: 0 },
  };
}

function share(observations: readonly Observation[]): number {
  return observations.filter(({ correct }) => correct).length / observations.length;
}

function observation(row: number, correct: boolean): Observation {
  const example = { id: String(row), fields: {}, expected: "yes" };
  return { example, answer: "", score: correct ? 1 : 0, correct, invalid: false };
}
