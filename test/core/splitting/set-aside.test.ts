import { describe, expect, it } from "vitest";
import type { Example } from "../../../src/core/example.ts";
import { rng, sample } from "../../../src/core/rng.ts";
import { setAside } from "../../../src/core/splitting/set-aside.ts";

const WORDS = Array.from(
  { length: 300 },
  (_, i) => `word${String.fromCharCode(97 + (i % 26))}${"x".repeat(i % 11)}q${i}`,
);

function rows(count: number, name: string, clusterOf?: (i: number) => string): Example[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${name} ${i}`,
    fields: { text: sample(WORDS, 8, rng(`${name} ${i}`)).join(" ") },
    expected: i % 4 === 0 ? "rare" : "usual",
    ...(clusterOf && { cluster: clusterOf(i) }),
  }));
}

const OPTIONS = {
  seed: 1,
  isFit: () => true,
  labelOf: ({ expected }: Example) => expected as string,
  columns: ["text"],
};
const OTHERS = { dev: rows(10, "dev"), test: rows(10, "test") };

describe("setAside", () => {
  it.each([
    [40, 8],
    [100, 20],
    [1000, 40],
  ])("takes of %i rows of train %i, with the labels in their shares", (count, taken) => {
    const train = rows(count, "train");
    const { train: left, rows: shown } = setAside({ train, ...OTHERS }, OPTIONS);
    expect(shown).toHaveLength(taken);
    expect(shown.filter(({ expected }) => expected === "rare")).toHaveLength(taken / 4);
    expect(new Set([...left, ...shown])).toEqual(new Set(train));
    const again = setAside({ train: train.toReversed(), ...OTHERS }, OPTIONS);
    expect(again.rows).toEqual(shown);
  });

  it("leaves a row of each label, and takes none with a near-duplicate, wherever that is", () => {
    const train = rows(40, "train").map((row, i): Example => (i === 0 ? row : { ...row, expected: "usual" }));
    const near = { ...OTHERS.dev[0]!, fields: { text: `${train[3]!.fields["text"]}!` } };
    const apart = [{ ...OTHERS.dev[1]!, id: "apart", fields: { text: train[5]!.fields["text"]!.toUpperCase() } }];
    const splits = { train, dev: [near, ...OTHERS.dev.slice(1)], test: OTHERS.test };
    for (let seed = 1; seed <= 40; seed++) {
      const { rows: shown } = setAside(splits, { ...OPTIONS, seed, apart });
      expect(shown).not.toContain(train[0]);
      expect(shown).not.toContain(train[3]);
      expect(shown).not.toContain(train[5]);
    }
  });

  it("takes a cluster whole, and none that another split has", () => {
    const train = rows(100, "train", (i) => `customer ${Math.floor(i / 5)}`);
    const dev = OTHERS.dev.map((row): Example => ({ ...row, cluster: "customer 3" }));
    const { train: left, rows: shown } = setAside({ train, dev, test: OTHERS.test }, OPTIONS);
    const told = new Set(shown.map(({ cluster }) => cluster));
    expect(shown.length).toBeGreaterThanOrEqual(15);
    expect(told.has("customer 3")).toBe(false);
    expect(left.filter(({ cluster }) => told.has(cluster))).toEqual([]);
    expect(left.length).toBeGreaterThanOrEqual(60);
  });
});
