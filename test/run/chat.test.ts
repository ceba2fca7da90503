/** A chat prompt runs through `optimize`: its messages reach the model, its parts change, and it is given back as messages. */
import { asksForReasons } from "../core/toy.ts";
import { expect, it } from "vitest";
import { optimize, type RunEvent } from "../../src/index.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { resultOf } from "../../src/run/result.ts";
import { memoryStore } from "../../src/stores/memory.ts";

const CHAT = [
  { role: "system", content: "You sort messages: yes for spam, no for the rest." },
  { role: "user", content: "Message: win a prize", locked: true },
  { role: "assistant", content: "yes" },
  { role: "user", content: "Message: {{text}}" },
] as const;

const EXAMPLES = Array.from({ length: 120 }, (_, i) => ({
  text: `${i % 2 === 0 ? "win money" : "see you"} number ${i} at ${(i * 7919) % 997}`,
  label: i % 2 === 0 ? "yes" : "no",
}));

/** Knows spam only when the system message says what it looks like, and then only when the last message says to think. */
function model() {
  return scriptedModel((request) => {
    const { messages } = request;
    if (messages.length === 1) {
      const content = messages[0]!.content;
      if (asksForReasons(content)) return JSON.stringify({ items: ["It does not say what spam looks like."] });
      const part = content.split("## The section that may change")[1]!;
      const text = part.includes("{{text}}")
        ? "Think of money first. Message: {{text}}"
        : "yes for spam, which wins money, no for the rest.";
      return JSON.stringify({ items: [text] });
    }
    const [system, , , last] = messages;
    const knows = system!.content.includes("wins money");
    const thinks = last!.content.startsWith("Think of money first");
    if (!knows) return "no";
    return last!.content.includes("win money") && (thinks || last!.content.includes("1")) ? "yes" : "no";
  });
}

it("a chat prompt with two parts is optimized, and given back as messages", async () => {
  const task = model();
  const events: RunEvent[] = [];
  const store = memoryStore();
  const result = await optimize({
    prompt: CHAT,
    examples: EXAMPLES,
    label: "label",
    model: task,
    store,
    // This writer knows no small questions.
    search: { rounds: 3, minibatchSize: 16, writer: "whole" },
    onEvent: (event) => events.push(event),
  });
  const calls = task.calls.filter(({ messages }) => messages.length > 1);
  expect(new Set(calls.map(({ messages }) => messages.map(({ role }) => role).join()))).toEqual(
    new Set(["system,user,assistant,user"]),
  );
  expect(calls[0]!.messages[1]).toEqual({ role: "user", content: "Message: win a prize" });
  expect(calls[0]!.messages[3]!.content).toMatch(/^Message: (win money|see you) number/);

  const changed = events.filter((event) => event.type === "candidate").map(({ parts }) => parts);
  expect(changed.every((parts) => Object.keys(parts).join() === "system,user")).toBe(true);
  expect(new Set(changed.map((parts) => parts["system"] !== CHAT[0].content))).toContain(true);
  expect(new Set(changed.map((parts) => parts["user"] !== CHAT[3].content))).toContain(true);

  expect(result.verdict).toMatchObject({ word: "better" });
  expect(result.messages).toEqual([
    { role: "system", content: "yes for spam, which wins money, no for the rest." },
    { role: "user", content: "Message: win a prize" },
    { role: "assistant", content: "yes" },
    { role: "user", content: "Think of money first. Message: {{text}}" },
  ]);
  expect(result.prompt).toContain("[system]\nyes for spam, which wins money");
  const [run] = await store.listRuns();
  expect(resultOf((await store.getRun(run!.id))!)).toEqual({ ...result, cost: expect.anything() });
});

it("a chat prompt that nothing may change is refused by name", async () => {
  const prompt = [{ role: "user", content: "{{text}}" }] as const;
  await expect(optimize({ prompt, examples: EXAMPLES, label: "label", model: model() })).rejects.toThrow(
    "prompt: expected a message that may change",
  );
});
