/** A first prompt: what is asked, what is kept, and which of several wins. */
import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../src/core/budget.ts";
import { callsToInduce, induce } from "../../../src/core/methods/induce.ts";
import { rng } from "../../../src/core/rng.ts";
import { toy, toyTask } from "../toy.ts";

const OPTIONS = { candidates: 4, shown: 5, tried: 20 };
const TASK = toyTask({}, "# Task\nSay yes or no.\n\n# Input\n{{text}}");

/** The replies to requests for a first section, in turn. */
function writing(...sections: readonly string[]): Parameters<typeof toy>[1] {
  let next = 0;
  return (role) => (role === "optimizer" ? JSON.stringify({ items: [sections[next++ % sections.length]] }) : undefined);
}

describe("induce", () => {
  it("takes the best of the prompts that were written, by the same rows of train", async () => {
    const { tools, call, budget } = toy(
      TASK,
      writing("Yes or no.", "Yes or no? rule-1 rule-2 rule-3", "No or yes: rule-1"),
    );
    const found = await induce(tools, OPTIONS, budget, rng(1));
    expect(found[0]!.prompt.parts[0]!.text).toBe("Yes or no? rule-1 rule-2 rule-3");
    expect(found.map(({ score }) => score.value)).toEqual(
      found.map(({ score }) => score.value).toSorted((a, b) => b - a),
    );
    const inputs = (id: string): string[] =>
      call.made
        .filter(({ role, tag }) => role === "task" && tag.prompt === id)
        .map(({ request }) => request.messages[0]!.content.split("# Input")[1]!);
    expect(inputs(found[0]!.prompt.id)).toHaveLength(20);
    expect(inputs(found[1]!.prompt.id)).toEqual(inputs(found[0]!.prompt.id));
  });

  it("shows other rows in each request, none of them tried, and no word of the section that was", async () => {
    const { tools, call, budget } = toy(TASK, writing("Yes or no?"));
    await induce(tools, OPTIONS, budget, rng(1));
    const requests = call.made
      .filter(({ role }) => role === "optimizer")
      .map(({ request }) => request.messages[0]!.content);
    const shown = requests.map((text) => text.match(/train number \d+$/gm)!);
    expect(shown.map(({ length }) => length)).toEqual([5, 5, 5, 5]);
    expect(new Set(shown.map(String)).size).toBe(4);
    const tried = call.made
      .filter(({ role }) => role === "task")
      .map(({ request }) => /train number \d+$/.exec(request.messages[0]!.content)![0]);
    expect(tried.filter((row) => shown.flat().includes(row))).toEqual([]);
    for (const text of requests) expect(text).not.toContain("Say yes or no.");
  });

  it("tells what the prompt is for, and shows no row where none is wanted", async () => {
    const { tools, call, budget } = toy(TASK, writing("Yes or no?"));
    await induce(tools, { ...OPTIONS, shown: 0, description: "Is it so?" }, budget, rng(1));
    const text = call.made[0]!.request.messages[0]!.content;
    expect(text).toContain("## What the prompt is for\nIs it so?\n");
    expect(text).toContain("None is shown.");
    expect(text).not.toContain("train number");
  });

  it("leaves out what drops a label or a placeholder, or copies a row", async () => {
    const labels = { ...TASK, keep: ["yes", "no"] };
    const one = toy(labels, writing("Say it.", "Yes or no {{text}} {{more}}?"));
    expect(await induce(one.tools, OPTIONS, one.budget, rng(1))).toEqual([]);
    expect(one.events.map(({ type }) => type)).toContain("candidate-rejected");

    const whole = toy(toyTask({}, "Say yes or no: {{text}}"), writing("Say something.", "Yes or no: {{text}}"));
    const found = await induce(whole.tools, OPTIONS, whole.budget, rng(1));
    expect(found.map(({ prompt }) => prompt.text)).toEqual(["Yes or no: {{text}}"]);
  });

  it("takes no more calls than it says, and none beyond its budget", async () => {
    for (const calls of [0, 3, 40, 1000]) {
      const { tools, call } = toy(TASK);
      await induce(tools, OPTIONS, new CallBudget(calls), rng(1));
      expect(call.made.length).toBeLessThanOrEqual(Math.min(calls, callsToInduce(OPTIONS)));
    }
  });
});
