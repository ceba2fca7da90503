/** Gradients of one parent that speak of the same thing and pull opposite ways, found by their words and by their errors. */
import { similarity } from "../values/similarity.ts";
import { claimsOf, type Claim } from "./claims.ts";
import type { Gradient } from "./gradient.ts";

/** Claims without quotation marks are about the same from this similarity of their words on. */
const SAME_MATTER = 1 / 3;
/** From this similarity on, they say the same. */
const SAME_CLAIM = 0.6;

/** Every two gradients that contradict each other, in the order given. */
export function conflictsAmong<G extends Gradient>(gradients: readonly G[]): (readonly [G, G])[] {
  const claims = new Map(gradients.map((gradient) => [gradient, claimsOf(gradient.text)]));
  const labels = new Set(gradients.flatMap(({ cells }) => cells.flat()).map((label) => label.toLowerCase()));
  return gradients.flatMap((a, i) =>
    gradients
      .slice(i + 1)
      .filter((b) => {
        const mirrored = areMirrored(a, b);
        return claims.get(a)!.some((one) => claims.get(b)!.some((other) => areOpposite(one, other, labels, mirrored)));
      })
      .map((b) => [a, b] as const),
  );
}

/** Whether two gradients say much the same of the same quoted things. */
export function areAlike(a: Gradient, b: Gradient): boolean {
  if (a.text === b.text) return true;
  const [one, other] = [claimsOf(a.text), claimsOf(b.text)];
  const [quotedA, quotedB] = [union(one.map(({ quoted }) => quoted)), union(other.map(({ quoted }) => quoted))];
  return (
    quotedA.size === quotedB.size &&
    common(quotedA, quotedB).length === quotedA.size &&
    similarity(union(one.map(({ about }) => about)), union(other.map(({ about }) => about))) >= SAME_CLAIM
  );
}

/** How many words the most specific claim of a gradient is about: the more of them, the fewer rows it speaks of. */
export function specificity({ text }: Gradient): number {
  return Math.max(0, ...claimsOf(text).map(({ about }) => about.size));
}

function areOpposite(a: Claim, b: Claim, labels: ReadonlySet<string>, mirrored: boolean): boolean {
  const [labelsA, labelsB] = [common(a.quoted, labels), common(b.quoted, labels)];
  return (
    areAboutTheSame(without(a, labels), without(b, labels)) &&
    (a.negated !== b.negated ||
      a.restricted !== b.restricted ||
      a.sides.some((side, i) => side >= 0 && side + b.sides[i]! === 1) ||
      (labelsA.length > 0 && labelsB.length > 0 && !labelsA.some((label) => labelsB.includes(label))) ||
      (mirrored && similarity(a.about, b.about) < SAME_CLAIM))
  );
}

function areAboutTheSame(a: Claim, b: Claim): boolean {
  if (a.quoted.size > 0 && b.quoted.size > 0) return common(a.quoted, b.quoted).length > 0;
  return similarity(a.about, b.about) >= SAME_MATTER;
}

/** The claim, where what it quotes is matter and not a label. */
function without(claim: Claim, labels: ReadonlySet<string>): Claim {
  return { ...claim, quoted: new Set([...claim.quoted].filter((one) => !labels.has(one))) };
}

/** Whether what the errors of one expect is what those of the other were answered, and the other way around. */
function areMirrored({ cells: [a, ...moreA] }: Gradient, { cells: [b, ...moreB] }: Gradient): boolean {
  return a !== undefined && b !== undefined && moreA.length + moreB.length === 0 && a[0] === b[1] && a[1] === b[0];
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...a].filter((one) => b.has(one));
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
