import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../../src/core/rng.ts";
import { DisjointSets } from "../../../src/core/splitting/disjoint-sets.ts";
import { joinSimilar, NumberSets, similarity } from "../../../src/core/splitting/min-hash.ts";
import { nearDuplicates } from "../../../src/core/splitting/near-duplicates.ts";

const FILLER = Array.from({ length: 40 }, (_, i) => [
  `nothing like row ${"abcdefghijklmnopqrstuvwxyzäöüßéèêëàâîïôû"[i]}`,
]);

/** Whether two texts are near-duplicates, among other rows. */
function near(a: string, b: string): boolean {
  const groups = nearDuplicates([[a], [b], ...FILLER]);
  return groups[0] === groups[1];
}

describe("nearDuplicates", () => {
  it.each([
    ["Ok...", "ok"],
    ["Call 09058094597 now!", "call 123 NOW"],
    ["  two   spaces ", "Two-spaces"],
    ["ｗｉｄｅ", "wide"],
    [
      "I am a gentleman and will treat you with dignity and respect.",
      "ok. I am a gentleman and will treat you with dignity and respect.",
    ],
    ["the quick brown fox jumps over the lazy dog tonight", "the quick brown fox jumps over the lazy cat tonight"],
    ["这个产品非常好我很喜欢它", "这个产品非常好我很喜欢她"],
  ])("joins %j and %j", (a, b) => {
    expect(near(a, b)).toBe(true);
  });

  it.each([
    ["The mic is great", "The mic is good"],
    ["I love it", "I loved it"],
    ["😀😀", "😡"],
    ["", "?"],
    ["the quick brown fox jumps over the lazy dog tonight", "the slow brown fox walks over the tired dog tonight"],
    ["这个产品非常好", "这个产品非常坏"],
  ])("keeps %j and %j apart", (a, b) => {
    expect(near(a, b)).toBe(false);
  });

  it("tells columns apart", () => {
    const groups = nearDuplicates([["a b", "c"], ["a", "b c"], ["A, b", "C!"], ...FILLER]);
    expect(groups[0]).toBe(groups[2]);
    expect(groups[0]).not.toBe(groups[1]);
  });

  it("joins chains", () => {
    const words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split(" ");
    const chain = Array.from({ length: 4 }, (_, i) => [
      words.map((word, at) => (at < i ? `other${word}` : word)).join(" "),
    ]);
    const groups = nearDuplicates([...chain, ...FILLER, ...FILLER.map(([text]) => [`${text} again and so on`])]);
    expect(new Set(groups.slice(0, 4)).size).toBe(1);
  });

  it("takes a pattern that a tenth of the data is written by for no repetition", () => {
    const sums = Array.from({ length: 60 }, (_, i) => [`What is ${i} plus ${i * 7}?`]);
    expect(new Set(nearDuplicates(sums)).size).toBe(60);
    expect(new Set(nearDuplicates([...sums, ["what is 3 plus 21"]])).size).toBe(60);
    const few = nearDuplicates([...sums.slice(0, 3), ...FILLER]);
    expect(new Set(few.slice(0, 3)).size).toBe(1);
  });

  it("does not depend on the order of few rows", () => {
    const rows = [
      ["Ok"],
      ["ok!"],
      ["the quick brown fox jumps over the lazy dog"],
      ["the quick brown fox jumps over the lazy dog again"],
      ["5 apples"],
      ["6 apples"],
      ...FILLER,
    ];
    const parts = (order: readonly (readonly string[])[]): string[] => {
      const groups = nearDuplicates(order);
      return [...Map.groupBy(order.keys(), (row) => groups[row]!).values()]
        .map((group) =>
          group
            .map((row) => order[row]![0]!)
            .sort()
            .join("/"),
        )
        .sort();
    };
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (order) => {
        expect(parts(order)).toEqual(parts(rows));
      }),
    );
  });
});

describe("joinSimilar", () => {
  const random = rng("sets");
  const item = (): number => Math.floor((random.next() - 0.5) * 2 ** 32);

  /** A set of `size` items and one that shares `common` of them. */
  function pair(size: number, common: number): [Int32Array, Int32Array] {
    const set = new Set<number>();
    while (set.size < 2 * size) set.add(item());
    const items = [...set];
    return [
      Int32Array.from(items.slice(0, size)).sort(),
      Int32Array.from(items.slice(size - common, 2 * size - common)).sort(),
    ];
  }

  function setsOf(sets: readonly Int32Array[]): NumberSets {
    const all = new NumberSets();
    for (const set of sets) all.add(set);
    return all;
  }

  /** Counts how often it is asked. */
  class CountingSets extends DisjointSets {
    asked = 0;

    override find(of: number): number {
      this.asked += 1;
      return super.find(of);
    }
  }

  it("joins nearly all pairs at the threshold, and none below it", () => {
    const alike = Array.from({ length: 500 }, () => pair(40, 30));
    const unlike = Array.from({ length: 500 }, () => pair(40, 20));
    const sets = setsOf([...alike, ...unlike].flat());
    expect(similarity(sets, 0, 1, 0.6)).toBe(0.6);
    expect(similarity(sets, 1000, 1001, 0)).toBeCloseTo(1 / 3, 12);
    expect(similarity(sets, 1000, 1001, 0.6)).toBeLessThan(0.6);
    const groups = new DisjointSets(2000);
    joinSimilar(sets, 0.6, groups);
    const joined = Array.from({ length: 1000 }, (_, i) => i).filter((i) => groups.find(2 * i + 1) === 2 * i);
    expect(joined.length).toBeGreaterThan(475);
    expect(Math.max(...joined)).toBeLessThan(500);
    expect(new Set(Array.from({ length: 2000 }, (_, i) => groups.find(i))).size).toBe(2000 - joined.length);
  });

  it("stays linear when all sets are alike", () => {
    const [set] = pair(30, 0);
    const groups = new CountingSets(20_000);
    joinSimilar(setsOf(Array<Int32Array>(20_000).fill(set)), 0.6, groups);
    expect(groups.asked).toBeLessThan(100 * 20_000);
    expect(Array.from({ length: 20_000 }, (_, i) => groups.find(i)).every((group) => group === 0)).toBe(true);
  });

  it("meets no empty set", () => {
    const groups = new CountingSets(2);
    joinSimilar(setsOf([new Int32Array(0), new Int32Array(0)]), 0.6, groups);
    expect(groups.asked).toBe(0);
    expect(similarity(setsOf([Int32Array.of(1), Int32Array.of(1)]), 0, 1, 1)).toBe(1);
  });

  it("says how alike two sets are, unless that is below what is asked for", () => {
    const set = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1 });
    fc.assert(
      fc.property(set, set, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, least) => {
        const common = a.filter((item) => b.includes(item)).length;
        const exact = common / (a.length + b.length - common);
        const told = similarity(setsOf([a, b].map((items) => Int32Array.from(items).sort())), 0, 1, least);
        if (exact >= least) expect(told).toBe(exact);
        else expect(told).toBeLessThan(least);
      }),
    );
  });
});

describe("DisjointSets", () => {
  it("joins sets, named by their smallest number", () => {
    const sets = new DisjointSets(6);
    sets.join(4, 2);
    sets.join(5, 4);
    sets.join(0, 1);
    expect([0, 1, 2, 3, 4, 5].map((item) => sets.find(item))).toEqual([0, 0, 2, 3, 2, 2]);
    sets.join(5, 1);
    expect([0, 1, 2, 3, 4, 5].map((item) => sets.find(item))).toEqual([0, 0, 0, 3, 0, 0]);
  });
});
