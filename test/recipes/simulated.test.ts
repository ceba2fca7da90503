/** The simulated models and task of the recipes: one world, with more or fewer mistakes. */
import { describe, expect, it } from "vitest";
import { ALL_SIMULATED, SIMULATED, simulated } from "../../recipes/paper/simulated/model.ts";
import { world, worldRows } from "../../recipes/paper/simulated/world.ts";
import { parsePrompt, type Prompt } from "../../src/core/prompt/prompt.ts";
import { createModel } from "../../src/models/providers.ts";

/** The share of test rows that a model answers otherwise than `sim:rules` does. */
async function changed(id: string, prompt: Prompt): Promise<number> {
  const { test } = worldRows();
  const [plain, other] = await Promise.all([SIMULATED, id].map((name) => createModel(name, {}, [simulated])));
  let differ = 0;
  for (const { message } of test) {
    const request = { messages: prompt.render({ message }), format: { kind: "text" }, sample: 0 } as const;
    const [a, b] = await Promise.all([plain!.generate(request), other!.generate(request)]);
    if (a.text !== b.text) differ += 1;
  }
  return differ / test.length;
}

describe("the simulated models of the recipes", () => {
  it("make mistakes as often as their names say", async () => {
    const shares = await Promise.all(ALL_SIMULATED.map((id) => changed(id, parsePrompt(world.prompt))));
    expect(shares[0]).toBe(0);
    expect(Math.abs(shares[1]! - 0.1)).toBeLessThan(0.06);
    expect(Math.abs(shares[2]! - 0.2)).toBeLessThan(0.08);
  });

  it("are marked as simulated, cost nothing, and keep their names", async () => {
    for (const id of ALL_SIMULATED)
      expect(await createModel(id, {}, [simulated])).toMatchObject({ id, simulated: true, pricing: "free" });
  });

  it("are listed where a name is wrong", async () => {
    await expect(createModel("sim:other", {}, [simulated])).rejects.toThrow(/Known: sim:rules, sim:rules-noisy/);
  });
});

it("the simulated task has as many rows of dev and test as the paper's, each message once, and two labels", () => {
  const { train, dev, test } = worldRows();
  expect([train.length, dev.length, test.length]).toEqual([300, 50, 150]);
  const all = [...train, ...dev, ...test];
  expect(new Set(all.map(({ message }) => message)).size).toBe(all.length);
  expect([...new Set(all.map(({ label }) => label))].toSorted()).toEqual(["no", "yes"]);
  expect(world.positive).toBe("yes");
});
