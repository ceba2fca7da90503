/** How many rows a gain needs to be seen, and how small a gain the rows at hand can show. */
import { normalQuantile } from "./normal.ts";

export interface PowerOptions {
  /** Share of rows on which the two prompts differ, one right and one wrong. At least the gain. */
  readonly discordance: number;
  /** How many times more rows are needed because they come in clusters, as `designEffect` finds it. Default 1. */
  readonly designEffect?: number;
  /** Chance of a "better" verdict when the gain is real. Default 0.8. */
  readonly power?: number;
  /** Level of the two-sided interval. Default 0.95. */
  readonly level?: number;
}

/**
 * Rows needed to show a gain of this size (a difference of paired shares): (z1 sqrt(p) + z2 sqrt(p - gain^2))^2 / gain^2,
 * with p the discordance (Connor, Biometrics 1987). Infinity for no gain.
 */
export function rowsNeeded(
  gain: number,
  { discordance, designEffect = 1, power = 0.8, level = 0.95 }: PowerOptions,
): number {
  if (gain === 0) return Infinity;
  const changed = Math.max(discordance, Math.abs(gain));
  const significant = normalQuantile(0.5 + level / 2) * Math.sqrt(changed);
  const powerful = normalQuantile(power) * Math.sqrt(changed - gain * gain);
  return Math.ceil(designEffect * ((significant + powerful) / gain) ** 2);
}

/** The smallest gain that this many rows can show, to 0.0001; undefined when they can show none. */
export function smallestGain(rows: number, options: PowerOptions): number | undefined {
  if (rowsNeeded(1, options) > rows) return undefined;
  let low = 0;
  // Not the discordance: a prompt with a larger gain differs on more rows.
  let high = 1;
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if (rowsNeeded(middle, options) > rows) low = middle;
    else high = middle;
  }
  return high;
}
