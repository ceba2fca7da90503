/** Kinds by name and with settings, from options to the score. */
import { describe, expect, it } from "vitest";
import { evaluate, UsageError, type EvaluateOptions } from "../../src/index.ts";
import { scriptedModel } from "../../src/testing/index.ts";

const EXAMPLES = Array.from({ length: 60 }, (_, i) => ({ text: `${i} and ${i % 7}`, answer: `${i + (i % 7)}` }));
type Options = EvaluateOptions<(typeof EXAMPLES)[number]>;

/** Adds, and is one too high where the prompt does not say exactly. */
const adder = scriptedModel(({ messages }) => {
  const [content = ""] = messages.map((message) => message.content);
  const [, a, b] = /(\d+) and (\d+)/.exec(content) ?? [];
  return `The sum is ${Number(a) + Number(b) + (content.includes("exactly") ? 0 : 1)}.`;
});

const scoreOf = async (task: unknown): Promise<number | undefined> => {
  const { score } = await evaluate({
    prompt: "Add. {{text}}",
    examples: EXAMPLES,
    model: adder,
    task: task as Options["task"] & string,
  });
  return score.value;
};

describe("a kind with settings", () => {
  it("is right within its tolerance only", async () => {
    expect(await scoreOf("numeric")).toBe(0);
    expect(await scoreOf({ kind: "numeric", absolute: 1 })).toBe(1);
  });

  it("is a kind by its name alone, or without settings", async () => {
    expect(await scoreOf("qa")).toBe(0);
    expect(await scoreOf({ kind: "qa" })).toBe(0);
  });

  it.each([
    [{ kind: "numeric", absolut: 1 }, "task.absolut: there is no such option; did you mean absolute?"],
    [{ kind: "numeric", separator: "," }, "Known here: absolute, relative, kind."],
    [{ kind: "numeric", absolute: -1 }, "task.absolute: expected"],
    [{ kind: "number" }, "task.kind: expected"],
    [{ kind: "numeric", metric: "macro-f1" }, "task.metric: there is no such option"],
  ])("refuses %j by the setting", async (task, message) => {
    const error: unknown = await scoreOf(task).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
  });
});
