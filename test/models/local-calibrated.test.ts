/** Calibrated reading: on sequences that are played, where the right weights are known, and on the real runtime. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Message, Model, ModelRequest } from "../../src/core/model.ts";
import { cacheKey } from "../../src/engine/cache-key.ts";
import { calibrated } from "../../src/models/local/calibrated.ts";
import { depthOf, labelTree, vocabularyOf } from "../../src/models/local/label-tree.ts";
import { localModel } from "../../src/models/local/local.ts";
import type { Asked, Next, Weights } from "../../src/models/local/package.ts";
import { weigh } from "../../src/models/local/weigh.ts";
import { TEMPLATE, writeTinyGguf } from "../fixtures/tiny-gguf.ts";
import { ask, choiceOf, ENV, HAS_LLAMA, tempFolder } from "./local-setup.ts";
import { LETTER_TOKENS, letters, PlayedSequence } from "./played-sequence.ts";
import { failure } from "./setup.ts";

const weights = {
  ...LETTER_TOKENS,
  isSpecialToken: () => false,
  iterateAllTokens: () => letters("abcdefghijklmnopqrstuvwxyz "),
} as unknown as Weights;
const following = { signal: undefined };

/** The probability of a letter after a text. */
type Probability = (text: string, letter: string) => number;

/** A sequence whose next letters have known probabilities; it notes the texts that it was asked about. */
class Played extends PlayedSequence {
  readonly asked: string[] = [];
  readonly probability: Probability;
  constructor(probability: Probability) {
    super();
    this.probability = probability;
  }
  evaluate(): AsyncIterable<number> {
    throw new Error("no reply is generated here");
  }
  async controlledEvaluate(
    input: readonly (number | readonly [number, { readonly generateNext: Asked }])[],
  ): Promise<({ readonly next: Next } | undefined)[]> {
    expect(input.length).toBeGreaterThanOrEqual(2);
    this.state.push(...input.map((item) => (typeof item === "number" ? item : item[0])));
    const text = String.fromCodePoint(...this.state);
    this.asked.push(text);
    return input.map((item) => {
      if (typeof item === "number") return undefined;
      const { tokens } = item[1].generateNext.logits.filter;
      const known = tokens.map((token) => [token, this.probability(text, String.fromCodePoint(token))] as const);
      // Something else, which no label begins with, is the likeliest of all, so that the total is known.
      const logits = new Map([...known, [0, 1] as const].map(([token, p]) => [token, Math.log(p) + 5]));
      return { next: { logits, totalLogitWeight: 1 } };
    });
  }
}

async function sharesOf(sequence: Played, prompt: string, labels: readonly string[]): Promise<number[]> {
  const { logShares } = await weigh(
    sequence,
    letters(prompt),
    labelTree(weights, labels, vocabularyOf(weights)),
    labels.length,
    following,
  );
  return logShares.map(Math.exp);
}

function close(found: readonly number[], right: readonly number[]): void {
  expect(found).toHaveLength(right.length);
  for (const [i, value] of right.entries()) expect(found[i]).toBeCloseTo(value, 9);
}

