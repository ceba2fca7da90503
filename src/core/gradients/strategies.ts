/** What to do with the gradients of one step that may pull opposite ways: the strategies by name. */
import { areAlike, conflictsAmong, specificity } from "./conflicts.ts";
import type { Gradient } from "./gradient.ts";

/** At least one. */
export type Some<G> = readonly [G, ...G[]];

/** What one request for edits is to correct. */
export interface Aim<G extends Gradient> {
  /** What is sent as the gradient: each once. */
  readonly texts: Some<string>;
  /** The gradients that it stands for; the request shows the errors of the first. */
  readonly gradients: Some<G>;
}

export interface ConflictStrategy {
  /** Whether it looks at the gradients of all of a parent's groups together, which then wait for one another. */
  readonly across: boolean;
  /** Most aims of a group of errors that has so many gradients. */
  readonly most: (gradients: number) => number;
  /** Each gradient in one aim at most. */
  readonly aims: <G extends Gradient>(gradients: readonly G[]) => readonly Aim<G>[];
}

export type ConflictStrategyName = "keep" | "merge" | "majority" | "specific" | "average";

/** All strategies by name. The calls that one saves are left to later rounds. */
export const conflictStrategies: Readonly<Record<ConflictStrategyName, ConflictStrategy>> = {
  /** All of them, as in the paper: selection finds out which were right. */
  keep: { across: false, most: all, aims: (gradients) => gradients.map((gradient) => aimOf([gradient])) },
  /** One of those that say the same. */
  merge: { across: true, most: all, aims: (gradients) => clustered(gradients).map(aimOf) },
  /** One of those that say the same, unless more gradients say the opposite. */
  majority: { across: true, most: all, aims: majority },
  /** The most specific first, without those that contradict a more specific one. */
  specific: { across: true, most: all, aims: specific },
  /** One edit from all gradients of a group of errors. */
  average: { across: false, most: () => 1, aims: average },
};

function all(gradients: number): number {
  return gradients;
}

function aimOf<G extends Gradient>(gradients: Some<G>): Aim<G> {
  return { texts: [gradients[0].text], gradients };
}

/** Gradients that say the same together, in the order of the first of each. */
function clustered<G extends Gradient>(gradients: readonly G[]): Some<G>[] {
  const opposed = oppositionAmong(gradients);
  const clusters: [G, ...G[]][] = [];
  for (const gradient of gradients) {
    const own = clusters.find(
      (members) => areAlike(members[0], gradient) && !members.some((one) => opposed(one, gradient)),
    );
    if (own === undefined) clusters.push([gradient]);
    else own.push(gradient);
  }
  return clusters;
}

function majority<G extends Gradient>(gradients: readonly G[]): Aim<G>[] {
  const opposed = oppositionAmong(gradients);
  const clusters = clustered(gradients);
  const outvoted = (members: Some<G>): boolean =>
    clusters.some(
      (others) =>
        others.length > members.length && others.some((other) => members.some((member) => opposed(member, other))),
    );
  return clusters.filter((members) => !outvoted(members)).map(aimOf);
}

function specific<G extends Gradient>(gradients: readonly G[]): Aim<G>[] {
  const opposed = oppositionAmong(gradients);
  const ordered = gradients
    .map((gradient) => ({ gradient, words: specificity(gradient) }))
    .toSorted((a, b) => b.words - a.words);
  return ordered
    .filter(({ gradient, words }) => !ordered.some((other) => other.words > words && opposed(other.gradient, gradient)))
    .map(({ gradient }) => aimOf([gradient]));
}

function average<G extends Gradient>(gradients: readonly G[]): Aim<G>[] {
  const [first, ...others] = gradients;
  if (first === undefined) return [];
  const further = [...new Set(others.map(({ text }) => text))].filter((text) => text !== first.text);
  return [{ texts: [first.text, ...further], gradients: [first, ...others] }];
}

function oppositionAmong<G extends Gradient>(gradients: readonly G[]): (a: G, b: G) => boolean {
  const pairs = conflictsAmong(gradients);
  return (a, b) => pairs.some(([one, other]) => (one === a && other === b) || (one === b && other === a));
}
