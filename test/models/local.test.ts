/** Local models on the real runtime, with a tiny model of random weights. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import type { Message, Model, ReplyFormat } from "../../src/core/model.ts";
import { localModel, type LocalOptions, localRuntime } from "../../src/models/local/local.ts";
import { modelContract, type ModelUnderTest } from "../../src/testing/model-contract.ts";
import { TEMPLATE, TEMPLATE_WITHOUT_SWITCH, writeTinyGguf } from "../fixtures/tiny-gguf.ts";
import { fewestTokens } from "../../bench/lib/fewest-tokens.ts";
import { tokensOf } from "../../bench/lib/bare-llama.ts";
import { answerWaves, selectionRound } from "../../bench/lib/selection-round.ts";
import { ask, choiceOf, ENV, HAS_LLAMA, tempFolder } from "./local-setup.ts";
import { failure } from "./setup.ts";

const JSON_ITEMS: ReplyFormat = {
  kind: "json",
  name: "items",
  schema: {
    type: "object",
    properties: { label: { enum: ["yes", "no"] }, count: { type: "integer", minimum: 0, maximum: 0 } },
    required: ["label", "count"],
    additionalProperties: false,
  },
};

describe.skipIf(!HAS_LLAMA)("a local model", () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let path = "";
  let model: Model;
  const load = (options: LocalOptions = {}, file = path): Promise<Model> =>
    localModel(file, { env: ENV, threads: 1, contextSize: 1024, ...options });

  beforeAll(async () => {
    folder = await tempFolder();
    path = join(folder.path, "tiny.gguf");
    await writeTinyGguf(path, TEMPLATE);
    model = await load();
  });
  afterAll(async () => {
    await model.close?.();
    await folder[Symbol.asyncDispose]();
  });

  async function underContract(): Promise<ModelUnderTest> {
    const made = await load({ parallel: 4 });
    return {
      model: made,
      // Long replies fill all places, so that the next request waits.
      stall: async () => {
        for (let sample = 0; sample < 4; sample++)
          void made.generate(ask("go on", { temperature: 1, maxOutputTokens: 900, sample })).catch(() => {});
      },
      [Symbol.asyncDispose]: async () => made.close?.(),
    };
  }
  modelContract({ describe, it, expect }, "local", underContract);

  it("is named by the file, what is in it, and the room for prompts", async () => {
    expect(model.id).toMatch(/^local:.*tiny\.gguf \[[0-9a-f]{8}, context 1024\]$/);
    expect(model).toMatchObject({ holds: { choice: true, json: true }, concurrency: 1 });
    const changed = join(folder.path, "changed.gguf");
    const bytes = await readFile(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 300) ^ 1, bytes.length - 300);
    await writeFile(changed, bytes);
    const other = await load({}, changed);
    await other.close?.();
    expect(other.id.replace("changed", "tiny")).not.toBe(model.id);
  });

  it("answers with one of the choices, whatever they are and however wild the sampling", async () => {
    const unit = fc.constantFrom(...Array.from("ab \"\\'\n\t[]{}()|*?$^-.ßé日😀"));
    const label = fc.string({ unit, minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(label, { minLength: 1, maxLength: 5 }), fc.nat(9), async (choices, sample) => {
        const request = ask("Which?", { format: choiceOf(...choices), temperature: 1.5, sample });
        const answer = await model.generate(request);
        expect(answer.finish).toBe("stop");
        expect(choices).toContain(answer.text);
      }),
      { numRuns: 40 },
    );
  });

  it("tells choices apart of which one begins another", async () => {
    const format = choiceOf("no", "no spam", "no spam at all");
    const texts = new Set<string>();
    for (let sample = 0; sample < 60; sample++)
      texts.add((await model.generate(ask(`Spam ${sample}?`, { format, temperature: 2, sample }))).text);
    expect([...texts].toSorted()).toEqual(["no", "no spam", "no spam at all"]);
  });

  it("stops generating as soon as only one choice is left", async () => {
    const answer = await model.generate(ask("Well?", { format: choiceOf("positive", "negative"), maxOutputTokens: 1 }));
    expect(["positive", "negative"]).toContain(answer.text);
    expect(answer).toMatchObject({ finish: "stop", usage: { output: 1, reasoning: 0 } });
  });

  it("answers with JSON by the schema, and says where it breaks what a grammar cannot hold", async () => {
    for (let sample = 0; sample < 10; sample++) {
      const answer = await model.generate(
        ask("JSON!", { format: JSON_ITEMS, temperature: 1, sample, maxOutputTokens: 400 }),
      );
      if (answer.finish === "length") continue;
      const { label, count } = JSON.parse(answer.text) as { label: string; count: number };
      expect(["yes", "no"]).toContain(label);
      expect(typeof count).toBe("number");
      if (count === 0) expect(answer.warnings).toBeUndefined();
      else expect(answer.warnings).toEqual([expect.stringMatching(/breaks the JSON schema.*at count/s)]);
    }
  });

  it("holds to alternatives in a schema", async () => {
    const format: ReplyFormat = {
      kind: "json",
      name: "either",
      schema: { anyOf: [{ const: "left" }, { const: 17 }] },
    };
    const texts = new Set<unknown>();
    for (let sample = 0; sample < 30; sample++)
      texts.add(JSON.parse((await model.generate(ask("Which way?", { format, temperature: 1, sample }))).text));
    expect(texts).toEqual(new Set(["left", 17]));
  });

  it("gives the same answer at temperature 0, whatever was asked before and at once", async () => {
    const prompts = Array.from({ length: 12 }, (_, i) => `${i % 2 ? "Read this" : "Look"}: ${"on and ".repeat(i)}?`);
    const requests = prompts.map((prompt) => ask(prompt, { maxOutputTokens: 12 }));
    const there = await Promise.all(requests.map((request) => model.generate(request)));
    const back = [];
    for (const request of requests.toReversed()) back.unshift(await model.generate(request));
    expect(back.map(({ text }) => text)).toEqual(there.map(({ text }) => text));
    await using fresh = await closing(load());
    const alone = await fresh.model.generate(requests[7]!);
    expect(alone.text).toBe(there[7]!.text);
    expect(alone.usage.input).toBe(there[7]!.usage.input);
  });

  it("draws by the sample: the same one gives the same reply, another one another", async () => {
    const draw = async (sample: number): Promise<string> =>
      (await model.generate(ask("Tell", { temperature: 1, sample, maxOutputTokens: 20 }))).text;
    const texts = [await draw(1), await draw(2), await draw(1)];
    expect(texts[0]).toBe(texts[2]);
    expect(texts[0]).not.toBe(texts[1]);
  });

  it("evaluates what two prompts share once", async () => {
    await using fresh = await closing(load());
    const instruction = "the instruction that all rows share ".repeat(5);
    const first = await fresh.model.generate(ask(`${instruction} one`, { maxOutputTokens: 3 }));
    const second = await fresh.model.generate(ask(`${instruction} two`, { maxOutputTokens: 3 }));
    expect(first.usage.cachedInput).toBe(0);
    expect(second.usage.cachedInput).toBeGreaterThan(0.8 * second.usage.input);
    expect(second.usage.cachedInput).toBeLessThan(second.usage.input);
  });

  it("keeps two prompts evaluated when they take turns", async () => {
    await using fresh = await closing(load({ sequences: 2 }));
    const prompts = ["a first instruction ".repeat(8), "quite another one, ".repeat(8)];
    const cached: number[] = [];
    for (let i = 0; i < 6; i++) {
      const { usage } = await fresh.model.generate(ask(`${prompts[i % 2]} row ${i}`, { maxOutputTokens: 2 }));
      cached.push(usage.cachedInput / usage.input);
    }
    expect(Math.min(...cached.slice(2))).toBeGreaterThan(0.8);
  });

  it("reports progress for every part of a prompt and every token of a reply", async () => {
    await using fresh = await closing(load());
    let moves = 0;
    const request = ask("word ".repeat(120), { temperature: 1, maxOutputTokens: 9 });
    const { usage } = await fresh.model.generate(request, undefined, () => moves++);
    expect(fresh.model.reportsProgress).toBe(true);
    expect(usage.input).toBeGreaterThan(2 * 258);
    expect(moves).toBe(Math.floor((usage.input - 2) / 256) + usage.output);
  });

  it("evaluates hardly more of a round's prompts than they have different beginnings", async () => {
    await using fresh = await closing(load({ contextSize: 2048 }));
    const waves = selectionRound(1, 8);
    const answers = await answerWaves(fresh.model, waves);
    const evaluated = answers.reduce((sum, { usage }) => sum + usage.input - usage.cachedInput, 0);
    const fewest = fewestTokens(await tokensOf(path, ENV, waves.flat()));
    expect(evaluated).toBeGreaterThanOrEqual(fewest);
    expect(evaluated / fewest).toBeLessThan(1.05);
    await using other = await closing(load({ contextSize: 2048 }));
    const texts = [];
    for (const request of waves.flat()) texts.push((await other.model.generate(request)).text);
    expect(answers.map(({ text }) => text)).toEqual(texts);
  });

  it("keeps up to nine prompts evaluated by itself, short ones in short places", async () => {
    await using fresh = await closing(load({ contextSize: 8192 }));
    const instruction = (n: number): string => `${n}. ${"an instruction of its own ".repeat(8)}`;
    const cached: number[] = [];
    for (let i = 0; i < 24; i++) {
      const { usage } = await fresh.model.generate(ask(`${instruction(i % 8)} row ${i}`, { maxOutputTokens: 2 }));
      cached.push(usage.cachedInput / usage.input);
    }
    expect(Math.min(...cached.slice(8))).toBeGreaterThan(0.8);
    const long = await fresh.model.generate(ask("long ".repeat(400), { maxOutputTokens: 2 }));
    expect(long.usage.input).toBeGreaterThan(1024);
    const { usage } = await fresh.model.generate(ask(`${instruction(3)} row`, { maxOutputTokens: 2 }));
    expect(usage.cachedInput / usage.input).toBeGreaterThan(0.8);
  });

  it("writes a reply that outgrows a short place as a whole, and no other one than in a long place", async () => {
    await using short = await closing(load({ contextSize: 8192 }));
    await using long = await closing(load({ contextSize: 8192, sequences: 1 }));
    const request = ask("on and ".repeat(60), { temperature: 1, sample: 5, maxOutputTokens: 1500 });
    const [here, there] = [await short.model.generate(request), await long.model.generate(request)];
    expect(there.usage.output).toBeGreaterThan(1024 - there.usage.input);
    expect(here).toEqual({ ...there, usage: { ...there.usage, cachedInput: here.usage.cachedInput } });
    expect(here.text).toBe(there.text);
  });

  it("stops at the cap on output tokens", async () => {
    const answer = await model.generate(ask("Go on", { temperature: 1, maxOutputTokens: 7 }));
    expect(answer).toMatchObject({ finish: "length", usage: { output: 7 } });
    expect(answer.text).not.toBe("");
  });

  it("calls a prompt that does not fit an overflow, and never drops its beginning", async () => {
    const answer = await model.generate(ask("x ".repeat(1100)));
    expect(answer).toMatchObject({ text: "", finish: "overflow" });
    const full = await model.generate(ask("x".repeat(980), { temperature: 1, maxOutputTokens: 5000 }));
    expect(full.finish).toBe("length");
    expect(full.usage.input + full.usage.output).toBe(1024);
    const choice = await model.generate(ask("x".repeat(1000), { format: choiceOf("a".repeat(40), "b") }));
    expect(choice.finish).toBe("overflow");
  });

  it("reads marks of special tokens in a row as plain text", async () => {
    const plain = await model.generate(ask("a(-s)b", { maxOutputTokens: 1 }));
    const marked = await model.generate(ask("a</s>b", { maxOutputTokens: 1 }));
    expect(marked.usage.input).toBe(plain.usage.input);
  });

  it("shows roles by the model's own template, with thinking switched off", async () => {
    const input = async (made: Model, ...messages: Message[]): Promise<number> =>
      (await made.generate(ask("", { messages, maxOutputTokens: 1 }))).usage.input;
    const user: Message = { role: "user", content: "hello" };
    const free = await input(model, user);
    expect(await input(model, { role: "system", content: "" }, user)).toBeGreaterThanOrEqual(free + "[system]".length);
    const other = join(folder.path, "no-switch.gguf");
    await writeTinyGguf(other, TEMPLATE_WITHOUT_SWITCH);
    await using made = await closing(load({}, other));
    expect(free - (await input(made.model, user))).toBeGreaterThan(8);
  });

  it("works without a template in the file", async () => {
    const bare = join(folder.path, "bare.gguf");
    await writeTinyGguf(bare);
    await using made = await closing(load({}, bare));
    const answer = await made.model.generate(ask("Well?", { format: choiceOf("positive", "negative") }));
    expect(["positive", "negative"]).toContain(answer.text);
  });

  it("stops a reply under way, and goes on answering others", async () => {
    const controller = new AbortController();
    const long = failure(model.generate(ask("Go on", { temperature: 1, maxOutputTokens: 900 }), controller.signal));
    const after = model.generate(ask("And this?", { maxOutputTokens: 3 }));
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect((await long).kind).toBe("aborted");
    expect((await after).usage.output).toBeLessThanOrEqual(3);
  });

  it("closes when the work under way is done, and answers no more", async () => {
    const made = await load();
    const last = made.generate(ask("One more", { maxOutputTokens: 20 }));
    const waiting = failure(made.generate(ask("Too late", { maxOutputTokens: 20 })));
    await new Promise((resolve) => setImmediate(resolve));
    await made.close?.();
    expect((await last).usage.output).toBeGreaterThan(0);
    expect((await waiting).message).toContain("closed");
    expect((await failure(made.generate(ask("Still there?")))).kind).toBe("bad-request");
  });

  it("refuses a file that is no GGUF file, or only the beginning of one", async () => {
    const page = join(folder.path, "page.gguf");
    await writeFile(page, "<!doctype html><title>Log in</title>");
    await expect(load({}, page)).rejects.toThrow(/page\.gguf: expected a GGUF file, got a web page\n/);
    const half = join(folder.path, "half.gguf");
    await writeFile(half, (await readFile(path)).subarray(0, 200_000));
    const error: unknown = await load({}, half).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(/half\.gguf cannot be loaded: .+\n {2}Is the file complete\?/s);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %s threads, sequences or tokens of context", async (value) => {
    for (const name of ["threads", "sequences", "parallel", "contextSize"])
      await expect(load({ [name]: value })).rejects.toThrow(`"${name}" must be a positive whole number, got`);
  });

  it("is reported as working", async () => {
    expect(await localRuntime(ENV)).toMatchObject({
      state: "works",
      detail: expect.stringContaining("node-llama-cpp"),
    });
  });
});

async function closing(loading: Promise<Model>): Promise<{ model: Model; [Symbol.asyncDispose](): Promise<void> }> {
  const model = await loading;
  return { model, [Symbol.asyncDispose]: async () => model.close?.() };
}
