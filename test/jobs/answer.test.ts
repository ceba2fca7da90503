/** How answers are held: what each `answer` puts on the wire of each provider, and that what comes back is read alike. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ANSWER_FORMS, type AnswerForm } from "../../src/core/answer-form.ts";
import { isObject } from "../../src/core/values/is-object.ts";
import {
  check,
  comparePrompts,
  evaluate,
  type EvaluateOptions,
  functionModel,
  optimize,
  UsageError,
} from "../../src/index.ts";
import { localModel } from "../../src/models/local/local.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { PROMPT, REVIEWS, SMALL } from "../e2e/small-run.ts";
import { TEMPLATE, writeTinyGguf } from "../fixtures/tiny-gguf.ts";
import { ENV, HAS_LLAMA, tempFolder } from "../models/local-setup.ts";
import { setup, WIRES } from "../models/setup.ts";
import { failureOf } from "../run/runs.ts";

const LABELS = ["no spam", "spam"];
const ROWS = Array.from({ length: 40 }, (_, i) => ({ text: `message number ${i * 7919}`, label: LABELS[i % 2]! }));
const GIVEN = {
  prompt: "Spam?\n{{text}}",
  examples: { train: ROWS.slice(0, 20), dev: ROWS.slice(20, 30), test: ROWS.slice(30) },
};
const SCHEMA = {
  type: "object",
  properties: { answer: { type: "string", enum: LABELS } },
  required: ["answer"],
  additionalProperties: false,
};

/** Where each provider has the schema of a format in the body of a request. */
const PLACES = [
  ["response_format", "json_schema", "schema"],
  ["output_config", "format", "schema"],
  ["generationConfig", "responseJsonSchema"],
  ["format"],
];

/** The schema in a body, wherever the provider has it; undefined where nothing is held. */
function formatIn(body: unknown): unknown {
  const at = (path: readonly string[]): unknown =>
    path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), body);
  return PLACES.map(at).find((found) => found !== undefined);
}

describe.each(WIRES)("$provider", (wire) => {
  const object = { by: "object", schema: SCHEMA };
  it.each([
    ["label", '{"answer":"spam"}', "spam", object],
    ["json", '{"answer":"spam"}', '{"answer":"spam"}', object],
    ["text", "It offers a prize, so the answer is:\n\nspam", undefined, { by: "nothing" }],
  ] as const)("answer: %s", async (answer, reply, kept, holding) => {
    await using made = await setup(wire);
    made.does(wire.answer(reply));
    const given = { ...GIVEN, model: made.model, answer };
    const found = await evaluate(given);
    expect(made.received).toHaveLength(10);
    for (const { body } of made.received)
      expect(formatIn(body)).toEqual(
        answer === "text" ? undefined : expect.objectContaining({ type: "object", required: ["answer"] }),
      );
    if (answer !== "text")
      expect((formatIn(made.received[0]!.body) as typeof SCHEMA).properties.answer.enum).toEqual(LABELS);
    expect(found.answer).toEqual({ form: answer, ...holding });
    expect(found.observations.every(({ predicted }) => predicted === "spam")).toBe(true);
    expect(found.observations[0]!.answer).toBe(kept ?? reply);
    expect(found.score.value).toBe(0.5);
  });

  it("holds answers as labels where nothing is said of it, as it always did", async () => {
    await using made = await setup(wire);
    made.does(wire.answer('{"answer":"spam"}'));
    const given = { ...GIVEN, model: made.model };
    await evaluate(given);
    const [first] = made.received;
    await evaluate({ ...given, answer: "label" });
    expect(made.received[10]!.body).toEqual(first!.body);
  });
});

describe("the answers of one task are held alike", () => {
  it.each(ANSWER_FORMS)("as %s in search, verdict, evaluation and comparison", async (answer) => {
    const kinds = new Set<string>();
    const model = simulatedReviews();
    const watched = {
      ...model,
      generate: (...given: Parameters<typeof model.generate>) => {
        const [{ messages, format }] = given;
        if (/Label:\s*$/.test(messages.at(-1)!.content)) kinds.add(format.kind);
        return model.generate(...given);
      },
    };
    const options = { ...SMALL, model: watched, answer };
    const result = await optimize(options);
    await evaluate(options);
    const { prompt: _, ...rest } = options;
    const compared = await comparePrompts({ ...rest, prompts: [PROMPT, `${PROMPT}\n`] });
    expect([...kinds]).toEqual([{ label: "choice", json: "json", text: "text" }[answer]]);
    expect(result.verdict).toBeDefined();
    expect(result.answer).toEqual(compared.answer);
    expect(result.answer?.form).toBe(answer);
  });

  it("in the check, for which no call is made", async () => {
    const { answer } = await check({ ...SMALL, model: simulatedReviews(), answer: "json" });
    expect(answer).toMatchObject({ form: "json", by: "object", schema: { required: ["answer"] } });
  });

  it("takes more tokens in the estimate where the reply is free", async () => {
    const output = async (answer: AnswerForm): Promise<number> =>
      (await check({ ...SMALL, model: simulatedReviews(), answer })).estimate.tokens.output.most;
    expect(await output("text")).toBeGreaterThan(await output("json"));
    expect(await output("json")).toBeGreaterThan(await output("label"));
  });
});

