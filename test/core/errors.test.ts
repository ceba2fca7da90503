import { describe, expect, it } from "vitest";
import { ModelError } from "../../src/core/errors.ts";

describe("ModelError", () => {
  const error = new ModelError("quota", "openai:m: the allowance is spent", {
    status: 429,
    retryAfter: 18_000,
    freeAt: 1_795_963_200_000,
    cause: new Error("with headers"),
  });

  it("crosses to another process as plain JSON, without its cause", () => {
    const wire = JSON.parse(JSON.stringify(error.toWire())) as ReturnType<typeof error.toWire>;
    expect(wire).toEqual({
      kind: "quota",
      message: "openai:m: the allowance is spent",
      status: 429,
      retryAfter: 18_000,
      freeAt: 1_795_963_200_000,
    });
    const back = ModelError.fromWire(wire);
    expect(back).toBeInstanceOf(ModelError);
    expect(back.toWire()).toEqual(error.toWire());
    expect(back.cause).toBeUndefined();
    expect(new ModelError("network", "x").toWire()).toEqual({ kind: "network", message: "x" });
  });

  it("is known where another copy of the package made it", () => {
    class OtherCopy extends Error {
      readonly kind = "network";
      readonly retryable = true;
    }
    const foreign = new OtherCopy("no connection");
    expect(ModelError.isInstance(foreign)).toBe(false);
    Object.defineProperty(foreign, Symbol.for("protegi.ModelError"), { value: true });
    expect(foreign instanceof ModelError).toBe(false);
    expect(ModelError.isInstance(foreign)).toBe(true);
    for (const other of [undefined, null, "x", new Error("x"), { kind: "network" }])
      expect(ModelError.isInstance(other)).toBe(false);
  });
});
