/** Draws for the rows of the examples: the same ones on every machine. */

/** A stream of draws by its seed (mulberry32). */
export function draws(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = (items) => items[Math.floor(next() * items.length)];
  const shuffle = (items) => {
    const left = [...items];
    for (let i = left.length - 1; i > 0; i -= 1) {
      const j = Math.floor(next() * (i + 1));
      [left[i], left[j]] = [left[j], left[i]];
    }
    return left;
  };
  return { next, pick, shuffle, chance: (share) => next() < share };
}
