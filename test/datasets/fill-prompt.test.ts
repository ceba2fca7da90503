/** The winner filled with a row gives the messages that the search sent. */
import { describe, expect, it } from "vitest";
import { fillPrompt, optimize, UsageError, type PromptSource } from "../../src/index.ts";
import { scriptedModel } from "../../src/testing/index.ts";

const ROWS = Array.from({ length: 60 }, (_, i) => ({
  text: `Thing ${i}: {{label}} "${i % 2 === 0 ? "good" : "bad"}"`,
  stars: i,
  "weird name": i % 3 === 0 ? null : { a: [i] },
  label: i % 2 === 0 ? "yes" : "no",
}));
const PROMPT = 'Good? {{text}}\r\n{{stars}} stars\n{{column "weird name"}}';
const CHAT: PromptSource = [
  { role: "system", content: "Say whether {{text}} is good." },
  { role: "user", content: 'With {{stars}} stars and {{column "weird name"}}?' },
];

describe("fillPrompt", () => {
  it.each([
    ["a text", PROMPT],
    ["a chat", CHAT],
  ])("fills %s as the search does", async (_, prompt) => {
    const model = scriptedModel("yes");
    const optimizer = scriptedModel(JSON.stringify({ items: ["Is it good at all?"] }));
    const { messages } = await optimize({
      prompt,
      examples: ROWS,
      label: "label",
      model,
      optimizer,
      search: { rounds: 1, headroom: false },
    });
    const sent = new Set(model.calls.map((call) => JSON.stringify(call.messages)));
    const filled = ROWS.map((row) => JSON.stringify(fillPrompt(messages, row)));
    expect(new Set(filled).size).toBe(ROWS.length);
    expect(filled.filter((one) => sent.has(one)).length).toBeGreaterThan(20);
    // The initial prompt as it was written: every row that it was asked about is among them.
    expect(ROWS.map((row) => JSON.stringify(fillPrompt(prompt, row))).some((one) => sent.has(one))).toBe(true);
  });

  it("refuses a row without a column of the prompt", () => {
    expect(() => fillPrompt("{{text}} {{title}}", { text: "a" })).toThrow(UsageError);
    expect(() => fillPrompt("{{text}} {{title}}", { text: "a" })).toThrow(
      'names the column "title", and the row has text',
    );
  });
});
