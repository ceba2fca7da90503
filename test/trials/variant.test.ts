import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { combinationsOf } from "../../src/trials/variant.ts";

describe("combinations of varied options", () => {
  it("of one option are its values, named by themselves when they are words", () => {
    expect(combinationsOf([{ option: "search.method", values: ["protegi", "pareto"] }])).toEqual([
      { name: "protegi", set: { "search.method": "protegi" } },
      { name: "pareto", set: { "search.method": "pareto" } },
    ]);
    expect(combinationsOf([{ option: "search.beamWidth", values: [2, 4] }]).map(({ name }) => name)).toEqual([
      "beamWidth=2",
      "beamWidth=4",
    ]);
  });

  it("of several options are their product, the last one changing fastest", () => {
    const combinations = combinationsOf([
      { option: "selection.selector", values: ["ucb", "least-regret"] },
      { option: "search.beamWidth", values: [2, 4] },
    ]);
    expect(combinations.map(({ name }) => name)).toEqual([
      "ucb, beamWidth=2",
      "ucb, beamWidth=4",
      "least-regret, beamWidth=2",
      "least-regret, beamWidth=4",
    ]);
    expect(combinations[2]!.set).toEqual({ "selection.selector": "least-regret", "search.beamWidth": 2 });
  });

  it("name the option of a word that two options have", () => {
    const varied = ["model", "optimizer"].map((option) => ({ option, values: ["openai:a", "openai:b"] }));
    expect(combinationsOf(varied).map(({ name }) => name)[1]).toBe("model=openai:a, optimizer=openai:b");
  });

  it("are one that sets nothing when nothing is varied", () => {
    expect(combinationsOf([])).toEqual([{ name: "as configured", set: {} }]);
  });

  it("refuse an option or a value that is given twice", () => {
    const twice = [{ option: "model", values: ["a", "b"] }] as const;
    expect(() => combinationsOf([...twice, ...twice])).toThrow(UsageError);
    expect(() => combinationsOf([{ option: "model", values: ["a", "a"] }])).toThrow(/"a" is given twice/);
  });
});