describe("a model that holds nothing", () => {
  const model = functionModel(() => "I would say: spam", "fn");
  it.each(["label", "text"] as const)("has its free reply read with answer: %s", async (answer) => {
    const found = await evaluate({ ...GIVEN, model, answer });
    expect(found.answer).toEqual({ form: answer, by: "nothing" });
    expect(found.score.value).toBe(0.5);
  });

  it("is no model for answer: json", async () => {
    const error = await failureOf(evaluate({ ...GIVEN, model, answer: "json" }));
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(/answer: fn cannot hold replies to a JSON schema\s+Set answer: text/);
  });

  it("has its free reply read where an object is only the default of the kind", async () => {
    const pairs = Array.from({ length: 40 }, (_, i) => ({ text: `Lamp ${i * 7919}`, label: { size: i % 7 } }));
    const prompt = "Which size? {{text}}";
    const own = functionModel(
      ({ messages }) => `{"size": ${(Number(/\d+/.exec(messages.at(-1)!.content)![0]) / 7919) % 7}}`,
      "fn",
    );
    const options = { prompt, examples: pairs, label: "label" as const, task: "extraction" as const, model: own };
    const found = await evaluate(options);
    expect(found.answer).toEqual({ form: "text", by: "nothing" });
    expect(found.score.value).toBe(1);
    expect(String(await failureOf(evaluate({ ...options, answer: "json" })))).toContain(
      "cannot hold replies to a JSON schema",
    );
  });

  it("may be a server whose settings say so", async () => {
    await using made = await setup(WIRES[1]!, { structuredOutputs: false });
    expect(made.model.holds).toEqual({ choice: false, json: false });
    made.does(WIRES[1]!.answer('{"answer": "spam"}'));
    const found = await evaluate({ ...GIVEN, model: made.model });
    expect(formatIn(made.received[0]!.body)).toBeUndefined();
    expect(found.answer).toEqual({ form: "label", by: "nothing" });
    expect(found.observations[0]!.predicted).toBe("spam");
    expect(String(await failureOf(evaluate({ ...GIVEN, model: made.model, answer: "json" })))).toMatch(/cannot hold/);
  });
});

it.each([
  [{ metric: () => 1, answer: "label" }, /task is custom, so expected text, got label/],
  [{ answer: "enum" }, /answer: expected .*label.*json.*text.*got "enum"/],
] as const)("refuses %o", async (more, message) => {
  const options = { ...SMALL, examples: REVIEWS, prompt: PROMPT, model: simulatedReviews(), ...more };
  expect(String(await failureOf(evaluate(options as unknown as EvaluateOptions<object>)))).toMatch(message);
});

it("takes text for a metric that is a function, which gets it anyway", async () => {
  const { answer } = await check({ ...SMALL, model: simulatedReviews(), metric: () => 1, answer: "text" });
  expect(answer).toEqual({ form: "text", by: "nothing" });
});

it.skipIf(!HAS_LLAMA)("a local model holds words by a grammar, and objects by another", async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "tiny.gguf");
  await writeTinyGguf(path, TEMPLATE);
  const model = await localModel(path, { env: ENV, threads: 1, contextSize: 1024 });
  const given = { ...GIVEN, model, requests: { maxOutputTokens: 60 } };
  try {
    const label = await evaluate({ ...given, answer: "label" });
    expect(label.answer).toEqual({ form: "label", by: "words", words: LABELS });
    for (const { answer } of label.observations) expect(LABELS).toContain(answer);
    const json = await evaluate({ ...given, answer: "json" });
    expect(json.answer).toEqual({ form: "json", by: "object", schema: SCHEMA });
    for (const { answer, predicted, invalid } of json.observations) {
      expect(invalid).toBe(false);
      expect(JSON.parse(answer)).toEqual({ answer: predicted });
      expect(LABELS).toContain(predicted);
    }
    // Random weights write no label by themselves.
    const text = await evaluate({ ...given, answer: "text" });
    expect(text.answer).toEqual({ form: "text", by: "nothing" });
    expect(text.invalid).toBe(10);
  } finally {
    await model.close?.();
  }
});
