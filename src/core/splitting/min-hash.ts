/**
 * Finds similar sets among many in time linear in their items: MinHash with banding (Broder, "On the
 * resemblance and containment of documents", 1997; Leskovec, Rajaraman, Ullman, "Mining of Massive
 * Datasets", section 3.4).
 *
 * With 16 bands of 3 a pair of sets with Jaccard similarity s meets in some band with chance
 * 1 - (1 - s^3)^16: 0.98 at 0.6, 0.999 at 0.7, and 0.12 at 0.2; those that meet are then compared item by item.
 */
import { words } from "../values/hash.ts";
import type { DisjointSets } from "./disjoint-sets.ts";

const BANDS = 16;
const BAND_SIZE = 3;
const HASHES = BANDS * BAND_SIZE;
const SEEDS: Int32Array = Int32Array.from(
  words("min-hash", 8).flatMap((word) => Array.from({ length: HASHES / 8 }, (_, i) => mix(word + i))),
);

const MOST = 0x7fffffff;

/** Many small sets of 32-bit numbers, one after the other in one array. */
export class NumberSets {
  items: Int32Array = new Int32Array(1024);
  /** Where each set ends, and the next one begins. */
  readonly ends: number[] = [0];

  get count(): number {
    return this.ends.length - 1;
  }

  /** @param set sorted, each number once */
  add(set: Int32Array): void {
    const start = this.ends.at(-1)!;
    const end = start + set.length;
    if (end > this.items.length) {
      const larger = new Int32Array(2 * end);
      larger.set(this.items);
      this.items = larger;
    }
    this.items.set(set, start);
    this.ends.push(end);
  }
}

/**
 * Joins the groups of sets that share at least `least` of their items. In a bucket each set meets only the
 * first and the one before it, so that the work stays linear however many sets are alike. Empty sets meet none.
 */
export function joinSimilar(sets: NumberSets, least: number, groups: DisjointSets): void {
  const { count, ends } = sets;
  const keys = bandKeys(sets);
  // Of each bucket the first set in it, in an open-addressing hash table that is half empty at least.
  const firsts = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1)));
  const lasts = new Int32Array(count);
  const mask = firsts.length - 1;
  for (let band = 0; band < BANDS; band++) {
    const keyOf = keys.subarray(band * count, (band + 1) * count);
    firsts.fill(-1);
    for (let index = 0; index < count; index++) {
      if (ends[index] === ends[index + 1]) continue;
      let slot = keyOf[index]! & mask;
      while (firsts[slot]! >= 0 && keyOf[firsts[slot]!] !== keyOf[index]) slot = (slot + 1) & mask;
      if (firsts[slot] === -1) firsts[slot] = index;
      const first = firsts[slot]!;
      if (first !== index) {
        meet(first, index);
        if (lasts[first] !== first) meet(lasts[first]!, index);
      }
      lasts[first] = index;
    }
  }

  function meet(one: number, other: number): void {
    if (groups.find(one) !== groups.find(other) && similarity(sets, one, other, least) >= least)
      groups.join(one, other);
  }
}

/**
 * The share of items that two of the sets have in common, of all that are in either (Jaccard); 0 as soon as it
 * is known to be below `least`.
 */
export function similarity({ items, ends }: NumberSets, one: number, other: number, least: number): number {
  let i = ends[one]!;
  let j = ends[other]!;
  const [endOfOne, endOfOther] = [ends[one + 1]!, ends[other + 1]!];
  const all = endOfOne - i + endOfOther - j;
  // common / (all - common) >= least, in numbers of items that are not common
  let spare = Math.floor(all - (2 * least * all) / (1 + least) + 1e-9);
  let common = 0;
  while (i < endOfOne && j < endOfOther) {
    const step = items[i]! - items[j]!;
    if (step === 0) common += 1;
    else if (--spare < 0) return 0;
    if (step <= 0) i += 1;
    if (step >= 0) j += 1;
  }
  return common / (all - common);
}

/** The finalizer of MurmurHash3: every bit of the input moves every bit of the output. */
export function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The keys of all sets in the first band, then those in the second, and so on. */
function bandKeys({ count, items, ends }: NumberSets): Int32Array {
  const keys = new Int32Array(BANDS * count);
  for (let band = 0; band < BANDS; band++) {
    for (let index = 0; index < count; index++)
      keys[band * count + index] = bandKey(items, ends[index]!, ends[index + 1]!, band * BAND_SIZE);
  }
  return keys;
}

/** Of the least hashes of a set by three seeds, found in one go, which takes half the time of one after the other. */
function bandKey(items: Int32Array, start: number, end: number, seed: number): number {
  const [one, two, three] = [SEEDS[seed]!, SEEDS[seed + 1]!, SEEDS[seed + 2]!];
  let first = MOST;
  let second = MOST;
  let third = MOST;
  for (let i = start; i < end; i++) {
    const item = items[i]!;
    first = Math.min(first, seeded(item ^ one));
    second = Math.min(second, seeded(item ^ two));
    third = Math.min(third, seeded(item ^ three));
  }
  return mix(Math.imul(mix(Math.imul(mix(first), 31) + second), 31) + third);
}

function seeded(value: number): number {
  const product = Math.imul(value, 0x9e3779b1);
  return Math.imul(product ^ (product >>> 15), 0x85ebca6b);
}
