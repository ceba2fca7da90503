import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import { type Example, exampleId } from "../../../src/core/example.ts";
import { digest } from "../../../src/core/values/hash.ts";
import { rng, shuffle } from "../../../src/core/rng.ts";
import {
  checkSplits,
  MIN_SPLIT_ROWS,
  split,
  type SplittingOptions,
  type Splits,
} from "../../../src/core/splitting/splits.ts";
import { nearDuplicates } from "../../../src/core/splitting/near-duplicates.ts";

const labelOf = ({ expected }: Example): string => String(expected);
const LABELLED: SplittingOptions = { labelOf };

function example(text: string, expected: unknown): Example {
  return { id: exampleId({ text }, expected), fields: { text }, expected };
}

/** Twelve words that no other number has. */
function sentence(number: number): string {
  const random = rng(`sentence ${number}`);
  return Array.from(
    { length: 12 },
    () =>
      `w${Math.floor(random.next() * 1e9)
        .toString(26)
        .replace(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)]!)}`,
  ).join(" ");
}

/** Rows with these numbers of each label, all different. */
function rows(counts: Readonly<Record<string, number>>, from = 0): Example[] {
  let number = from;
  return Object.entries(counts).flatMap(([label, count]) =>
    Array.from({ length: count }, () => example(sentence(number++), label)),
  );
}

function sizes({ train, dev, test }: Splits): number[] {
  return [train.length, dev.length, test.length];
}

function places(splits: Splits): Map<string, string> {
  return new Map(
    (["train", "dev", "test"] as const).flatMap((name) => splits[name].map(({ id }): [string, string] => [id, name])),
  );
}

function moved(before: Splits, after: Splits): number {
  const now = places(after);
  return [...places(before)].filter(([id, name]) => now.get(id) !== name).length;
}

function idsOf(splits: Splits): Record<string, string[]> {
  return Object.fromEntries(
    (["train", "dev", "test"] as const).map((name) => [name, splits[name].map(({ id }) => id)]),
  );
}

const counts = fc.record({
  a: fc.integer({ min: 15, max: 120 }),
  b: fc.integer({ min: 15, max: 120 }),
  c: fc.integer({ min: 3, max: 20 }),
});

