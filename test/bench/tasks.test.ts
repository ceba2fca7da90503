/** The benchmark of kinds with real models: its rows, and the table of what was played. */
import { describe, expect, it } from "vitest";
import { kindTable, readKindResults, type KindResult } from "../../bench/lib/kind-runs.ts";
import { asKindTask, KIND_TASKS, splitsOf } from "../../bench/lib/kind-tasks.ts";

const RESULT: KindResult = {
  task: "orders",
  model: "qwen-0.5b",
  date: "2026-11-29T16:00:00.000Z",
  machine: { cpu: "any", cores: 2, memoryGb: 24, system: "Linux", node: "v24" } as KindResult["machine"],
  rows: { train: 60, dev: 20, test: 60 },
  verdict: {
    word: "better",
    initial: { value: 0.4, low: 0.3, high: 0.5 },
    best: { value: 0.7, low: 0.6, high: 0.8 },
    difference: { value: 0.3, low: 0.2, high: 0.4 },
  },
  stopped: "rounds",
  calls: 240,
  minutes: 12.4,
  best: "x",
};

describe("rows", () => {
  it("of the splits differ, are as many as the task says, and the same each time", () => {
    const splits = splitsOf("orders");
    const { sizes } = KIND_TASKS.orders;
    expect([splits.train.length, splits.dev.length, splits.test.length]).toEqual([sizes.train, sizes.dev, sizes.test]);
    const texts = [...splits.train, ...splits.dev, ...splits.test].map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(splitsOf("orders")).toEqual(splits);
  });

  it("are of tasks by name only", () => {
    expect(() => asKindTask("reviews", "--task")).toThrow("there is no task reviews");
  });
});

describe("the table", () => {
  it("has the last run of each task with each model", () => {
    const other: KindResult = { ...RESULT, calls: 100 };
    const [head, ...rows] = kindTable([other, RESULT, { ...RESULT, model: "smollm2" }], []);
    expect(head?.slice(0, 3)).toEqual(["kind", "rows", "model"]);
    expect(rows).toEqual([
      ["extraction", "orders", "qwen-0.5b", "0.400", "0.700", "+0.300 [+0.200, +0.400]", "better", "240", "12"],
      ["extraction", "orders", "smollm2", "0.400", "0.700", "+0.300 [+0.200, +0.400]", "better", "240", "12"],
    ]);
  });

  it("says why there is no verdict", () => {
    const { verdict: _, ...without } = RESULT;
    expect(kindTable([{ ...without, stopped: "futile" }], [])[1]).toContain("none (futile)");
  });

  it("reads what was kept", () => {
    for (const { rows, calls } of readKindResults()) {
      expect(rows.test).toBeGreaterThanOrEqual(30);
      expect(calls).toBeGreaterThan(0);
    }
  });
});