describe("weighing labels", () => {
  it("shares out what the first tokens have, in one evaluation where these differ", async () => {
    const sequence = new Played((_, letter) => ({ p: 0.03, n: 0.01 })[letter]!);
    close(await sharesOf(sequence, "a prompt", ["positive", "negative"]), [0.75, 0.25]);
    expect(sequence.asked).toEqual(["a prompt"]);
  });

  it("goes on where labels begin alike, and only as far as they do", async () => {
    const sequence = new Played((text, letter) =>
      text === "a prompt" ? { g: 0.2, b: 0.6 }[letter]! : { x: 0.1, y: 0.3 }[letter]!,
    );
    close(await sharesOf(sequence, "a prompt", ["good x", "bad", "good y"]), [0.0625, 0.75, 0.1875]);
    expect(sequence.asked).toEqual(["a prompt", "a promptgood "]);
  });

  it("gives a label that begins another what is left by going on", async () => {
    const sequence = new Played((_, letter) => ({ n: 0.5, y: 0.5, " ": 0.2 })[letter]!);
    close(await sharesOf(sequence, "a prompt", ["no", "no spam", "yes"]), [0.4, 0.1, 0.5]);
  });

  it("loses no label to rounding, and needs no evaluation for a single one", async () => {
    const rare = new Played((_, letter) => ({ a: 1e-300, b: 3e-300 })[letter]!);
    close(await sharesOf(rare, "a prompt", ["a", "b"]), [0.25, 0.75]);
    const single = new Played(() => 0);
    close(await sharesOf(single, "a prompt", ["label"]), [1]);
    expect(single.asked).toEqual([]);
  });

  it("adds up all tokens that begin one label and no other", () => {
    // Words that tokens are, by their numbers; 9 is a special one.
    const words = ["spam", "sp", "s", "sport", "ham", "h", "am", "x", " ham", "ham"];
    const cut: Record<string, number[]> = { spam: [0], sport: [1, 100], ham: [4], a: [100] };
    const text = (token: number): string => (token === 100 ? "ort" : words[token]!);
    const model = {
      tokenizer: (label: string) => cut[label]!,
      detokenize: (tokens: readonly number[]) => tokens.map(text).join(""),
      isSpecialToken: (token: number) => token === 9,
      iterateAllTokens: () => words.keys(),
    } as unknown as Weights;
    const { ways } = labelTree(model, ["spam", "sport", "ham"], vocabularyOf(model));
    expect(ways.map(({ tokens }) => tokens.toSorted((a, b) => a - b))).toEqual([[0], [1, 3], [4, 5]]);
  });

  it("knows how long the longest label is", () => {
    expect(depthOf(labelTree(weights, ["no", "no spam", "yes"], vocabularyOf(weights)))).toBe(7);
  });
});

describe("reading labels", () => {
  const messages = (content: string): readonly Message[] => [{ role: "user", content }];
  const tokensOf = (given: readonly Message[]): number[] => letters(given[0]!.content);
  const EMPTY = [messages("Spam? N/A"), messages("Spam? ")];

  it("takes the label that gains most on rows that say nothing", async () => {
    // Spam always has the smaller share: 0.1 and 0.3 without a row (0.2 in the mean), 0.25 and 0.15 with one.
    const share = { "Spam? N/A": 0.1, "Spam? ": 0.3, "Spam? prize": 0.25, "Spam? hello": 0.15 } as Record<
      string,
      number
    >;
    const sequence = new Played((text, letter) => (letter === "s" ? share[text]! : 1 - share[text]!));
    const read = calibrated(weights, tokensOf);
    const labels = ["ham", "spam"];
    const answer = await read(letters("Spam? prize"), labels, EMPTY).read(sequence, following);
    expect(answer).toEqual({
      text: "spam",
      finish: "stop",
      usage: { input: 11, output: 1, cachedInput: 6, reasoning: 0 },
    });
    expect((await read(letters("Spam? hello"), labels, EMPTY).read(sequence, following)).text).toBe("ham");
    expect(sequence.asked).toEqual(["Spam? N/A", "Spam? ", "Spam? prize", "Spam? hello"]);
    await read(letters("Spam? hello"), labels, [messages("Spam? N/A")]).read(sequence, following);
    expect(sequence.asked.slice(4)).toEqual(["Spam? N/A", "Spam? hello"]);
  });

  it("forgets the prompts that were used longest ago", async () => {
    const sequence = new Played((_, letter) => (letter === "a" ? 0.5 : 0.25));
    const read = calibrated(weights, tokensOf);
    const labels = ["a", "b"];
    const ofPrompt = (i: number) =>
      read(letters("some row"), labels, [messages(`prompt ${i}`)]).read(sequence, following);
    for (let i = 0; i < 256; i++) await ofPrompt(i);
    await ofPrompt(0);
    await ofPrompt(256);
    sequence.asked.length = 0;
    await ofPrompt(0);
    expect(sequence.asked).toEqual(["some row"]);
    await ofPrompt(1);
    expect(sequence.asked).toEqual(["some row", "prompt 1", "some row"]);
  });

  it("reports how much room the longest text needs", () => {
    const read = calibrated(weights, tokensOf);
    expect(read(letters("Spam?"), ["ham", "spam"], EMPTY).longest).toBe("Spam? N/A".length + "spam".length);
  });
});

