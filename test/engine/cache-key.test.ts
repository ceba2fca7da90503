import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cacheKey } from "../../src/engine/cache-key.ts";
import { request } from "./helpers.ts";

const schema = (a: string, b: string): Record<string, unknown> => ({
  type: "object",
  properties: { [a]: { type: "string", minLength: 1 }, [b]: { type: "number" } },
});

describe("cache key", () => {
  it("is 64 hexadecimal digits, the same for equal requests", () => {
    const key = cacheKey("", "sim:x", request("a", { temperature: 0.5 }));
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(cacheKey("", "sim:x", request("a", { temperature: 0.5 }))).toBe(key);
  });

  it("does not change from one version to the next", () => {
    const format = { kind: "json" as const, name: "items", schema: schema("a", "b") };
    expect(
      cacheKey("", "openai:gpt", request("What?", { format, temperature: 1, maxOutputTokens: 9, sample: 3 })),
    ).toMatchInlineSnapshot(`"ac00033f64e86ad0e22c99ae0f42b3e43dadc432ca29cec26addfa475cf59a67"`);
  });

  it("does not depend on the order of keys in a schema or a message", () => {
    const json = (value: Record<string, unknown>) => ({ kind: "json" as const, name: "items", schema: value });
    const swapped = { properties: { b: { type: "number" }, a: { minLength: 1, type: "string" } }, type: "object" };
    expect(cacheKey("", "m", request("x", { format: json(schema("a", "b")) }))).toBe(
      cacheKey("", "m", request("x", { format: json(swapped) })),
    );
    const message = { content: "x", role: "user" as const };
    expect(cacheKey("", "m", { ...request("x"), messages: [message] })).toBe(cacheKey("", "m", request("x")));
  });

  it("depends on the order of choices", () => {
    const choice = (...choices: string[]) => request("x", { format: { kind: "choice", choices } });
    expect(cacheKey("", "m", choice("a", "b"))).not.toBe(cacheKey("", "m", choice("b", "a")));
  });

  it("differs whenever anything else does", () => {
    const part = fc.record({
      salt: fc.constantFrom("", "r1"),
      model: fc.constantFrom("m", "n"),
      contents: fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      temperature: fc.constantFrom(undefined, 0, 1),
      maxOutputTokens: fc.constantFrom(undefined, 1, 2),
      sample: fc.integer({ min: 0, max: 3 }),
    });
    const keyOf = ({
      salt,
      model,
      contents,
      temperature,
      maxOutputTokens,
      sample,
    }: typeof part extends fc.Arbitrary<infer T> ? T : never): string =>
      cacheKey(salt, model, {
        messages: contents.map((content) => ({ role: "user", content })),
        format: { kind: "text" },
        sample,
        ...(temperature !== undefined && { temperature }),
        ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      });
    fc.assert(fc.property(part, part, (a, b) => (keyOf(a) === keyOf(b)) === (JSON.stringify(a) === JSON.stringify(b))));
  });
});
