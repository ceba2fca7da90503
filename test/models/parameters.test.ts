/** Sizes of models in their names. */
import { describe, expect, it } from "vitest";
import { parametersIn } from "../../src/models/parameters.ts";

describe("parametersIn", () => {
  it.each([
    ["qwen2.5-coder:1.5b-instruct-q4_K_M", 1.5],
    ["SmolLM2-135M-Instruct.Q4_1.gguf", 0.135],
    ["Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF:q4_k_m", 0.5],
    ["meta-llama/Llama-3.2-3B", 3],
    ["qwen3-30b-a3b", 30],
    ["mixtral-8x7b-instruct", 56],
    ["gemma-3n-E4B-it", 4],
    ["qwen2.5-7b-instruct-1m", 7],
  ])("reads %s", (name, billions) => {
    expect(parametersIn(name)).toBeCloseTo(billions);
  });

  it.each(["gpt-5-mini", "claude-haiku-4-5", "gemini-1.5-pro-1m", "phi3:mini", "mistral-large-128k", "model-b", ""])(
    "reads none in %j",
    (name) => {
      expect(parametersIn(name)).toBeUndefined();
    },
  );
});
