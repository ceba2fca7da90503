/** Who goes next in a local model's context and where, and how a reply is generated there, on sequences that are played. */
import type { Work } from "../../src/models/local/generate.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelAnswer } from "../../src/core/model.ts";
import { generateIn, withoutThought } from "../../src/models/local/generate.ts";
import type { Chat } from "../../src/models/local/chat.ts";
import type { LlamaPackage, Sequence, Weights } from "../../src/models/local/package.ts";
import { shareSequences } from "../../src/models/local/sequences.ts";
import { LETTER_TOKENS, letters, PlayedSequence } from "./played-sequence.ts";

/** A sequence that keeps what it was given, notes in what pieces, and replies with `reply`. */
class Played extends PlayedSequence {
  readonly contextSize: number;
  constructor(contextSize = 99_999) {
    super();
    this.contextSize = contextSize;
  }
  readonly pieces: number[] = [];
  reply: readonly number[] = [];

  override async evaluateWithoutGeneratingNewTokens(tokens: number[]): Promise<void> {
    this.pieces.push(tokens.length);
    await super.evaluateWithoutGeneratingNewTokens(tokens);
  }
  async *evaluate(tokens: number[]): AsyncGenerator<number> {
    await this.evaluateWithoutGeneratingNewTokens(tokens);
    for (const token of this.reply) yield token;
  }
  async controlledEvaluate(): Promise<[]> {
    throw new Error("no reply is weighed here");
  }
}

const weights = LETTER_TOKENS as unknown as Weights;

function generate(sequence: Sequence, prompt: number[], more: Partial<Work & Chat> = {}): Promise<ModelAnswer> {
  const { stops = { tokens: new Set(), texts: [] }, thought, ...work } = more;
  const chat: Chat = { tokens: prompt, stops, thought };
  const llama = {} as LlamaPackage;
  return generateIn(
    sequence,
    { llama, weights, chat, hold: undefined, temperature: 0, seed: 0, most: 99, ...work },
    undefined,
  );
}

describe("generating", () => {
  it("never evaluates a single token of a prompt, whatever is there already", async () => {
    const prompt = fc.array(fc.nat(2), { minLength: 2, maxLength: 700 });
    await fc.assert(
      fc.asyncProperty(prompt, fc.nat(700), fc.array(fc.nat(2)), async (tokens, shared, other) => {
        const sequence = new Played();
        sequence.state = [...tokens.slice(0, shared), ...other];
        const answer = await generate(sequence, tokens);
        expect(Math.min(...sequence.pieces)).toBeGreaterThanOrEqual(2);
        expect(Math.max(...sequence.pieces)).toBeLessThan(260);
        expect(sequence.state).toEqual(tokens);
        expect(answer.usage.input).toBe(tokens.length);
        expect(answer.usage.cachedInput + sequence.pieces.reduce((sum, size) => sum + size)).toBe(tokens.length);
      }),
    );
  });

  it("ends at a token or a text that ends the model's turn", async () => {
    const sequence = new Played();
    sequence.reply = letters("yes### Human: and then#more");
    const texts = ["\n\nUser:", "### Human"];
    const byText = await generate(sequence, letters("ask"), { stops: { tokens: new Set(), texts } });
    expect(byText).toMatchObject({ text: "yes", finish: "stop" });
    const byToken = await generate(sequence, letters("ask"), { stops: { tokens: new Set(letters("#")), texts: [] } });
    expect(byToken).toMatchObject({ text: "yes", finish: "stop", usage: { output: 3 } });
  });

  it("leaves out what the model thought first, and counts it", async () => {
    const sequence = new Played();
    sequence.reply = letters("<think>hm</think>\n\nyes");
    const thought = { start: "<think>", end: "</think>" };
    const answer = await generate(sequence, letters("ask"), { thought });
    expect(answer).toMatchObject({ text: "yes", finish: "stop", usage: { output: 22, reasoning: 17 } });
    const cut = await generate(sequence, letters("ask"), { thought, most: 10 });
    expect(cut).toMatchObject({ text: "", finish: "length", usage: { output: 10, reasoning: 10 } });
  });

  it.each([
    ["plain", "", "plain"],
    ["<think>a</think>b", "<think>a</think>", "b"],
    ["a</think>\nb", "a</think>", "b"],
    ["<think>a</think>b</think>c", "<think>a</think>b</think>", "c"],
    ["\n<think>never ends", "\n<think>never ends", ""],
    ["about <think> tags", "", "about <think> tags"],
  ])("reads %j as thought %j and reply %j", (reply, thought, text) => {
    expect(withoutThought(reply, { start: "<think>\n", end: "\n</think>\n\n" })).toEqual({ thought, text });
  });
});

