import { describe, expect, it } from "vitest";
import { poolsByMeaning } from "../../../../src/core/gradients/groups/meaning.ts";
import { rng } from "../../../../src/core/rng.ts";
import type { Observation } from "../../../../src/core/task.ts";

function wrong(text: string, correct = false): Observation {
  const example = { id: text, fields: { text, note: "shared words of another column" }, expected: "yes" };
  return { example, answer: "no", predicted: "no", score: correct ? 1 : 0, correct, invalid: false };
}

const BATTERY = ["battery dead today", "battery drains", "new battery", "weak battery again"].map((text) =>
  wrong(text),
);
const SOUND = ["sound cracks", "muffled sound", "sound cuts out", "no sound now"].map((text) => wrong(text));

describe("poolsByMeaning", () => {
  it("puts errors together that are about one thing", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const pools = poolsByMeaning([...BATTERY, ...SOUND], ["text"], { errorGroups: 2, errorsPerGroup: 4 }, rng(seed));
      const topics = pools.map((pool) => new Set(pool.map((row) => BATTERY.includes(row))).size);
      expect(topics).toEqual([1, 1]);
      expect(new Set(pools.flat())).toEqual(new Set([...BATTERY, ...SOUND]));
    }
  });

  it("gives more groups to what more errors are about", () => {
    const many = Array.from({ length: 12 }, (_, i) => wrong(`battery trouble number ${i}`));
    const pools = poolsByMeaning([...many, ...SOUND], ["text"], { errorGroups: 4, errorsPerGroup: 4 }, rng(1));
    expect(pools.filter((pool) => pool.every((row) => many.includes(row)))).toHaveLength(3);
  });

  it("does not go by words that every row has, right rows among them", () => {
    const zipper = wrong("this item has a zipper");
    const seen = [zipper, wrong("my zipper"), wrong("this item is red")];
    const right = ["fine", "good", "cheap", "new"].map((word) => wrong(`this item is ${word}`, true));
    const began = [1, 2, 3, 4, 5, 6, 7, 8]
      .map(
        (seed) => poolsByMeaning([...seen, ...right], ["text"], { errorGroups: 1, errorsPerGroup: 2 }, rng(seed))[0]!,
      )
      .filter(([first]) => first === zipper);
    expect(began.map(([, second]) => second)).toContain(seen[1]);
    expect(began.map(([, second]) => second)).not.toContain(seen[2]);
  });

  it("lets errors come again where there are too few", () => {
    const pools = poolsByMeaning(BATTERY.slice(0, 3), ["text"], { errorGroups: 3, errorsPerGroup: 2 }, rng(1));
    expect(pools.map(({ length }) => length)).toEqual([2, 2, 2]);
  });

  it("goes by order where no words tell", () => {
    const pools = () => poolsByMeaning(BATTERY, ["missing"], { errorGroups: 2, errorsPerGroup: 2 }, rng(1));
    expect(new Set(pools().flat())).toEqual(new Set(BATTERY));
    expect(pools()).toEqual(pools());
  });
});
