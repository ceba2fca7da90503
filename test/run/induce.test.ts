/** `inducePrompt`: a first prompt for rows, deterministic, within its calls, without a look at dev or test. */
import { describe, expect, it } from "vitest";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { inducePrompt, UsageError } from "../../src/index.ts";
import { PRESETS } from "../../src/options/presets.ts";
import { scriptedModel, simulatedReviews } from "../../src/testing/index.ts";
import { PROMPT, REVIEWS } from "../e2e/small-run.ts";
import { counted } from "./runs.ts";

const GIVEN = { examples: REVIEWS, label: "label" };

describe("inducePrompt", () => {
  it("writes a prompt that names the columns and the labels, the same for the same seed", async () => {
    const { prompt, messages, candidates, cost } = await inducePrompt({ ...GIVEN, model: simulatedReviews() });
    expect(prompt).toMatch(/^# Task\n.*\n\n# Output format\nAnswer with one of: negative, positive\.\n\n# Input\n/);
    expect(prompt).toContain("{{text}}");
    expect(candidates.length).toBeGreaterThan(1);
    expect(candidates[0]!.text).toBe(prompt);
    for (const { parts } of candidates) expect(parts["task"]).toMatch(/positive.*negative|negative.*positive/);
    expect(cost.calls).toBeLessThanOrEqual(84);
    const again = await inducePrompt({ ...GIVEN, model: simulatedReviews(), requests: { concurrency: 1 } });
    expect(again).toEqual({ prompt, messages, candidates, cost: again.cost });
    const other = await inducePrompt({ ...GIVEN, model: simulatedReviews(), seed: 2 });
    expect(other.candidates).not.toEqual(candidates);
  });

  it("goes by a line on what the prompt is for", async () => {
    const description = "Is this a positive or a negative review?";
    const { prompt } = await inducePrompt({ ...GIVEN, description, shown: 0, model: simulatedReviews() });
    expect(prompt).toContain(`# Task\n${description}\n`);
  });

  it("asks about rows of train only", async () => {
    const model = counted();
    await inducePrompt({ ...GIVEN, prompt: PROMPT, model });
    const { dev, test } = buildTask({ ...GIVEN, prompt: PROMPT }, PRESETS.default.splits, () => undefined);
    const asked = model.calls.map(({ messages }) => messages[0]!.content).join("\n");
    const held = [...dev, ...test].map(({ fields }) => `Text: ${fields["text"]!}\nLabel:`);
    expect(held.filter((line) => asked.includes(line))).toEqual([]);
  });

  it("gives back the prompt there was when nothing keeps the contract", async () => {
    const model = scriptedModel(() => JSON.stringify({ items: ["Good or bad, {{who}}?"] }));
    const { prompt, candidates } = await inducePrompt({ ...GIVEN, prompt: PROMPT, model });
    expect(prompt).toBe(PROMPT);
    expect(candidates).toEqual([]);
  });

  it("asks for answers that are no labels where a function scores them", async () => {
    const model = scriptedModel(() => JSON.stringify({ items: ["Give the answer."] }));
    const { prompt } = await inducePrompt({ ...GIVEN, metric: () => 1, model });
    expect(prompt).toMatch(/^# Task\nGive the answer\.\n\n# Output format\nGive the answer and nothing else\.\n/);
  });

  it("turns down options that make no sense", async () => {
    const model = simulatedReviews();
    await expect(inducePrompt({ ...GIVEN, model, shown: 0 })).rejects.toThrow(UsageError);
    await expect(inducePrompt({ ...GIVEN, model, candidates: 0 })).rejects.toThrow(/candidates/);
    await expect(inducePrompt({ examples: REVIEWS.map(({ text }) => ({ text })), model })).rejects.toThrow(/label/);
  });
});
