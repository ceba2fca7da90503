/** Functions as models. */
import { describe, expect, it } from "vitest";
import { ModelError } from "../../src/core/errors.ts";
import { type FunctionRequest, functionModel } from "../../src/models/function.ts";
import { failure, FULL, PLAIN } from "./setup.ts";

describe("functionModel", () => {
  it("hands over messages, prompt and settings, and no more", async () => {
    const seen: FunctionRequest[] = [];
    const fn = (request: FunctionRequest): string => (seen.push(request), "spam");
    const { signal } = new AbortController();
    const answer = await functionModel(fn).generate(FULL, signal);
    await functionModel(fn).generate(PLAIN);
    const prompt = "Be terse.\n\nSpam? “Win!”\n\nspam\n\nSpam? Hello.";
    expect(seen[0]).toEqual({
      messages: FULL.messages,
      prompt,
      temperature: 0.5,
      maxOutputTokens: 99,
      sample: 7,
      signal,
    });
    expect(seen[1]).toEqual({ messages: PLAIN.messages, prompt: "Spam?", sample: 0 });
    expect(answer).toEqual({
      text: "spam",
      finish: "stop",
      usage: { input: 0, output: 0, cachedInput: 0, reasoning: 0 },
    });
  });

  it("is named after the function and its source", () => {
    const first = functionModel(function judge() {
      return "a";
    });
    const second = functionModel(function judge() {
      return "b";
    });
    expect(first.id).toMatch(/^function:judge#[0-9a-f]{8}$/);
    expect(second.id).not.toBe(first.id);
    expect(functionModel(() => "a", "mine:a").id).toBe("mine:a");
  });

  it("sorts errors as those of providers", async () => {
    const thrown = async (error: unknown): Promise<ModelError> =>
      failure(functionModel(() => Promise.reject(error), "f:x").generate(PLAIN));
    const limited = Object.assign(new Error("429 slow down"), {
      status: 429,
      headers: new Headers({ "Retry-After": "3" }),
    });
    expect(await thrown(limited)).toMatchObject({ kind: "rate-limit", retryAfter: 3, status: 429 });
    expect(await thrown(new Error("boom"))).toMatchObject({ kind: "server", message: "f:x: the call failed\n  boom" });
    const own = new ModelError("quota", "spent");
    expect(await thrown(own)).toBe(own);
    const sync = functionModel(() => {
      throw new Error("at once");
    });
    expect((await failure(sync.generate(PLAIN))).kind).toBe("server");
  });

  it("stops at a mistake in the code of a function that never answered, and names the line", async () => {
    const wrong = functionModel(({ prompt }) => (prompt as unknown as { ask(): string }).ask(), "f:x");
    const tries = [];
    for (let i = 0; i < 3; i++) tries.push(await failure(wrong.generate(PLAIN)));
    expect(tries.map(({ retryable }) => retryable)).toEqual([true, true, false]);
    expect(tries[2]!.message).toMatch(
      /^f:x: the function failed 3 times, and never answered\n {2}TypeError: prompt\.ask is not a function\n {2}at .*function\.test\.ts:\d+:\d+\)?$/,
    );
  });

  it("tries again where a connection fails, or once it has answered", async () => {
    const failed = new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
    const lost = functionModel(() => Promise.reject(failed));
    for (let i = 0; i < 5; i++) expect((await failure(lost.generate(PLAIN))).retryable).toBe(true);
    let calls = 0;
    const body = undefined as unknown as { text: string };
    const sometimes = functionModel(() => (calls++ === 0 ? "spam" : body.text));
    await sometimes.generate(PLAIN);
    for (let i = 0; i < 5; i++) expect((await failure(sometimes.generate(PLAIN))).retryable).toBe(true);
  });

  it("takes an overflow that the function's client reports for an answer", async () => {
    const error = Object.assign(new Error("400"), {
      status: 400,
      error: { code: "context_length_exceeded", message: "too long" },
    });
    expect(await functionModel(() => Promise.reject(error)).generate(PLAIN)).toMatchObject({
      text: "",
      finish: "overflow",
    });
  });

  it("says when the function returns no text", async () => {
    const wrong = functionModel((() => ({ text: "x" })) as unknown as () => string, "f:x");
    expect(await failure(wrong.generate(PLAIN))).toMatchObject({
      kind: "bad-request",
      message: expect.stringContaining("returned object, not a string"),
    });
  });

  it("does not wait for a function that does not mind the signal", async () => {
    const controller = new AbortController();
    const deaf = functionModel(() => new Promise<string>(() => {}));
    const failed = failure(deaf.generate(PLAIN, controller.signal));
    controller.abort();
    expect((await failed).kind).toBe("aborted");
  });
});
