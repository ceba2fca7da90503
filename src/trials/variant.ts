/** Variants: the settings that trials compare, each under a name. */
import { UsageError } from "../core/errors.ts";
import type { RunParts } from "../run/wire.ts";

/** What one run needs that its variant and seed decide. */
export type TrialParts = Pick<RunParts, "task" | "models" | "settings">;

/** One setting that is compared. */
export interface Variant {
  readonly name: string;
  /** The parts of its run with this seed, and with the rows as this seed of the splits divides them; default: the config's. */
  readonly parts: (seed: number, splitSeed?: number) => TrialParts;
}

/** An option and the values that are compared. */
export interface Varied {
  /** Its path, such as `search.method`. */
  readonly option: string;
  readonly values: readonly unknown[];
}

/** What one variant sets, by option path. */
export interface Combination {
  readonly name: string;
  readonly set: Readonly<Record<string, unknown>>;
}

/**
 * All combinations of the values, the last option changing fastest; one that sets nothing when no option is varied.
 * @throws UsageError when an option is varied twice, or one of its values is given twice
 */
export function combinationsOf(varied: readonly Varied[]): readonly Combination[] {
  for (const { option, values } of varied) {
    const where = `--vary ${option}`;
    if (varied.filter((other) => other.option === option).length > 1)
      throw new UsageError(where, "it is given twice", "Give all its values at once, with commas between them.");
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined) throw new UsageError(where, `${JSON.stringify(twice)} is given twice`);
  }
  return varied.reduce<readonly Combination[]>(
    (combinations, { option, values }) =>
      combinations.flatMap(({ name, set }) =>
        values.map((value) => ({
          name: [...(name === "" ? [] : [name]), nameOf(option, value, varied)].join(", "),
          set: { ...set, [option]: value },
        })),
      ),
    [{ name: varied.length === 0 ? "as configured" : "", set: {} }],
  );
}

/** A text that no other option may have speaks for itself: `pareto`; anything else needs its option: `beamWidth=2`. */
function nameOf(option: string, value: unknown, varied: readonly Varied[]): string {
  const clear = typeof value === "string" && varied.filter(({ values }) => values.includes(value)).length === 1;
  return clear ? value : `${option.split(".").at(-1)}=${String(value)}`;
}