describe("split", () => {
  it("never moves a row from one release to the next", () => {
    const random = rng("pinned");
    const words = "the order came late and box was torn but Support answered soon 这个产品非常好 ｗｉｄｅ ½ 😀".split(
      " ",
    );
    const examples = Array.from({ length: 900 }, (_, i) => {
      const text = Array.from({ length: 3 + (i % 9) }, () => words[Math.floor(random.next() * words.length)]).join(" ");
      const fields = { text: i % 7 === 0 ? `Order ${i % 21}: ${text}!` : text, place: `shop ${i % 5}` };
      const expected = ["good", "bad", "neither"][Math.floor(3 * random.next() ** 2)];
      return { id: exampleId(fields, expected), fields, expected };
    });
    const unique = [...new Map(examples.map((one) => [one.id, one])).values()];
    expect(digest(JSON.stringify(idsOf(split(unique, LABELLED))), 16)).toBe("c81d08595c05b9b9");
    expect(digest(JSON.stringify(idsOf(split(unique, { ...LABELLED, columns: ["text"], seed: 2 }))), 16)).toBe(
      "a0e67d91834e6a22",
    );
  });

  it("puts every row into exactly one split, at least ten rows and one of each label in each", () => {
    fc.assert(
      fc.property(counts, fc.integer(), (given, seed) => {
        const examples = rows(given);
        const splits = split(examples, { ...LABELLED, seed });
        expect(Object.values(idsOf(splits)).flat().sort()).toEqual(examples.map(({ id }) => id).sort());
        for (const part of [splits.train, splits.dev, splits.test]) {
          expect(part.length).toBeGreaterThanOrEqual(MIN_SPLIT_ROWS);
          expect(new Set(part.map(labelOf)).size).toBe(3);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("keeps the shares, in all and of each label, to one row", () => {
    fc.assert(
      fc.property(counts, (given) => {
        const splits = split(rows(given), LABELLED);
        const all = given.a + given.b + given.c;
        expect(splits.test.length).toBe(Math.max(10, Math.round(0.3 * all)));
        expect(splits.dev.length).toBe(Math.max(10, Math.round(0.2 * all)));
        for (const [label, count] of Object.entries(given)) {
          for (const part of [splits.dev, splits.test]) {
            const share = (part.length * count) / all;
            expect(Math.abs(part.filter(({ expected }) => expected === label).length - share)).toBeLessThan(1.0001);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("does not depend on the order of the rows", () => {
    const examples = [
      ...rows({ a: 60, b: 40 }),
      ...rows({ a: 20 }).map(({ fields, expected }) => example(`${fields["text"]} again`, expected)),
    ];
    const expected = idsOf(split(examples, LABELLED));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(idsOf(split(shuffle(examples, rng(seed)), LABELLED))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it("is the same in every run, here and elsewhere", () => {
    const { dev } = split(rows({ a: 20, b: 20 }), LABELLED);
    expect(dev.map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        "2499c02e8dafea1c",
        "f2154a099b6cfa03",
        "33155f3fb995310d",
        "7bc33bdddcce2204",
        "26534fbc8fd8a2a4",
        "c38f34727ff9e9b5",
        "bd6ecef15130ce7d",
        "282b57979b323ecc",
        "20e38c2158848528",
        "2b9a1842906347fd",
      ]
    `);
  });

  it("moves rows with its own seed", () => {
    const examples = rows({ a: 100, b: 100 });
    expect(moved(split(examples, { ...LABELLED, seed: 1 }), split(examples, { ...LABELLED, seed: 2 }))).toBeGreaterThan(
      60,
    );
    expect(moved(split(examples, { ...LABELLED, seed: 1 }), split(examples, { ...LABELLED, seed: "1" }))).toBe(0);
  });

  it("moves at most a few rows at the borders when one is added", () => {
    const examples = rows({ a: 100, b: 70, c: 30 });
    const before = split(examples, LABELLED);
    for (let i = 0; i < 20; i++)
      expect(moved(before, split([...examples, ...rows({ b: 1 }, 1000 + i)], LABELLED))).toBeLessThanOrEqual(6);
  });

  it("has at most 200 rows of dev and 400 of test, and leaves the rest to train", () => {
    const examples = rows({ a: 1500, b: 900, c: 100 });
    expect(sizes(split(examples, LABELLED))).toEqual([1900, 200, 400]);
    expect(sizes(split(examples, { ...LABELLED, maxDev: 50, maxTest: 150 }))).toEqual([2300, 50, 150]);
    expect(sizes(split(examples))).toEqual([1900, 200, 400]);
  });

  it("goes beyond a cap only for one row of each label", () => {
    const labels = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`label ${i}`, 5]));
    expect(sizes(split(rows(labels), { ...LABELLED, maxDev: 10, maxTest: 20 }))).toEqual([90, 30, 30]);
  });

  it("divides thirty rows into three tens", () => {
    expect(sizes(split(rows({ a: 15, b: 15 }), LABELLED))).toEqual([10, 10, 10]);
    expect(sizes(split(rows({ a: 4, b: 4, c: 4, d: 4, e: 4, f: 4, g: 6 }), LABELLED))).toEqual([10, 10, 10]);
    expect(sizes(split(rows({ a: 27, b: 3 }), LABELLED))).toEqual([10, 10, 10]);
    expect(sizes(split(rows({ a: 30 })))).toEqual([10, 10, 10]);
    expect(sizes(split(rows({ a: 31 }), { shares: { train: 0.05, dev: 0.05, test: 0.9 } }))).toEqual([10, 10, 11]);
  });

  it("takes other shares, and leaves out a split whose share is 0", () => {
    const examples = rows({ a: 60, b: 40 });
    expect(sizes(split(examples, { ...LABELLED, shares: { train: 0.2, dev: 0.4, test: 0.4 } }))).toEqual([20, 40, 40]);
    expect(sizes(split(examples, { ...LABELLED, shares: { train: 0.7, dev: 0.3, test: 0 } }))).toEqual([70, 30, 0]);
    expect(sizes(split(examples, { ...LABELLED, shares: { train: 0.7, dev: 0, test: 0.3 } }))).toEqual([70, 0, 30]);
    expect(sizes(split(rows({ a: 20 }), { shares: { train: 0.9, dev: 0.1, test: 0 } }))).toEqual([10, 10, 0]);
  });

  it("keeps near-duplicates together", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 70 }),
        fc.integer(),
        (copies, seed) => {
          const examples = copies.flatMap((count, i) =>
            Array.from({ length: count }, (_, copy) =>
              example(`${sentence(i)} ${"!".repeat(copy)} ${sentence(i + 5000).slice(0, copy)}`, i % 2),
            ),
          );
          const splits = split(examples, { ...LABELLED, seed });
          const where = places(splits);
          const groups = nearDuplicates(examples.map(({ fields }) => [fields["text"]!]));
          const firsts = new Map<number, string>();
          for (const [i, { id }] of examples.entries()) {
            const place = where.get(id)!;
            expect(firsts.get(groups[i]!) ?? place).toBe(place);
            firsts.set(groups[i]!, place);
          }
          expect(new Set(groups).size).toBe(copies.length);
          expect(Math.abs(splits.test.length - 0.3 * examples.length)).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("looks for near-duplicates only in the columns that the prompt names", () => {
    const examples = rows({ a: 20, b: 20 }).map((row, i) => ({
      ...row,
      fields: { ...row.fields, group: sentence(i % 3), number: String(i) },
    }));
    expect(sizes(split(examples, { ...LABELLED, columns: ["text"] }))).toEqual([18, 10, 12]);
    const same = examples.map((row, i) => ({
      ...row,
      fields: { text: sentence(Math.floor(i / 2)), number: sentence(i + 500) },
    }));
    const where = places(split(same, { ...LABELLED, columns: ["text"] }));
    for (let i = 0; i < same.length; i += 2) expect(where.get(same[i]!.id)).toBe(where.get(same[i + 1]!.id));
  });

  it("keeps rows of one text with two labels together, and every label in every split", () => {
    const examples = [...rows({ a: 40, b: 40 }), ...rows({ c: 9 })];
    const where = places(split(examples, LABELLED));
    for (let i = 0; i < 9; i++) expect(where.get(examples[80 + i]!.id)).toBe(where.get(examples[i]!.id));
  });

  it.each([
    [rows({ a: 15, b: 14 }), LABELLED, "data: 29 rows are too few: train, dev, test need 10 each, 30 in all"],
    [
      rows({ a: 10, b: 9 }),
      { ...LABELLED, shares: { train: 0.5, dev: 0.5, test: 0 } },
      "19 rows are too few: train, dev need 10 each, 20 in all",
    ],
    [[], {}, "0 rows are too few"],
    [rows({ a: 40 }), LABELLED, "every row has the label “a”, so there is nothing to tell apart"],
    [
      rows({ a: 40, b: 2, c: 1 }),
      LABELLED,
      "there are too few of “b” (2 rows), “c” (1 row)\n  Add rows of these labels",
    ],
    [
      rows(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`n${i}`, 1]))),
      LABELLED,
      "and 45 more of 50 labels\n  Most answers are rare. If they are free text",
    ],
    [
      [...rows({ a: 40 }), ...["", "!", "?"].map((mark) => example(`the same words ${mark}`, "b"))],
      LABELLED,
      "too few of “b” (3 rows, nearly the same)",
    ],
    [
      rows({ a: 40, b: 40 }),
      { shares: { train: 0.5, dev: 0.5, test: 0.3 } },
      "splits: expected shares that make 1, got 0.5 + 0.5 + 0.3 = 1.3",
    ],
    [
      rows({ a: 40, b: 40 }),
      { shares: { train: 0, dev: 0.5, test: 0.5 } },
      "splits.train: expected a share between 0 and 1, got 0",
    ],
    [
      rows({ a: 40, b: 40 }),
      { shares: { train: 0.5, dev: Number.NaN, test: 0.5 } },
      "splits.dev: expected a share between 0 and 1, got NaN",
    ],
  ])("refuses what cannot be split (%#)", (examples, options, message) => {
    expect(() => split(examples, options)).toThrow(UsageError);
    expect(() => split(examples, options)).toThrow(message);
  });

  it("says so when near-duplicates leave a split too small", () => {
    const texts = Array.from({ length: 10 }, (_, i) => sentence(i)).flatMap((text) =>
      ["", "!", "?"].map((mark) => text + mark),
    );
    expect(() =>
      split(
        texts.map((text, i) => example(text, i < 15)),
        LABELLED,
      ),
    ).toThrow("Rows that say nearly the same, or are of one cluster, go to one split together");
  });

  it("divides 20,000 rows", () => {
    const examples = Array.from({ length: 20_000 }, (_, i) => ({
      id: String(i),
      fields: { text: `${i} says: ${(i * 7919).toString(5).split("").join("x ")} and more words to read` },
      expected: i % 3,
    }));
    expect(sizes(split(examples, LABELLED))).toEqual([19_400, 200, 400]);
  });
});

describe("checkSplits", () => {
  const good = (): Splits => ({
    train: rows({ a: 10, b: 10 }),
    dev: rows({ a: 5, b: 5 }, 100),
    test: rows({ a: 5, b: 5 }, 200),
  });

  it("lets good splits pass", () => {
    expect(checkSplits(good(), { labelOf })).toEqual([]);
    expect(checkSplits(good())).toEqual([]);
  });

  it("passes whatever split makes", () => {
    expect(checkSplits(split(rows({ a: 50, b: 30 }), LABELLED), { labelOf })).toEqual([]);
  });

  it("refuses a row that stands in two splits, naming the first", () => {
    const splits = good();
    const twice = { ...splits, test: [...splits.test, splits.train[3]!, splits.dev[2]!] };
    expect(() => checkSplits(twice, { labelOf })).toThrow(UsageError);
    expect(() => checkSplits(twice, { labelOf })).toThrow(
      /^data\.test: 2 rows are in another split too; the first is “w.*…”, in train and in test\n/,
    );
  });

  it("minds no row that stands twice in one split, nor a column that a row lacks", () => {
    const splits = good();
    const twice = { ...splits, train: [...splits.train, splits.train[0]!] };
    expect(checkSplits(twice, { labelOf, columns: ["text", "title"] })).toEqual([]);
  });

  it("shows short rows whole", () => {
    const splits = good();
    const row = example("short", "a");
    const shared = { ...splits, train: [...splits.train, row], dev: [...splits.dev, row] };
    expect(() => checkSplits(shared)).toThrow("the first is “short”, in train and in dev");
  });

  it("tells of near-duplicates, and of one text with two labels", () => {
    const splits = good();
    const [row] = splits.train as [Example];
    const near = example(`${row.fields["text"]!.toUpperCase()}!`, row.expected);
    expect(checkSplits({ ...splits, test: [...splits.test, near] }, { labelOf })).toEqual([
      expect.stringMatching(
        /^1 row says? nearly the same as a row of another split, such as “W.*” in test and “w.*” in train: scores may flatter\.$/,
      ),
    ]);
    const contrary = example(row.fields["text"]!, "b");
    expect(checkSplits({ ...splits, dev: [...splits.dev, contrary] }, { labelOf })).toHaveLength(1);
  });

  it.each([
    [{ test: rows({ a: 5, b: 4 }, 200) }, "data.test: at least 10 rows are needed, got 9"],
    [{ dev: rows({ a: 10 }, 100) }, "data.dev: a row of each label is needed, but there is none of “b”"],
    [{ train: rows({ a: 10, b: 1, c: 1 }) }, "data.dev: a row of each label is needed, but there is none of “c”"],
    [{ train: rows({ a: 10 }), dev: rows({ a: 10 }, 100), test: rows({ a: 10 }, 200) }, "every row has the label “a”"],
  ])("refuses splits that are unfit (%#)", (part, message) => {
    expect(() => checkSplits({ ...good(), ...part }, { labelOf })).toThrow(UsageError);
    expect(() => checkSplits({ ...good(), ...part }, { labelOf })).toThrow(message);
  });
});

describe("clusters", () => {
  it("never straddle a split, together with near-duplicates of any of their rows", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ label: fc.constantFrom("a", "b"), cluster: fc.nat(25), copy: fc.boolean() }), {
          minLength: 120,
          maxLength: 200,
        }),
        fc.integer({ min: 1, max: 50 }),
        (given, seed) => {
          // A copy says nearly the same as the row before it, whose cluster is another one.
          const all = given.map(({ label, cluster, copy }, i) => ({
            ...example(copy && i % 20 === 1 ? `${sentence(i - 1)} again` : sentence(i), label),
            ...(cluster > 0 && { cluster: `c${cluster}` }),
          }));
          const splits = split(all, { ...LABELLED, seed });
          const at = places(splits);
          for (const members of Map.groupBy(all, ({ cluster = "" }) => cluster))
            if (members[0] !== "") expect(new Set(members[1].map(({ id }) => at.get(id))).size).toBe(1);
          const groups = nearDuplicates(all.map(({ fields }) => [fields["text"]!]));
          for (const members of Map.groupBy(all.keys(), (row) => groups[row]!).values())
            expect(new Set(members.map((row) => at.get(all[row]!.id))).size).toBe(1);
          expect(at.size).toBe(new Set(all.map(({ id }) => id)).size);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are refused in splits that a user made, where they straddle them", () => {
    const make = (from: number, cluster: string): Example[] =>
      rows({ a: 8, b: 8 }, from).map((row, i) => (i === 0 ? { ...row, cluster } : row));
    const splits = { train: make(0, "x"), dev: make(100, "y"), test: make(200, "x") };
    expect(() => checkSplits(splits, LABELLED)).toThrow(
      "data.test: 1 cluster has rows in several splits; the first is “x”, in train and in test",
    );
    expect(checkSplits({ ...splits, test: make(200, "z") }, LABELLED)).toEqual([]);
  });
});
