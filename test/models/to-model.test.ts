/** What users may give as a model. */
import { createOpenAI } from "@ai-sdk/openai";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { functionModel } from "../../src/models/function.ts";
import { type ModelLike, toModel } from "../../src/models/to-model.ts";
import { generates, resultOf } from "./language-model.ts";

const env = { OPENAI_API_KEY: "planted-Key" };

describe("toModel", () => {
  it("takes a name, settings, an AI SDK model, a function and a model", async () => {
    const own = functionModel(() => "x", "mine:x");
    expect((await toModel("openai:gpt-5", env)).id).toBe("openai:gpt-5");
    expect((await toModel({ model: "openai:gpt-5", baseURL: "http://host/v1" }, env)).id).toBe("openai:gpt-5");
    expect((await toModel(createOpenAI({ apiKey: "k" })("gpt-5"), env)).id).toBe("openai:gpt-5");
    expect(
      (
        await toModel(
          generates(async () => resultOf("x")),
          env,
        )
      ).id,
    ).toBe("double:m-1");
    expect((await toModel(() => "x", env)).id).toMatch(/^function:anonymous#/);
    expect(await toModel(own, env)).toBe(own);
    expect(await toModel("sim:x", env, [{ name: "sim", about: "", make: () => own }])).toBe(own);
  });

  it("says what it wants instead of anything else", async () => {
    const error = async (value: unknown): Promise<string> => {
      const thrown: unknown = await toModel(value as ModelLike, env).catch((reason: unknown) => reason);
      expect(thrown).toBeInstanceOf(UsageError);
      return (thrown as UsageError).message;
    };
    for (const value of [undefined, null, 3, {}, [], { model: 3 }])
      expect(await error(value)).toContain('expected "provider:name"');
    expect(await error(createOpenAI({ apiKey: "k" }))).toContain("Call it with the name of a model");
    expect(await error({ ...generates(async () => resultOf("x")), specificationVersion: "v1" })).toContain(
      "specification v1; expected v2, v3 or v4",
    );
  });
});