it("names answers by the rows that say nothing, and those of other requests as before", () => {
  const request = ask("Spam? hello", { format: choiceOf("ham", "spam") });
  const of = (...empty: string[]): ModelRequest => ({
    ...request,
    calibratedBy: empty.map((content) => [{ role: "user", content }]),
  });
  const keys = [request, of("Spam? N/A"), of("Spam? "), of("Spam? N/A", "Spam? ")].map((one) => cacheKey("", "m", one));
  expect(new Set(keys).size).toBe(4);
  // As it was before there was calibrated reading.
  expect(keys[0]).toBe("322f021ca4939ca6a22842e102dfa673c053389e59e94c6882833955c908ea8b");
});

describe.skipIf(!HAS_LLAMA)("a local model of random weights that weighs labels", () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let model: Model;
  const load = (): Promise<Model> =>
    localModel(join(folder.path, "tiny.gguf"), { env: ENV, threads: 1, contextSize: 1024, calibrated: true });
  const PROMPT = "Is this a word of many letters? ";
  const LABELS = choiceOf("no", "no spam", "maybe");
  const read = (row: string, format = LABELS): ModelRequest =>
    ask(PROMPT + row, {
      format,
      calibratedBy: ["N/A", "", "[MASK]"].map((empty) => [{ role: "user", content: PROMPT + empty }]),
    });
  const rows = Array.from({ length: 24 }, (_, i) => `${"row and ".repeat(i % 5)}${i * 7919}`);

  beforeAll(async () => {
    folder = await tempFolder();
    await writeTinyGguf(join(folder.path, "tiny.gguf"), TEMPLATE);
    model = await load();
  });
  afterAll(async () => {
    await model.close?.();
    await folder[Symbol.asyncDispose]();
  });

  it("says that it does, also in its id", () => {
    expect(model).toMatchObject({ weighs: true, holds: { choice: true } });
    expect(model.id).toMatch(/, context 1024, calibrated\]$/);
  });

  it("gives the same answers whatever was asked before, at once, and on rows that say nothing", async () => {
    const there = await Promise.all(rows.map((row) => model.generate(read(row))));
    const texts = there.map(({ text }) => text);
    expect(new Set(texts).size).toBeGreaterThan(1);
    const other = await load();
    try {
      const back: string[] = [];
      for (const row of rows.toReversed()) {
        await other.generate(ask(`Something else about ${row}`, { maxOutputTokens: 2 }));
        back.unshift((await other.generate(read(row))).text);
      }
      expect(back).toEqual(texts);
    } finally {
      await other.close?.();
    }
  });

  it("depends on the rows that say nothing alone where the row does not change", async () => {
    // Next to itself, no label gains more than another: the first one is taken.
    const self = { ...read("hello"), calibratedBy: [read("hello").messages] };
    expect((await model.generate(self)).text).toBe("no");
  });

  it("evaluates little more than the row once its prompt is known", async () => {
    await model.generate(read("first"));
    const { usage } = await model.generate(read("second"));
    expect(usage.cachedInput).toBeGreaterThan(PROMPT.length / 3);
    expect(usage.input - usage.cachedInput).toBeLessThan(usage.input / 2);
  });

  it("answers other requests as it would without", async () => {
    const plain = await localModel(join(folder.path, "tiny.gguf"), { env: ENV, threads: 1, contextSize: 1024 });
    try {
      expect(plain.weighs).toBeUndefined();
      const requests = [ask("Go on", { maxOutputTokens: 9 }), ask("Which?", { format: LABELS })];
      for (const request of requests)
        expect((await model.generate(request)).text).toBe((await plain.generate(request)).text);
    } finally {
      await plain.close?.();
    }
  });

  it("calls a row that does not fit an overflow, and stops when it is told to", async () => {
    expect(await model.generate(read("x ".repeat(1100)))).toMatchObject({ text: "", finish: "overflow" });
    const controller = new AbortController();
    const stopped = failure(model.generate(read("y".repeat(700)), controller.signal));
    controller.abort();
    expect((await stopped).kind).toBe("aborted");
    expect((await model.generate(read("hello"))).finish).toBe("stop");
  });

  it("refuses a setting that is neither true nor false", async () => {
    const loading = localModel(join(folder.path, "tiny.gguf"), { env: ENV, calibrated: "yes" as unknown as boolean });
    await expect(loading).rejects.toThrow('"calibrated" must be true or false, got "yes"');
  });
});
