/** How far values vary between groups and within them, such as scores over splits of the rows and over seeds of the search. */
import { mean } from "./mean.ts";

/** Standard deviations, in the unit of the values. */
export interface Components {
  /** Between the groups: what they would differ by if each had its values without end. */
  readonly between: number;
  /** Between values of one group; undefined where no group has two. */
  readonly within?: number;
}

/**
 * The components of variance of a one-way layout with random groups, by the method of moments (Searle, Casella, McCulloch,
 * Variance Components 1992, 3.6); groups may differ in size. A negative component is 0. Where no group has two
 * values, all of the variance is counted as between. Undefined for fewer than two groups with values.
 */
export function varianceComponents(groups: readonly (readonly number[])[]): Components | undefined {
  const known = groups.filter((group) => group.length > 0);
  if (known.length < 2) return undefined;
  const sizes = known.map((group) => group.length);
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const centre = mean(known.flat());
  const squaresBetween = known.reduce((sum, group) => sum + group.length * (mean(group) - centre) ** 2, 0);
  const meanBetween = squaresBetween / (known.length - 1);
  if (n === known.length) return { between: Math.sqrt(meanBetween) };
  const squaresWithin = known.reduce((sum, group) => {
    const own = mean(group);
    return sum + group.reduce((all, value) => all + (value - own) ** 2, 0);
  }, 0);
  const meanWithin = squaresWithin / (n - known.length);
  const size = (n - sizes.reduce((sum, one) => sum + one ** 2, 0) / n) / (known.length - 1);
  return { between: Math.sqrt(Math.max(0, (meanBetween - meanWithin) / size)), within: Math.sqrt(meanWithin) };
}
