/** Right rows shown next to a group of errors: those that a correction is likeliest to break. */
import { shown } from "../../example.ts";
import { sample, type Rng } from "../../rng.ts";
import type { Observation } from "../../task.ts";

/**
 * First rows whose right answer is one that was wrongly given, since a correction moves answers away from it; as many whose right
 * answer is the one that was missed; then any.
 */
export function keptRows(
  errors: readonly Observation[],
  right: readonly Observation[],
  count: number,
  rng: Rng,
): readonly Observation[] {
  const given = new Set(errors.filter(({ invalid }) => !invalid).map(({ predicted }) => shown(predicted)));
  const missed = new Set(errors.map(({ example }) => shown(example.expected)));
  const order = sample(right, right.length, rng);
  const first = order.filter(({ example }) => given.has(shown(example.expected))).slice(0, Math.ceil(count / 2));
  const second = order.filter((row) => !first.includes(row) && missed.has(shown(row.example.expected)));
  const chosen = [...first, ...second.slice(0, count - first.length)];
  return [...chosen, ...order.filter((row) => !chosen.includes(row))].slice(0, count);
}
