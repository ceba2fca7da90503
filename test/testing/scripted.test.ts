/** The scripted model: what it says, and what it remembers. */
import { describe, expect, it } from "vitest";
import { NO_USAGE, type ModelRequest } from "../../src/core/model.ts";
import { scriptedModel } from "../../src/testing/index.ts";

const request = (content: string): ModelRequest => ({
  messages: [{ role: "user", content }],
  format: { kind: "text" },
  sample: 0,
});

describe("scriptedModel", () => {
  it("always says the same text", async () => {
    const model = scriptedModel("positive");
    expect(await model.generate(request("a"))).toEqual({ text: "positive", finish: "stop", usage: NO_USAGE });
    expect((await model.generate(request("b"))).text).toBe("positive");
  });

  it("answers by request, with text, promises and whole answers", async () => {
    const refusal = { text: "", finish: "refusal", usage: NO_USAGE } as const;
    const model = scriptedModel(({ messages }) => (messages[0]!.content === "bad" ? refusal : Promise.resolve("fine")));
    expect(await model.generate(request("bad"))).toBe(refusal);
    expect((await model.generate(request("good"))).text).toBe("fine");
  });

  it("records every request in order, failed ones too, and hands on the signal", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const model = scriptedModel((_, signal) => {
      signals.push(signal);
      throw new RangeError("no");
    });
    const { signal } = new AbortController();
    await expect(model.generate(request("a"), signal)).rejects.toThrow(RangeError);
    await expect(model.generate(request("b"))).rejects.toThrow(RangeError);
    expect(model.calls.map(({ messages }) => messages[0]!.content)).toEqual(["a", "b"]);
    expect(signals).toEqual([signal, undefined]);
  });

  it("is named and held as told", () => {
    expect(scriptedModel("x")).toMatchObject({ id: "scripted", holds: { choice: true, json: true } });
    expect(scriptedModel("x", { id: "test:x", holds: { json: false } })).toMatchObject({
      id: "test:x",
      holds: { choice: true, json: false },
    });
  });
});
