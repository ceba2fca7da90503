/** A real local model on real rows: how well it does depends on the wording of the prompt, which is what we optimize. */
import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyRows } from "../../src/core/evaluation/calibration.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { fillTemplate } from "../../src/core/prompt/template.ts";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { localModel } from "../../src/models/local/local.ts";
import { choiceOf, ENV, HAS_SMOLLM2, MODELS, ROOT } from "./local-setup.ts";

interface Row {
  readonly text: string;
  readonly label: string;
}

const ROWS = 100;
const LABELS = choiceOf("positive", "negative");
const PROMPTS = {
  task: "Classify the sentiment of the review as positive or negative.\n\nReview: {{text}}",
  question: "Is this customer happy? Answer positive if happy, negative if unhappy.\n\nReview: {{text}}\nAnswer:",
};

/** All but a row or two of a hundred are "positive" to the model. */
const ONE_LABEL =
  "# Task\nIs this review positive or negative?\n\n# Output format\nAnswer with one word: positive or negative.\n\n# Prediction\nText: {{text}}\nLabel:";

/** The example's rows, or those that they are taken from. */
function reviews(): Row[] {
  const files = ["examples/reviews/reviews.csv", "../shared/data/reviews/amazon.csv"].map((file) => join(ROOT, file));
  const file = files.find((path) => existsSync(path));
  if (file === undefined) return [];
  return parse<Row>(readFileSync(file), { columns: true, bom: true }).slice(0, ROWS);
}

const rows = reviews();
if (rows.length === 0) process.stderr.write("Skipped without review rows: there is no examples/reviews/reviews.csv\n");

describe.skipIf(!HAS_SMOLLM2 || rows.length < ROWS)("SmolLM2 on a hundred reviews", () => {
  let model: Model;
  beforeAll(async () => {
    model = await localModel("smollm2", { env: ENV, modelsDir: MODELS, contextSize: 1024 });
  }, 60_000);
  afterAll(async () => model.close?.());

  async function answersTo(prompt: string): Promise<string[]> {
    const answers = rows.map(({ text }) => {
      const content = fillTemplate(prompt, { text });
      return model.generate({ messages: [{ role: "user", content }], format: LABELS, temperature: 0, sample: 0 });
    });
    return (await Promise.all(answers)).map(({ text }) => text);
  }

  const accuracyOf = (answers: readonly string[]): number =>
    answers.filter((answer, i) => answer === rows[i]!.label).length / ROWS;

  it("scores two wordings of one prompt differently", { timeout: 240_000 }, async () => {
    const start = performance.now();
    const answers = { task: await answersTo(PROMPTS.task), question: await answersTo(PROMPTS.question) };
    const ms = Math.round((performance.now() - start) / (2 * ROWS));
    const scores = { task: accuracyOf(answers.task), question: accuracyOf(answers.question) };
    process.stdout.write(`SmolLM2: "${PROMPTS.task.split("\n")[0]}" ${scores.task}; `);
    process.stdout.write(`"${PROMPTS.question.split("\n")[0]}" ${scores.question}; ${ms} ms a row\n`);
    expect(new Set([...answers.task, ...answers.question])).toEqual(new Set(["positive", "negative"]));
    expect(scores.task).toBeGreaterThan(0.7);
    expect(scores.task - scores.question).toBeGreaterThan(0.1);
  });

  it("gives both labels where it gave one to every row, when these are weighed", { timeout: 240_000 }, async () => {
    const prompt = parsePrompt(ONE_LABEL);
    const answers = async (more: Partial<ModelRequest>): Promise<string[]> => {
      const given = rows
        .slice(0, 40)
        .map(({ text }) =>
          model.generate({ messages: prompt.render({ text }), format: LABELS, temperature: 0, sample: 0, ...more }),
        );
      return (await Promise.all(given)).map(({ text }) => text);
    };
    const [held, weighed] = [await answers({}), await answers({ calibratedBy: emptyRows(prompt) })];
    const right = (given: readonly string[]): number => given.filter((answer, i) => answer === rows[i]!.label).length;
    process.stdout.write(`SmolLM2, ${new Set(held).size} label: ${right(held)} of 40; weighed: ${right(weighed)}\n`);
    expect(new Set(held).size).toBe(1);
    expect(new Set(weighed)).toEqual(new Set(["positive", "negative"]));
    expect(right(weighed) - right(held)).toBeGreaterThan(4);
  });

  it("follows its own template, and knows what colours are", { timeout: 60_000 }, async () => {
    const messages = [{ role: "user" as const, content: "Name the color of grass." }];
    const request = { messages, format: { kind: "text" as const }, temperature: 0, maxOutputTokens: 30, sample: 0 };
    const [first, again] = [await model.generate(request), await model.generate(request)];
    expect(first.text).toMatch(/green/i);
    expect(first.text).not.toContain("<|im_");
    expect(again.text).toBe(first.text);
    expect(again.usage.cachedInput).toBe(first.usage.input - 2);
  });
});
