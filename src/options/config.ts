/** protegi.yaml: its shape, and the JSON Schema that editors check it by. */
import { z } from "zod";
import { ANSWER_FORMS, type AnswerForm } from "../core/answer-form.ts";
import type { HumanColumns } from "../core/task.ts";
import { methods } from "../core/methods/index.ts";
import { selectors } from "../core/selection/index.ts";
import { groupsSchema, type GroupOptions } from "./settings.ts";
import { TASK_KIND_NAMES, taskSchema, type KindWithSettings, type TaskKindName } from "../tasks/index.ts";
import { FORMATS } from "../datasets/index.ts";
import { judgeMetricSchemas, type JudgeMetric } from "../metrics/judged/index.ts";
import { METRIC_CHOICES, METRIC_NAMES, type Costs } from "../metrics/index.ts";
import { examplesSchema, type ExamplesOption } from "./examples.ts";
import { chatForms, type WrittenChat } from "./chat.ts";
import { restrictions } from "./restrictions.ts";
import { rowSchema, type RowOptions } from "./row-options.ts";
import { modelSchema, type ConfigModel } from "./model-schema.ts";
import { checkedBy, type Place } from "./schema-errors.ts";

/** What protegi.yaml says: the groups that the library has too, and what a run is about. */
export interface Config extends GroupOptions, RowOptions {
  readonly prompt: string | WrittenChat;
  readonly section?: string | readonly string[] | undefined;
  readonly examples?: ExamplesOption | undefined;
  readonly data: string | { readonly train: string; readonly dev: string; readonly test: string };
  readonly format?: string | undefined;
  readonly label?: string | undefined;
  readonly task?: TaskKindName | KindWithSettings | undefined;
  readonly metric?: string | { readonly f1: string } | { readonly cost: Costs } | JudgeMetric | undefined;
  readonly rubric?: string | undefined;
  readonly model: ConfigModel;
  readonly optimizer?: ConfigModel | undefined;
  readonly answer?: AnswerForm | undefined;
  readonly judge?: ConfigModel | undefined;
  readonly judgeCalls?: number | undefined;
  readonly human?: string | HumanColumns | undefined;
  readonly limits?: readonly string[] | undefined;
  readonly protect?: string | readonly (string | number)[] | undefined;
}

const text = z.string().min(1);

/** An option that names a module. What a module exports is taken out of the config, so what is left here names none. */
function moduleOnly(about: string): z.ZodOptional<z.ZodString> {
  const none = "a module such as ./my-module.ts, or an installed package";
  return text
    .refine(() => false, { error: none })
    .optional()
    .describe(about);
}

/** The option `human`, of a config and of the library. */
export const humanSchema = z.union([
  text,
  z.strictObject({
    score: text.describe("The column with a person's score"),
    answer: text
      .optional()
      .describe(
        "The column with the answer that was scored; default: the first usual name that is free, such as answer or response",
      ),
  }),
]);

