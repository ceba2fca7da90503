/** Calibrated reading in the jobs: which requests carry the rows that say nothing, what is refused, and what is said of it. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { check, evaluate, optimize, UsageError, type EvaluateOptions } from "../../src/index.ts";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { createModel } from "../../src/models/index.ts";
import { holdingLines } from "../../src/report/holding.ts";
import { recordedModel, recording } from "../../src/jobs/models/recorded.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { SMALL } from "../e2e/small-run.ts";
import { TEMPLATE, writeTinyGguf } from "../fixtures/tiny-gguf.ts";
import { ENV, HAS_LLAMA, tempFolder } from "../models/local-setup.ts";
import { failureOf } from "../run/runs.ts";

const LABELS = ["no spam", "spam"];
const ROWS = Array.from({ length: 40 }, (_, i) => ({
  from: `sender ${i * 31}`,
  text: `message number ${i * 7919}`,
  label: LABELS[i % 2]!,
}));
const GIVEN = {
  prompt: "Spam?\n{{from}}: {{text}}",
  examples: { train: ROWS.slice(0, 20), dev: ROWS.slice(20, 30), test: ROWS.slice(30) },
};

/** A model that notes its requests; it weighs labels. */
function noting(base: Model = simulatedReviews()): { model: Model; requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  const generate: Model["generate"] = (request, ...more) => {
    requests.push(request);
    return base.generate(request, ...more);
  };
  return { model: { ...base, id: `${base.id} weighing`, weighs: true, generate }, requests };
}

const spam: Model = {
  ...simulatedReviews(),
  id: "always spam",
  generate: async () => ({
    text: "spam",
    finish: "stop",
    usage: { input: 5, output: 1, cachedInput: 0, reasoning: 0 },
  }),
};

it("sends each row with its prompt on rows that say nothing, in all columns", async () => {
  const { model, requests } = noting(spam);
  await evaluate({ ...GIVEN, model });
  expect(requests).toHaveLength(10);
  for (const { calibratedBy } of requests)
    expect(calibratedBy).toEqual(
      ["N/A: N/A", ": ", "[MASK]: [MASK]"].map((row) => [{ role: "user", content: `Spam?\n${row}` }]),
    );
});

it("sends no such rows to a model that does not weigh", async () => {
  const seen: ModelRequest[] = [];
  const model: Model = {
    ...spam,
    generate: (request) => {
      seen.push(request);
      return spam.generate(request);
    },
  };
  await evaluate({ ...GIVEN, model });
  expect(seen).toHaveLength(10);
  expect(seen.some((request) => "calibratedBy" in request)).toBe(false);
});

it("is the same in the search and the verdict, and for labels alone", async () => {
  const { model, requests } = noting();
  const result = await optimize({ ...SMALL, model });
  expect(result.verdict).toBeDefined();
  for (const { format, calibratedBy } of requests) expect(calibratedBy !== undefined).toBe(format.kind === "choice");
  const prompts = new Set(requests.flatMap(({ calibratedBy }) => calibratedBy?.[0]?.[0]?.content ?? []));
  expect(prompts.size).toBeGreaterThan(2);
  expect(result.answer).toMatchObject({ form: "label", by: "words", calibrated: true });
  // A run whose labels are read otherwise is another run.
  const { weighs: _, ...plain } = model;
  expect((await optimize({ ...SMALL, model: { ...plain, id: simulatedReviews().id } })).answer).not.toHaveProperty(
    "calibrated",
  );
});

it("says what production has to do", async () => {
  const { answer } = await check({ ...GIVEN, model: noting(spam).model });
  expect(answer).toEqual({ form: "label", by: "words", words: LABELS, calibrated: true });
  const [held, production] = holdingLines(answer, true);
  expect(held).toMatch(/read by their probabilities .* rows that say nothing/);
  expect(production).toMatch(/^In production, read the probabilities of the labels in the same way/);
});

it("is replayed from a recording", async () => {
  await using folder = await tempFolder();
  const recorder = recording(noting(spam).model);
  const first = await evaluate({ ...GIVEN, model: recorder.model });
  const path = join(folder.path, "task.jsonl.gz");
  await recorder.save(path, "A test.");
  const again = await evaluate({ ...GIVEN, model: await recordedModel(path) });
  expect(again.score).toEqual(first.score);
  expect(again.answer).toEqual(first.answer);
});

it.each([
  [{ answer: "json" }, /model\.calibrated: .*expected answer: label, got answer: json/],
  [{ answer: "text" }, /model\.calibrated: .*expected answer: label, got answer: text/],
  [{ metric: () => 1 }, /model\.calibrated: .*task is custom, whose answers are none/],
  [{ search: { temperature: 0.5 } }, /model\.calibrated: .*expected search\.temperature 0, got 0\.5/],
  [{ model: spam, optimizer: noting().model }, /optimizer\.calibrated: the optimizer model weighs no labels/],
] as const)("refuses %o before the first call", async (more, message) => {
  const { model, requests } = noting(spam);
  const given = { ...GIVEN, model, ...more } as unknown as EvaluateOptions<object>;
  const error = await failureOf(evaluate(given));
  expect(error).toBeInstanceOf(UsageError);
  expect(String(error)).toMatch(message);
  expect(requests).toEqual([]);
});

it("is no setting of a hosted model", async () => {
  const error = await failureOf(createModel({ model: "openai:gpt-5-mini", calibrated: true }, { OPENAI_API_KEY: "k" }));
  expect(String(error)).toMatch(/model openai:gpt-5-mini: "calibrated" is not one of its settings/);
});

it.skipIf(!HAS_LLAMA)("runs on a local model by its settings, which gives both labels where it gave one", async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "tiny.gguf");
  await writeTinyGguf(path, TEMPLATE);
  const settings = { model: `local:${path}`, threads: 1, contextSize: 1024 };
  const made = await Promise.all([createModel(settings, ENV), createModel({ ...settings, calibrated: true }, ENV)]);
  const rows = ROWS.map((row, i) => ({ ...row, label: i % 2 === 0 ? "no" : "yes" }));
  const examples = { train: rows.slice(0, 20), dev: rows.slice(20, 30), test: rows.slice(30) };
  try {
    const [held, weighed] = await Promise.all(made.map((model) => evaluate({ ...GIVEN, examples, model })));
    const answers = ({ observations }: typeof held & object) => new Set(observations.map(({ answer }) => answer));
    expect(held!.answer).not.toHaveProperty("calibrated");
    expect(answers(held!).size).toBe(1);
    expect(weighed!.answer).toMatchObject({ calibrated: true });
    expect(answers(weighed!)).toEqual(new Set(["no", "yes"]));
  } finally {
    await Promise.all(made.map((model) => model.close?.()));
  }
});
