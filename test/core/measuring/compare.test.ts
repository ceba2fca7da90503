import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../src/core/budget.ts";
import { compare, holm } from "../../../src/core/measuring/compare.ts";
import { words } from "../../../src/core/values/hash.ts";
import { toy, toyTask } from "../toy.ts";

function world(rules: number[], override?: Parameters<typeof toy>[1]) {
  const made = toy(toyTask({ test: 300 }), override);
  const { prompt } = made.tools.task;
  return {
    ...made,
    prompts: rules.map((count) =>
      prompt.withParts({ task: `Start ${count}. ${Array.from({ length: count }, (_, i) => `rule-${i}`).join(" ")}` }),
    ),
  };
}

describe("compare", () => {
  it("says of each prompt whether it beats the first, with flips and a corrected p-value", async () => {
    const { tools, prompts } = world([1, 4, 1]);
    const { rows, prompts: found } = await compare(
      tools,
      [prompts[0]!, prompts[1]!, prompts[0]!],
      tools.task.test,
      new CallBudget(Infinity),
      false,
    );
    expect(rows).toBe(300);
    expect(found.map(({ word }) => word)).toEqual([undefined, "better", "not shown"]);
    const [, better] = found;
    expect(better!.difference!.value).toBeCloseTo((better!.fixed.length - better!.broken.length) / 300);
    expect(better!.fixed[0]).toMatchObject({ before: "no", after: "yes" });
    expect(better!.pValue).toBeCloseTo(2 * better!.difference!.pValue!);
  });

  it("stops as soon as all is decided when asked, with an interval that is valid then", async () => {
    const { tools, prompts, call } = world([0, 4]);
    const result = await compare(tools, prompts, tools.task.test, new CallBudget(Infinity), true);
    expect(result.rows).toBeLessThan(300);
    expect(call.made).toHaveLength(2 * result.rows);
    expect(result.prompts[1]!.word).toBe("better");
    expect(result.prompts[1]!.pValue).toBeUndefined();
  });

  it("reads all rows when nothing gets decided, and stops where the budget ends", async () => {
    const same = world([1]);
    const all = await compare(
      same.tools,
      [same.prompts[0]!, same.prompts[0]!],
      same.tools.task.test,
      new CallBudget(Infinity),
      true,
    );
    expect(all.rows).toBe(300);
    expect(all.prompts[1]!.word).toBe("not shown");
    const short = world([1, 2]);
    const cut = await compare(short.tools, short.prompts, short.tools.task.test, new CallBudget(101), false);
    expect(cut.rows).toBe(50);
    expect(cut.available).toBe(300);
    const early = world([1, 1]);
    const looked = await compare(early.tools, early.prompts, early.tools.task.test, new CallBudget(61), true);
    expect(looked.rows).toBe(30);
  });

  it("gives the difference of prompts that answer alike an interval that has a width, when asked to stop early", async () => {
    const { tools, prompts } = world([1]);
    const same = [prompts[0]!, prompts[0]!];
    const { prompts: found } = await compare(tools, same, tools.task.test, new CallBudget(Infinity), true);
    expect(found[1]!.difference!.low).toBeLessThan(-0.01);
    expect(found[1]!.difference!.high).toBeGreaterThan(0.01);
  });

  it("says so when the budget has not one row for each prompt", async () => {
    const { tools, prompts } = world([1, 2]);
    const few = compare(tools, prompts, tools.task.test, new CallBudget(1), false);
    await expect(few).rejects.toThrow("budget.calls: 1 is too few to ask 2 prompts");
  });

  it("is seldom decided wrongly, however often it looks", async () => {
    let wrong = 0;
    for (let trial = 0; trial < 200; trial++) {
      const coin: Parameters<typeof toy>[1] = (role, { messages: [message] }) =>
        role === "task" ? (words(`${trial} ${message!.content}`, 1)[0]! % 2 === 0 ? "yes" : "no") : undefined;
      const { tools, prompts } = world([1], coin);
      const other = prompts[0]!.withParts({ task: "Begin 1. rule-0" });
      const { prompts: found } = await compare(
        tools,
        [prompts[0]!, other],
        tools.task.test,
        new CallBudget(Infinity),
        true,
      );
      if (found[1]!.word !== "not shown") wrong += 1;
    }
    expect(wrong).toBeLessThanOrEqual(18);
  });
});

describe("holm", () => {
  it("gives the textbook values", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.9, undefined, 0.6])).toEqual([1, undefined, 1]);
    expect(holm([])).toEqual([]);
  });
});