const configSchema = z.strictObject({
  prompt: z
    .union([text, ...chatForms], "text or a list of messages")
    .describe(
      "A file with the prompt, or the text itself; or a chat: a list of messages, or a file of YAML or JSON with one; {{name}} are columns of the data; docs/prompts.md explains each",
    ),
  section: z
    .union([text, z.array(text).min(1)])
    .optional()
    .describe(
      "Markdown heading of the part that may change, or several; all: the whole prompt; default Task, or the whole prompt where there is no such heading",
    ),
  examples: examplesSchema
    .optional()
    .describe(
      "The part that the search fills with rows of train, next to the instructions: the Markdown heading that it is under, or that with settings; docs/prompts.md explains it; default: none",
    ),
  data: z
    .union([
      text,
      z.strictObject({
        train: text.describe("File with the rows of train"),
        dev: text.describe("File with the rows of dev"),
        test: text.describe("File with the rows of test"),
      }),
    ])
    .describe(
      `A file with labelled rows (${FORMATS.flatMap(({ endings }) => endings).join(", ")}), or one file for each split`,
    ),
  format: moduleOnly("A module whose export is a dataset format, for files with its endings; docs/extending.md"),
  store: moduleOnly(
    "A module whose export is a store, or a function that opens one; default: a database in .protegi next to the config; docs/extending.md",
  ),
  reporter: moduleOnly("A module whose export gets each event of a command as it happens; docs/extending.md"),
  label: text.optional().describe("The column with the right answer; guessed from its name when left out"),
  ...rowSchema,
  task: taskSchema.optional(),
  answer: z
    .enum(ANSWER_FORMS)
    .optional()
    .describe(
      "How answers that are labels are held, in the search as in all commands; label: the label itself, held where the model can hold it; json: an object with the one field answer, held to a schema; text: nothing is held, and the label is read out of the free reply; docs/answers.md explains each. Default label",
    ),
  metric: z
    .union([
      text,
      z.strictObject({ f1: text.describe("F1 of this label, the same as f1:LABEL") }),
      z.strictObject({
        cost: z
          .record(z.string(), z.record(z.string(), z.number().min(0)))
          .describe("What it costs to answer a row of a label with another label; pairs that are left out cost 1"),
      }),
      ...judgeMetricSchemas,
    ])
    .optional()
    .describe(
      `${METRIC_CHOICES}, or a .js or .ts module whose default export scores an answer: (answer, example) => 0 to 1, or is a metric; for free text, { judge: CRITERIA } or { pairwise: CRITERIA }, by which the judge model scores: docs/metrics.md; default ${METRIC_NAMES[0]}`,
    ),
  rubric: text
    .optional()
    .describe("A sentence or two on what is scored, for the model that writes gradients and edits; default: none"),
  model: modelSchema.describe("The task model, as provider:name or with settings, or a module such as ./my-model.ts"),
  optimizer: modelSchema.optional().describe("The model that writes gradients and edits; default: the task model"),
  judge: modelSchema
    .optional()
    .describe(
      "The model that scores answers for a metric { judge } or { pairwise }, or that a metric of yours may ask: (answer, example, ask) => ...; default: none",
    ),
  judgeCalls: z
    .int()
    .min(1)
    .optional()
    .describe("Most calls of the judge about one answer, for a metric of yours; default 1"),
  human: humanSchema
    .optional()
    .describe(
      "The column with a person's score of an answer (yes or no, 0 to 1, 1 to 5), or { score, answer } with the column of the answer too: evaluate and check --live show how far the metric agrees; default: none",
    ),
  ...restrictions,
  ...groupsSchema.shape,
});

/**
 * A config as it was written, checked.
 * @param place how messages call an option
 * @param shown what messages quote from, in the place of `value`
 * @throws UsageError for the first thing that is wrong
 */
export function parseConfig(value: unknown, place: Place, shown: unknown): Config {
  return checkedBy(configSchema, value, place, shown);
}

/** The options of a config that `parseGroups` reads. */
export function groupsOf(config: Config): GroupOptions {
  const names = Object.keys(groupsSchema.shape) as (keyof GroupOptions)[];
  return Object.fromEntries(names.map((name) => [name, config[name]]));
}

/** The lists of names in whose place a config may name a module, and how it looks: a path, a package, `#` before an export. */
const NAMES: ReadonlySet<string | undefined> = new Set(
  [Object.keys(methods), Object.keys(selectors), TASK_KIND_NAMES].map((names) => JSON.stringify(names)),
);
const MODULE = String.raw`^(\.{0,2}/.+\.m?[jt]s|(@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*(/[\w.-]+)*)(#\w+)?$`;

/** The JSON Schema of protegi.yaml, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    override: ({ jsonSchema }) => {
      if (NAMES.has(JSON.stringify(jsonSchema.enum))) {
        const { enum: names, type: _type, ...rest } = jsonSchema;
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        Object.assign(jsonSchema, rest, {
          anyOf: [
            { type: "string", enum: names },
            { type: "string", pattern: MODULE },
          ],
        });
      }
      // Bounds of whole numbers as such, which say nothing about the option.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return { $id: "https://unpkg.com/protegi/schema/protegi.schema.json", title: "protegi.yaml", ...schema };
}
