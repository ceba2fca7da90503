/** Limits next to a judge model as the metric, on the answers of the example: scores of its criteria, the share of right rows, tokens. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { promptTokens } from "../../src/core/limits/size.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { evaluate } from "../../src/jobs/evaluate.ts";
import { optimize } from "../../src/jobs/optimize.ts";

const read = (name: string): string => readFileSync(new URL(`../../examples/answers/${name}`, import.meta.url), "utf8");
const OPTIONS = {
  prompt: read("prompt.md"),
  examples: read("questions.jsonl")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, string>>),
  label: "right",
  task: "text" as const,
  metric: {
    judge: {
      criteria: [
        { name: "facts", text: "The answer gives the facts of the right answer and invents none.", weight: 2 },
        { name: "polite", text: "The answer greets the reader." },
        { name: "next step", text: "The answer says what the reader can do next." },
        { name: "brief", text: "The answer has at most three sentences." },
      ],
    },
  },
  model: "sim:answers",
  judge: "sim:answers",
  seed: 1,
};
const LIMITS = ["scores.facts >= 0.8", "accuracy >= 0.1", "promptTokens <= 120"];

it("shows of one prompt what its criteria, its right rows and its length come to", async () => {
  const { limits, scores, observations } = await evaluate({ ...OPTIONS, limits: LIMITS });
  const right = observations.filter(({ correct }) => correct).length;
  expect(limits).toMatchObject([
    { limit: LIMITS[0], ...scores!["facts"] },
    { limit: LIMITS[1], value: right / observations.length, n: observations.length },
    { limit: LIMITS[2], value: promptTokens(parsePrompt(OPTIONS.prompt)), n: 0, met: true },
  ]);
});

it("picks a prompt that meets all of them, and says so", { timeout: 60_000 }, async () => {
  const { limits, verdict, best } = await optimize({ ...OPTIONS, limits: LIMITS });
  expect(limits).toBe("met");
  expect(verdict!.word).toBe("better");
  expect(verdict!.limits!.map(({ initial, winner }) => [initial.met, winner.met])).toEqual([
    [false, true],
    [false, true],
    [true, true],
  ]);
  expect(promptTokens(parsePrompt(best))).toBeLessThanOrEqual(120);
});

it(
  "keeps every prompt short where tokens are few, and says that none has the facts then",
  { timeout: 60_000 },
  async () => {
    const few = ["scores.facts >= 0.95", "promptTokens <= 60"];
    const { limits, verdict, candidates, prompt } = await optimize({ ...OPTIONS, limits: few });
    expect(candidates.length).toBeGreaterThan(1);
    for (const { text } of candidates) expect(promptTokens(parsePrompt(text))).toBeLessThanOrEqual(60);
    expect(limits).toBe("none met");
    expect(verdict!.word).toBe("misses a limit");
    expect(prompt).toBe(OPTIONS.prompt);
  },
);
