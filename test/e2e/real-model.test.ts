/** The whole loop with a real model that answers and a scripted one that writes: SmolLM2 on sentences of reviews. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDataset } from "../../src/datasets/index.ts";
import { memoryStore, optimize, type RunEvent } from "../../src/index.ts";
import type { Model } from "../../src/core/model.ts";
import { localModel } from "../../src/models/local/local.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { ENV, HAS_SMOLLM2, MODELS, ROOT } from "../models/local-setup.ts";

/** Short forms as a writer may find them; the model does far better with the second. */
const COMMANDS = ["Positive or negative?", "Classify the sentiment of the review as positive or negative."];

describe.skipIf(!HAS_SMOLLM2)("SmolLM2 answers, a script writes", () => {
  let model: Model;
  let examples: Readonly<Record<string, string>>[];
  beforeAll(async () => {
    model = await localModel("smollm2", { env: ENV, modelsDir: MODELS, contextSize: 1024 });
    const { rows } = await readDataset(join(ROOT, "examples/reviews/reviews.csv"));
    examples = rows.slice(0, 200).map(({ fields }) => fields);
  }, 60_000);
  afterAll(async () => model.close?.());

  it(
    "finds the form that the model knows, ends with a verdict, and resumes for nothing",
    { timeout: 300_000 },
    async () => {
      let asked = 0;
      const writer = scriptedModel(() => COMMANDS[asked++ % COMMANDS.length]!, { id: "writer" });
      const store = memoryStore();
      const events: RunEvent[] = [];
      const run = {
        prompt: "Is this customer happy? Answer positive if happy, negative if unhappy.\n\n{{text}}",
        examples,
        label: "label",
        model,
        optimizer: writer,
        store,
        search: { method: "piecewise", rounds: 1, minibatchSize: 16, maxSuccessors: 3, headroom: false },
        splits: { maxDev: 20, maxTest: 40 },
        onEvent: (event: RunEvent) => void events.push(event),
      } as const;
      const began = performance.now();
      const result = await optimize(run);
      process.stdout.write(
        `The loop with SmolLM2: ${result.cost.calls} calls, ${Math.round(performance.now() - began)} ms\n`,
      );

      expect(asked).toBeGreaterThan(1);
      expect(result.best).toBe(`${COMMANDS[1]}\n\n{{text}}`);
      const { initial, winner, difference } = result.verdict!;
      expect(difference.n).toBe(40);
      expect(winner.value - initial.value).toBeCloseTo(difference.value, 10);
      expect(difference.value).toBeGreaterThan(0.1);
      // Both labels are answered: no constant is traded for another.
      const answers = (await store.readOutcomes(result.runId)).filter(({ split }) => split === "test");
      expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set(["positive", "negative"]));

      const calls = asked;
      const again = await optimize(run);
      expect(again.verdict).toEqual(result.verdict);
      expect(again.cost.calls - again.cost.cached).toBe(0);
      expect(asked).toBe(calls);
    },
  );
});
