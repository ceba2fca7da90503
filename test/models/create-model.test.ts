/** Models by name: the table, and what is said when something is missing before any call. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { UsageError } from "../../src/core/errors.ts";
import { functionModel } from "../../src/models/function.ts";
import { ollamaAddress } from "../../src/models/hosted/ollama-address.ts";
import { createModel } from "../../src/models/providers.ts";
import type { ModelSettings } from "../../src/models/settings.ts";
import { CHOICE, FULL, PLAIN, setup } from "./setup.ts";
import { anthropic } from "./wires/anthropic.ts";
import { ollama } from "./wires/ollama.ts";
import { openai, openaiCompatible } from "./wires/openai.ts";
import { KEY } from "./wires/wire.ts";

async function usageError(spec: string | ModelSettings, env: Record<string, string> = {}): Promise<string> {
  const error: unknown = await createModel(spec, env).catch((thrown: unknown) => thrown);
  if (error instanceof UsageError) return error.message;
  throw new Error(`Expected a UsageError, got ${String(error)}`);
}

describe("createModel", () => {
  it.each([
    ["openai:gpt-5", "OPENAI_API_KEY"],
    ["anthropic:claude-opus-4-5", "ANTHROPIC_API_KEY"],
    ["google:gemini-2.5-pro", "GOOGLE_GENERATIVE_AI_API_KEY"],
  ])("says for %s that %s is not set, and takes it when it is", async (spec, keyName) => {
    expect(await usageError(spec)).toBe(
      `model ${spec}: its key is missing: ${keyName} is not set\n  Set ${keyName} to your key.`,
    );
    expect(await usageError(spec, { [keyName]: "" })).toContain("is not set");
    const model = await createModel(spec, { [keyName]: KEY });
    expect(model.id).toBe(spec);
    await model.close?.();
  });

  it("tells which models one key opens, and not the key", async () => {
    const accounts = await Promise.all(
      (
        [
          ["openai:gpt-4.1", KEY],
          ["openai:gpt-4.1-mini", KEY],
          ["openai:gpt-4.1", `${KEY}2`],
          [{ model: "openai:gpt-4.1", baseURL: "http://127.0.0.1:1/v1" }, KEY],
        ] as const
      ).map(async ([spec, key]) => {
        const model = await createModel(spec, { OPENAI_API_KEY: key });
        await model.close?.();
        return model.account;
      }),
    );
    expect(accounts[0]).toBe(accounts[1]);
    expect(new Set(accounts).size).toBe(3);
    for (const account of accounts) expect(account).toMatch(/^openai [0-9a-f]{16}$/);
  });

  it("minds neither white space around a key nor empty variables", async () => {
    await using made = await setup(openai);
    const baseURL = `http://${made.host}/v1`;
    const model = await createModel({ model: "openai:gpt-4.1", baseURL }, { OPENAI_API_KEY: `${KEY}\n` });
    await model.generate(PLAIN);
    expect(made.received[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
    await model.close?.();
    const empty = await createModel("openai:gpt-4.1", { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: "" });
    await empty.close?.();
  });

  it("takes the address from the provider's usual variable", async () => {
    await using made = await setup(openai);
    const model = await createModel("openai:gpt-4.1", {
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: `http://${made.host}/v1/`,
    });
    await model.generate(PLAIN);
    expect(made.received[0]!.path).toBe("/v1/chat/completions");
    await model.close?.();
  });

  it("wants a key and headers that can be sent, and does not show them", async () => {
    const message = await usageError(
      { model: "openai:m", headers: { "x-team": "bad\nvalue" } },
      { OPENAI_API_KEY: KEY },
    );
    expect(message).toContain('the header "x-team" cannot be sent');
    expect(message).not.toContain("value");
    expect(await usageError("openai:m", { OPENAI_API_KEY: "“planted-Key”" })).toMatch(
      /^model openai:m: its key cannot be sent\n/,
    );
  });

  it("names the known providers, and the nearest, for an unknown one", async () => {
    const message = await usageError("opnai:gpt-5");
    expect(message).toContain('there is no provider "opnai"');
    expect(message).toContain("Did you mean openai:gpt-5?");
    expect(message).toContain("openai, anthropic, google, openai-compatible, ollama, local");
    expect(await usageError("cohere-command:r")).not.toContain("Did you mean");
    expect(await usageError("constructor:x")).toContain("no provider");
  });

  it.each(["gpt-5", "", ":gpt-5", "openai:", "openai: ", "openai/gpt-5"])(
    "wants provider:name, not %j",
    async (spec) => {
      expect(await usageError(spec)).toContain("expected provider:name");
    },
  );

  it("wants the address of an openai-compatible server, and a web address", async () => {
    expect(await usageError("openai-compatible:m")).toContain('"baseURL" is missing');
    for (const baseURL of ["localhost:8000", "ftp://host", "nonsense"]) {
      expect(await usageError({ model: "openai-compatible:m", baseURL })).toContain("an http or https address");
    }
  });

  it("shows no password of an address", async () => {
    const message = await usageError({ model: "openai-compatible:m", baseURL: "http://me:hunter22@host/v1" });
    expect(message).toContain("user name or a password");
    expect(message).not.toContain("hunter22");
  });

  it("turns down settings that would be without effect", async () => {
    expect(await usageError({ model: "openai:m", contextSize: 4096 }, { OPENAI_API_KEY: KEY })).toContain(
      '"contextSize" is not one of its settings',
    );
    expect(await usageError({ model: "ollama:m", structuredOutputs: true })).toContain("structuredOutputs");
    const misspelt: object = { model: "ollama:m", contextsize: 4096 };
    expect(await usageError(misspelt as ModelSettings)).toContain('"contextsize" is not one of its settings');
    for (const contextSize of [0, -1, 1.5, Number.NaN])
      expect(await usageError({ model: "ollama:m", contextSize })).toContain("positive whole number");
    expect(await usageError({ model: "ollama:m", connections: 0 })).toContain("positive whole number");
  });

  it("looks for node-llama-cpp and for a local model's file now", async () => {
    expect(await usageError("local:no-such-file.gguf")).toMatch(/node-llama-cpp|no-such-file\.gguf/);
    expect(await usageError({ model: "local:m.gguf", baseURL: "http://host" })).toContain("baseURL");
  });

  it("makes models of further providers", async () => {
    const seen: unknown[] = [];
    const sim = (...given: unknown[]) => (seen.push(given), functionModel(() => "x", "sim:reviews"));
    const env = { A: "1" };
    expect((await createModel("sim:reviews:fast", env, [{ name: "sim", about: "", make: sim }])).id).toBe(
      "sim:reviews",
    );
    expect(seen).toEqual([["reviews:fast", { model: "sim:reviews:fast" }, env]]);
  });
});

describe("settings that a model is known to refuse", () => {
  it("are left out for OpenAI's reasoning models, and said", async () => {
    await using made = await setup({ ...openai, model: "openai:gpt-5-mini" });
    const { warnings } = await made.model.generate(FULL);
    expect(made.received[0]!.body).not.toHaveProperty("temperature");
    expect(made.received[0]!.body).toMatchObject({
      max_completion_tokens: 99,
      messages: [{ role: "developer" }, {}, {}, {}],
    });
    expect(warnings).toEqual([
      "openai:gpt-5-mini does not take temperature: temperature is not supported for reasoning models",
    ]);
  });

  it("are left out or cut back for Anthropic's, and said", async () => {
    await using made = await setup({ ...anthropic, model: "anthropic:claude-opus-5-5" });
    const { warnings } = await made.model.generate(FULL);
    expect(made.received[0]!.body).not.toHaveProperty("temperature");
    expect(warnings?.join("\n")).toContain("anthropic:claude-opus-5-5 does not take temperature");
    await using other = await setup(anthropic);
    const clamped = await other.model.generate({ ...FULL, temperature: 1.3 });
    expect(other.received[0]!.body).toMatchObject({ temperature: 1 });
    expect(clamped.warnings?.join("\n")).toContain("1.3 exceeds anthropic maximum of 1.0");
  });

  it("reach older Anthropic models as a tool in place of a schema", async () => {
    const request = z.looseObject({ tools: z.array(z.looseObject({ name: z.literal("json") })).length(1) });
    await using made = await setup({ ...anthropic, model: "anthropic:claude-3-haiku-20240307", request });
    const content = [{ type: "tool_use", id: "t", name: "json", input: { answer: "no spam" } }];
    const { body } = anthropic.answer("");
    made.does({ body: { ...(body as object), content, stop_reason: "tool_use" } });
    expect(await made.model.generate(CHOICE)).toMatchObject({ text: "no spam", finish: "stop" });
  });
});

describe("openai-compatible", () => {
  it("needs no key, and sends none then", async () => {
    const { keyName: _, ...keyless } = openaiCompatible;
    await using made = await setup(keyless);
    await made.model.generate(PLAIN);
    expect(made.received[0]!.headers.authorization).toBe(undefined);
  });

  it("asks for text only when told that the server holds to nothing else", async () => {
    await using made = await setup(openaiCompatible, { structuredOutputs: false });
    expect(made.model.holds).toEqual({ choice: false, json: false });
    await made.model.generate({ ...PLAIN, format: { kind: "choice", choices: ["a", "b"] } });
    expect(made.received[0]!.body).not.toHaveProperty("response_format");
  });

  it("takes an address with a slash at its end", async () => {
    await using made = await setup({ ...openaiCompatible, base: "/v1/" });
    await made.model.generate(PLAIN);
    expect(made.received[0]!.path).toBe("/v1/chat/completions");
  });
});

describe("ollama", () => {
  it("sets the context size, and is another model with another one", async () => {
    await using made = await setup(ollama, { contextSize: 32_768 });
    await made.model.generate(PLAIN);
    expect(made.received[0]!.body).toMatchObject({ options: { num_ctx: 32_768 } });
    expect(made.model.id).toBe("ollama:llama3.2 [context 32768]");
  });

  it("looks for its server where OLLAMA_HOST says", async () => {
    await using made = await setup(ollama);
    const model = await createModel("ollama:llama3.2", { OLLAMA_HOST: made.host });
    expect((await model.generate(PLAIN)).text).toBe("spam");
    expect(made.received[0]!.headers.authorization).toBe(undefined);
    await model.close?.();
  });

  it.each([
    ["127.0.0.1", "http://127.0.0.1:11434"],
    ["0.0.0.0", "http://127.0.0.1:11434"],
    ["0.0.0.0:5000", "http://127.0.0.1:5000"],
    [":5000", "http://127.0.0.1:5000"],
    ["gpu", "http://gpu:11434"],
    ["gpu:80", "http://gpu"],
    ["http://gpu", "http://gpu"],
    ["https://ollama.example/api/", "https://ollama.example/api"],
    ["http://", "http://"],
  ])("reads %s as %s", (host, address) => {
    expect(ollamaAddress(host)).toBe(address);
  });
});