describe("sharing sequences", () => {
  /** Work that ends when told to. */
  function job(): { work: (sequence: Sequence) => Promise<Sequence>; begun: () => boolean; end: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    let begun = false;
    return {
      work: async (sequence) => ((begun = true), await promise, sequence),
      begun: () => begun,
      end: resolve,
    };
  }

  it("lets one in at a time, in the order they came", async () => {
    const shared = shareSequences([new Played(), new Played()], 1);
    const jobs = [job(), job(), job()];
    const done: number[] = [];
    const results = jobs.map(async ({ work }, i) => (await shared.use([1], undefined, work), done.push(i)));
    for (const [i, { begun, end }] of jobs.entries()) {
      expect(jobs.map((other) => other.begun())).toEqual(jobs.map((_, j) => j <= i));
      expect(begun()).toBe(true);
      end();
      await results[i];
    }
    expect(done).toEqual([0, 1, 2]);
  });

  it("lets several in at once, each in a sequence of its own", async () => {
    const shared = shareSequences([new Played(), new Played(), new Played()], 2);
    const jobs = [job(), job(), job()];
    const results = jobs.map(({ work }) => shared.use([1], undefined, work));
    expect(jobs.map(({ begun }) => begun())).toEqual([true, true, false]);
    for (const { end } of jobs) end();
    const [first, second] = await Promise.all(results);
    expect(first).not.toBe(second);
  });

  it("gives the sequence with the least to evaluate and to forget", async () => {
    const [a, b, empty] = [new Played(), new Played(), new Played()];
    a.state = letters("head: instruction A, row 1");
    b.state = letters("head: instruction B, row 1");
    const shared = shareSequences([a, b, empty], 1);
    const place = (text: string): Promise<Sequence> =>
      shared.use(letters(text), undefined, async (sequence) => sequence);
    expect(await place("head: instruction B, row 2")).toBe(b);
    expect(await place("head: instruction A, row 2")).toBe(a);
    expect(await place("quite another one")).toBe(empty);
  });

  it("gives a short sequence to what fits there, and a longer one only to what does not", async () => {
    const [long, short] = [new Played(100), new Played(10)];
    const shared = shareSequences([long, short], 1);
    const place = (tokens: number, room?: number): Promise<Sequence> =>
      shared.use(letters("x".repeat(tokens)), undefined, async (sequence) => sequence, room);
    expect(await place(10)).toBe(short);
    expect(await place(6, 4)).toBe(short);
    expect(await place(6, 5)).toBe(long);
    expect(await place(11)).toBe(long);
    expect(await place(100, 500)).toBe(long);
  });

  it("lets the one in first that shares most with what is there, and others in the order they came", async () => {
    const shared = shareSequences([new Played()], 1);
    const texts = ["A: one", "B: one", "C: one", "A: two", "B: two", "A: three"];
    const order: string[] = [];
    const jobs = texts.map((text) =>
      shared.use(letters(text), undefined, async (sequence) => {
        order.push(text);
        await generate(sequence, letters(text));
      }),
    );
    expect(shared.nearest([letters("C: x"), letters("x"), letters("y")])).toBe(0);
    await Promise.all(jobs);
    expect(order).toEqual(["A: one", "A: two", "A: three", "B: one", "B: two", "C: one"]);
    expect(shared.nearest([letters("A: x"), letters("B: x"), letters("C: x"), letters("C: y")])).toBe(2);
  });

  it("lets go of who stops waiting, and of who stops under way once the work has ended", async () => {
    const shared = shareSequences([new Played()], 1);
    const [running, waiting, last] = [job(), job(), job()];
    const stopRunning = new AbortController();
    const stopWaiting = new AbortController();
    const first = shared.use([1], stopRunning.signal, running.work);
    const second = shared.use([1], stopWaiting.signal, waiting.work);
    const third = shared.use([1], undefined, last.work);
    stopWaiting.abort();
    stopRunning.abort();
    await expect(first).rejects.toThrow("stopped");
    await expect(second).rejects.toThrow("stopped");
    expect(last.begun()).toBe(false);
    running.end();
    last.end();
    await third;
    expect(waiting.begun()).toBe(false);
    await expect(shared.use([1], AbortSignal.abort(), job().work)).rejects.toThrow("stopped");
  });

  it("goes on after work that fails", async () => {
    const shared = shareSequences([new Played()], 1);
    const failed = shared.use([1], undefined, async () => Promise.reject(new Error("broken")));
    const next = shared.use([1], undefined, async () => "fine");
    await expect(failed).rejects.toThrow("broken");
    expect(await next).toBe("fine");
  });

  it("closes when the work under way is done, and turns away all others", async () => {
    const shared = shareSequences([new Played()], 1);
    const running = job();
    const first = shared.use([1], undefined, running.work);
    const waiting = shared.use([1], undefined, job().work);
    let closed = false;
    const closing = shared.close().then(() => (closed = true));
    await expect(waiting).rejects.toThrow("closed");
    expect(closed).toBe(false);
    running.end();
    await first;
    await closing;
    await expect(shared.use([1], undefined, job().work)).rejects.toThrow("closed");
  });
});
