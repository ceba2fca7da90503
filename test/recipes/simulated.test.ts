/** The simulated model of the recipes reads its messages and nothing else. */
import { describe, expect, it } from "vitest";
import { ALL_SIMULATED, simulated } from "../../recipes/paper/simulated/model.ts";
import { paperPrompt } from "../../recipes/paper/tasks/task.ts";
import { ModelError } from "../../src/core/errors.ts";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { parsePrompt } from "../../src/core/prompt.ts";
import { createModel } from "../../src/models/providers.ts";

const CHOICE = { kind: "choice", choices: ["No", "Yes"] } as const;

function filled(task: string, text: string): ModelRequest {
  const content = parsePrompt(paperPrompt(task)).render({ text })[0]!.content;
  return { messages: [{ role: "user", content }], format: CHOICE, sample: 0 };
}

async function answers(model: Model, task: string, texts: readonly string[]): Promise<string> {
  const all = await Promise.all(texts.map((text) => model.generate(filled(task, text))));
  return all.map(({ text }) => text).join(" ");
}

const TEXTS = Array.from({ length: 200 }, (_, i) => `row ${i} with ${i % 2 === 0 ? "vermin" : "flowers"}`);

describe("the simulated reader", () => {
  it("guesses, the same each time, where the prompt names no word of the text", async () => {
    const model = await createModel("sim:paper", {}, [simulated]);
    const first = await answers(model, "Is it?", TEXTS);
    expect(await answers(model, "Is it?", TEXTS)).toBe(first);
    const yes = first.split(" ").filter((answer) => answer === "Yes").length;
    expect(yes).toBeGreaterThan(70);
    expect(yes).toBeLessThan(130);
  });

  it("does what the prompt says of words, and reads them in the text alone", async () => {
    const model = await createModel("sim:paper", {}, [simulated]);
    const told = "Is it? Take “vermin”, “plague” as signs of Yes. Words such as “flowers” speak for No.";
    expect(await answers(model, told, TEXTS)).toBe(TEXTS.map((_, i) => (i % 2 === 0 ? "Yes" : "No")).join(" "));
  });

  it("makes mistakes as often as its name says", async () => {
    const told = "Is it? Take “vermin” as signs of Yes. Take “flowers” as signs of No.";
    const wrong = await Promise.all(
      ALL_SIMULATED.map(async (name) => {
        const said = (await answers(await createModel(name, {}, [simulated]), told, TEXTS)).split(" ");
        return said.filter((answer, i) => answer !== (i % 2 === 0 ? "Yes" : "No")).length / TEXTS.length;
      }),
    );
    expect(wrong[0]).toBe(0);
    expect(wrong[1]).toBeCloseTo(0.1, 1);
    expect(wrong[2]).toBeCloseTo(0.2, 1);
  });

  it("refuses what is no prompt of the paper, and names that it does not have", async () => {
    const model = await createModel("sim:paper", {}, [simulated]);
    const asked = model.generate({ messages: [{ role: "user", content: "Hello?" }], format: CHOICE, sample: 0 });
    await expect(asked).rejects.toThrow(ModelError);
    await expect(createModel("sim:other", {}, [simulated])).rejects.toThrow(/Known: sim:paper/);
  });
});
