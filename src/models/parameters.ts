/** How many parameters a model has, as far as its name says it. */

/** Such as `1.5b`, `135M`, `8x7b`, or `E4B`, the effective number of a model that leaves some out. */
const SIZE = /(?<![a-z0-9.])e?(?:(\d{1,3})x)?(\d{1,4}(?:\.\d{1,2})?)([bm])(?![a-z0-9])/gi;
/** Millions below these are tokens of context. */
const LEAST_MILLIONS = 10;

/** Billions of parameters: the greatest size that a name has, such as 30 in `qwen3-30b-a3b`; undefined where it has none. */
export function parametersIn(name: string): number | undefined {
  const sizes = Array.from(name.matchAll(SIZE), ([, times = "1", size = "", unit = ""]) => {
    const value = Number(times) * Number(size);
    if (unit.toLowerCase() === "b") return value;
    return value < LEAST_MILLIONS ? 0 : value / 1000;
  }).filter((size) => size > 0);
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}
