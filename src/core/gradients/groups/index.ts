/** The groups of errors that gradients are asked for, by the way they are drawn. */
import { sample, type Rng } from "../../rng.ts";
import type { Grouping, Observation } from "../../task.ts";
import { poolsByCell } from "./confusion.ts";
import type { ErrorGroup, ErrorGroupOptions } from "./group.ts";
import { keptRows } from "./kept.ts";
import { poolsByMeaning } from "./meaning.ts";

/**
 * The groups of errors that gradients are asked for.
 * @param fields the fields that the prompt fills in, by whose words errors are alike
 */
export function errorGroups(
  seen: readonly Observation[],
  fields: readonly string[],
  options: ErrorGroupOptions & { readonly grouping: Grouping },
  rng: Rng,
): ErrorGroup[] {
  const errors = seen.filter(({ correct }) => !correct);
  const right = seen.filter(({ correct }) => correct);
  const pools = {
    confusion: () => poolsByCell(errors, options, rng),
    meaning: () => poolsByMeaning(seen, fields, options, rng.fork("meaning")),
    random: () => Array.from({ length: options.errorGroups }, () => errors),
  }[options.grouping]();
  return pools.map((pool, g) => {
    const chosen = sample(pool, options.errorsPerGroup, rng.fork(`group ${g} errors`));
    return {
      errors: chosen,
      correct: keptRows(chosen, right, options.correctPerGroup, rng.fork(`group ${g} correct`)),
    };
  });
}
