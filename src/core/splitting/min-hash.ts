/**
 * Finds similar sets among many in time linear in their items: MinHash with banding (Broder, "On the
 * resemblance and containment of documents", 1997; Leskovec, Rajaraman, Ullman, "Mining of Massive
 * Datasets", section 3.4).
 *
 * With 16 bands of 3 a pair of sets with Jaccard similarity s meets in some band with chance
 * 1 - (1 - s^3)^16: 0.98 at 0.6, 0.998 at 0.7, and 0.12 at 0.2; those that meet are then compared item by item.
 */
import { words } from "../hash.ts";

const BANDS = 16;
const BAND_SIZE = 3;
const HASHES = BANDS * BAND_SIZE;
const SEEDS: Int32Array = Int32Array.from(
  words("min-hash", 8).flatMap((word) => Array.from({ length: HASHES / 8 }, (_, i) => mix(word + i))),
);

/**
 * Calls `found` for pairs of sets that share at least `least` of their items. In a bucket each set meets only
 * the first and the one before it, so that the work stays linear however many sets are alike; whoever joins
 * the pairs gets the same groups.
 * @param sets sorted, each item once; empty sets meet none
 */
export function similarPairs(
  sets: readonly Int32Array[],
  least: number,
  found: (one: number, other: number) => void,
): void {
  const firsts = Array.from({ length: BANDS }, () => new Map<number, number>());
  const lasts = Array.from({ length: BANDS }, () => new Int32Array(sets.length));
  const signature = new Int32Array(HASHES);
  for (const [index, set] of sets.entries()) {
    if (set.length === 0) continue;
    sign(set, signature);
    const met = new Set<number>();
    for (let band = 0; band < BANDS; band++) {
      const key = bandKey(signature, band * BAND_SIZE);
      const first = firsts[band]!.get(key);
      if (first === undefined) firsts[band]!.set(key, index);
      else met.add(first).add(lasts[band]![first]!);
      lasts[band]![first ?? index] = index;
    }
    for (const other of met) if (similarity(set, sets[other]!) >= least) found(other, index);
  }
}

/** The share of items that two sorted sets have in common, of all that are in either (Jaccard). */
export function similarity(a: Int32Array, b: Int32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const step = a[i]! - b[j]!;
    if (step === 0) common += 1;
    if (step <= 0) i += 1;
    if (step >= 0) j += 1;
  }
  return common / (a.length + b.length - common);
}

/** The finalizer of MurmurHash3: every bit of the input moves every bit of the output. */
export function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The least value of each of `HASHES` hash functions over the set. */
function sign(set: Int32Array, signature: Int32Array): void {
  signature.fill(0x7fffffff);
  for (const item of set) {
    for (let i = 0; i < HASHES; i++) {
      const product = Math.imul(item ^ SEEDS[i]!, 0x9e3779b1);
      const hash = Math.imul(product ^ (product >>> 15), 0x85ebca6b);
      if (hash < signature[i]!) signature[i] = hash;
    }
  }
}

/** Of 30 bits, which the engine holds without a heap object; a chance meeting costs one comparison. */
function bandKey(signature: Int32Array, start: number): number {
  let key = 0;
  for (let i = start; i < start + BAND_SIZE; i++) key = mix(Math.imul(key, 31) + signature[i]!);
  return key >>> 2;
}
