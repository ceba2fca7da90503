/** Seeds of a benchmark, as its arguments name them. */
import { parseArgs } from "node:util";

/** So many seeds (`--seeds N`) from one on (`--from N`, 1 by default). */
export function seedsIn(args: readonly string[], usual: number): number[] {
  const { values } = parseArgs({
    args: [...args],
    options: { seeds: { type: "string", default: String(usual) }, from: { type: "string", default: "1" } },
  });
  return Array.from({ length: Number(values.seeds) }, (_, i) => Number(values.from) + i);
}
