/** The JSON document of every command as a schema; `schema/json/` is made from this table. */
import { z } from "zod";
import { document } from "./document.ts";
import { kept } from "./kept.ts";
import { lines } from "./lines.ts";
import * as part from "./parts.ts";
import { runs } from "./runs.ts";

const text = z.string();
const number = z.number();
const flag = z.boolean();

const answered = { ...part.example, ...part.marks, answer: text, predicted: z.unknown().optional() };
const flip = z.strictObject({ example: z.strictObject({ ...part.example, ...part.marks }), before: text, after: text });
const mean = z.looseObject({ value: number });
const event = z.looseObject({ type: text, round: number.optional() });

/** The table; an array is how a command that can print several documents tells them apart. */
export const documents = {
  ...runs,
  evaluate: document("evaluate", {
    prompt: z.strictObject({ id: text, text }),
    split: z.enum(["train", "dev", "test", "all"]),
    metric: text,
    score: part.estimate,
    scores: z.record(text, part.estimate).optional(),
    limits: part.limits.optional().describe("What the prompt has of each limit on these rows"),
    orderDependent: z
      .strictObject({ rows: number, of: number })
      .optional()
      .describe("Rows on which the judge model's choice changed with the order of the two answers"),
    calibration: z.strictObject(part.calibration).optional(),
    repeats: z
      .strictObject({ times: number, varying: number })
      .optional()
      .describe("How often each row was answered, and on how many rows the answers differ"),
    invalid: number,
    unread: z.record(text, number),
    readings: part.readings,
    missing: number,
    unscored: part.unscored,
    answer: part.holding,
    confusion: z
      .strictObject({ labels: z.array(text), counts: z.array(z.array(number)), invalid: z.array(number) })
      .optional(),
    wrong: z.array(z.strictObject(answered)),
    cost: part.spending,
  }),
  compare: document("compare", {
    rows: number,
    available: number,
    unscored: number.optional(),
    repeats: number.optional().describe("How often each row was answered; absent for once"),
    prompts: z.array(
      z.strictObject({
        file: text,
        id: text,
        text,
        score: part.estimate,
        invalid: number,
        varying: number.optional().describe("Rows on which the prompt's own answers differ"),
        readings: part.readings,
        difference: z.looseObject({ value: number, low: number, high: number, n: number }).optional(),
        pValue: number.optional(),
        word: z.enum(["better", "not shown", "worse"]).optional(),
        oneLabel: part.oneLabel.optional(),
        limits: part.limits.optional().describe("What the prompt has of each limit on these rows"),
        meetsLimits: flag.optional().describe("Whether it meets all of them; absent without limits"),
        fixed: z.array(flip),
        broken: z.array(flip),
      }),
    ),
    split: z.enum(["train", "dev", "test", "all"]),
    metric: text,
    answer: part.holding,
    cost: part.spending,
  }),
  check: document("check", {
    few: z
      .strictObject({
        test: number,
        smallestGain: number.optional(),
        folds: z
          .strictObject({ folds: number, rows: number, smallestGain: number.optional(), calls: number })
          .optional(),
        rowsFor20: number,
      })
      .optional()
      .describe("What can be had where the test rows are few"),
    config: text,
    models: part.models,
    metric: text,
    parts: part.parts,
    placeholders: z.array(text),
    answer: part.holding,
    filledPrompt: text,
    splits: z.record(text, z.strictObject({ rows: number, labels: z.record(text, number) })),
    notices: z.array(text),
    estimate: part.costEstimate,
    settings: z.record(text, z.unknown()),
    live: z.array(z.looseObject({ role: text, model: text, milliseconds: number })).optional(),
    headroom: part.headroom.optional(),
    writer: z.looseObject({ advice: text, cost: part.spending }).optional(),
    suspicious: z.array(z.strictObject(part.example)).optional(),
    judged: z
      .strictObject({ ...part.calibration, cost: part.spending })
      .optional()
      .describe("How far the metric agrees with people, on answers that a person has scored"),
    cost: part.spending.optional(),
  }),
  step: document("step", {
    rows: number,
    errors: z.array(z.strictObject({ ...answered, invalid: flag })),
    gradients: z.array(event),
    conflicts: z.array(event),
    candidates: z.array(z.strictObject({ id: text, parts: part.parts, origin: part.origin })),
    rejected: z.array(event),
    dropped: z.array(event),
    unwrapped: z.array(event),
    setAside: z.array(event),
    cost: part.spending,
  }),
  induce: document("induce", {
    prompt: text,
    messages: part.messages,
    candidates: z.array(z.looseObject({ parts: part.parts, score: part.estimate })),
    cost: part.spending,
  }),
  trials: document("trials", {
    metric: text,
    rows: z.strictObject({ train: number, dev: number, test: number }),
    seeds: z.array(number),
    simulated: flag,
    variants: z.array(
      z.looseObject({ name: text, trials: number, without: number, score: mean, initial: mean, gain: mean }),
    ),
    trials: z.array(
      z.looseObject({ variant: text, seed: number, runId: text, known: flag, best: text, stopped: part.stopped }),
    ),
  }),
  ...kept,
  error: document("error", { error: z.strictObject({ name: text, message: text }) }),
  ...lines,
} satisfies Readonly<Record<string, z.ZodType>>;

/** The name of a document. */
export type DocumentName = keyof typeof documents;

/** The JSON Schemas that the package ships, by name. */
export function documentSchemas(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(documents).map(([name, schema]) => [
      name,
      { $id: `https://unpkg.com/protegi/schema/json/${name}.schema.json`, ...z.toJSONSchema(schema) },
    ]),
  );
}
