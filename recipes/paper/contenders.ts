/** The searches that the recipes compare, under their names. */
import type { MethodName } from "../../src/core/methods/index.ts";
import type { SelectorName } from "../../src/core/selection/index.ts";
import type { Contender } from "./recipe.ts";

const method = (name: MethodName): Contender => ({ name, set: { search: { method: name } } });

export const PROTEGI: readonly Contender[] = [method("protegi")];
/** Table 5 of the paper. */
export const TABLE5: readonly Contender[] = [method("protegi"), method("monte-carlo")];
export const BASELINES: readonly Contender[] = (["protegi", "monte-carlo", "phrase-edit", "agent-loop"] as const).map(
  method,
);
/** The same expansion over a beam, over a beam of one, and once. */
export const ABLATION: readonly Contender[] = (["protegi", "greedy", "no-iteration"] as const).map(method);

/** The paper's selectors, and our default. */
const SELECTORS: readonly SelectorName[] = [
  "ucb",
  "ucb-e",
  "successive-rejects",
  "successive-halving",
  "uniform",
  "least-regret",
];

/** Evaluations per candidate. */
const EVALUATIONS = [25, 50];
/** Rows of a pull: few enough that 25 evaluations leave something to choose. */
const PULL = 5;

export const SELECTION: readonly Contender[] = EVALUATIONS.flatMap((perCandidate) =>
  SELECTORS.map((selector) => ({
    name: `${selector}, ${perCandidate}`,
    set: { selection: { selector, perCandidate, pullSize: PULL } },
  })),
);

export const ONE_ROUND: readonly Contender[] = [{ name: "one round", set: { search: { rounds: 1 } } }];

/** The same candidates, chosen from by either. */
export const FIRST_SELECTORS: readonly Contender[] = (["ucb", "successive-rejects"] as const).map((selector) => ({
  name: selector,
  set: { search: { rounds: 1 }, selection: { selector, perCandidate: 25, pullSize: PULL } },
}));
