/** What an invocation took is counted from its calls. */
import { expect, it } from "vitest";
import { meter } from "../../recipes/paper/meter.ts";
import type { Model } from "../../src/core/model.ts";
import { pricingOf } from "../../src/models/providers.ts";

function modelOf(id: string): Model {
  const usage = { input: 1_000_000, output: 100_000, cachedInput: 0, reasoning: 0 };
  return {
    id,
    pricing: pricingOf(id),
    holds: { choice: true, json: true },
    generate: async () => ({ text: "Yes", finish: "stop", usage }),
  };
}

const REQUEST = { messages: [{ role: "user", content: "?" }], format: { kind: "text" }, sample: 0 } as const;

it("adds up the calls, tokens and money of all models", async () => {
  const spent = meter();
  const model = spent.of(modelOf("openai:gpt-5-mini"));
  await model.generate(REQUEST);
  await model.generate(REQUEST);
  // $0.25 a million in, $2 a million out.
  expect(spent.sentence()).toBe("This took 2 calls: 2,000,000 tokens in, 200,000 out, $0.90.");
});

it("tells no money when one price is unknown", async () => {
  const spent = meter();
  await spent.of(modelOf("openai:gpt-5-mini")).generate(REQUEST);
  await spent.of(modelOf("openai-compatible:own")).generate(REQUEST);
  expect(spent.sentence()).toBe("This took 2 calls: 2,000,000 tokens in, 200,000 out.");
});
