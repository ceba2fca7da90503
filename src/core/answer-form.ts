/** How answers that are labels are held: the forms that a user chooses from, and what each comes to with a model. */
import { isObject } from "./values/is-object.ts";
import type { JsonSchema, Model, ReplyFormat } from "./model.ts";

/**
 * The form of an answer: `label` is the label itself, held to the labels where the model can hold it; `json` is an object
 * with the one field `answer`, held to a schema; `text` is a free reply, out of which the label is read.
 */
export type AnswerForm = "label" | "json" | "text";

/** All forms, for options. */
export const ANSWER_FORMS: readonly [AnswerForm, ...AnswerForm[]] = ["label", "json", "text"];

/** The field of the object that holds an answer. */
export const ANSWER_FIELD = "answer";

/** The schema of an object whose one field is one of these labels. */
export function labelSchema(labels: readonly string[]): JsonSchema {
  return {
    type: "object",
    properties: { [ANSWER_FIELD]: { type: "string", enum: [...new Set(labels)] } },
    required: [ANSWER_FIELD],
    additionalProperties: false,
  };
}

/** The answer in an object that has the one field `answer` and nothing around it; undefined for every other reply. */
export function answerInObject(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  const answer = value[ANSWER_FIELD];
  return typeof answer === "string" ? answer : undefined;
}

/** What replies are restricted to so that answers have this form. */
export function formatOf(form: AnswerForm, labels: readonly string[]): ReplyFormat {
  if (form === "text") return { kind: "text" };
  if (form === "label") return { kind: "choice", choices: labels };
  return { kind: "json", name: ANSWER_FIELD, schema: labelSchema(labels) };
}

/** What replies are restricted to where an answer is JSON by this schema. */
export function formatOfJson(form: AnswerForm, schema: JsonSchema): ReplyFormat {
  return form === "text" ? { kind: "text" } : { kind: "json", name: ANSWER_FIELD, schema };
}

/** How the answers of a task are held by its model. */
export interface Holding {
  /** The form, as the option `answer` names it. */
  readonly form: AnswerForm;
  /** By what: bare `words`, an `object` of a JSON Schema, or `nothing`, so that the free reply is read. */
  readonly by: "words" | "object" | "nothing";
  /** The words, where these hold it. */
  readonly words?: readonly string[];
  /** The schema, where an object holds it: what production has to send too. */
  readonly schema?: JsonSchema;
  /** True where the label is read by the probabilities of the words, weighed against rows that say nothing: production has to read it so, too. */
  readonly calibrated?: true;
}

/** How replies of this format are held by a model. */
export function holdingOf(format: ReplyFormat, { holds, weighs }: Pick<Model, "holds" | "weighs">): Holding {
  if (format.kind === "text") return { form: "text", by: "nothing" };
  if (format.kind === "json")
    return holds.json ? { form: "json", by: "object", schema: format.schema } : { form: "json", by: "nothing" };
  if (!holds.choice) return { form: "label", by: "nothing" };
  if (holds.choiceAs === "object") return { form: "label", by: "object", schema: labelSchema(format.choices) };
  return { form: "label", by: "words", words: format.choices, ...(weighs === true && { calibrated: true }) };
}
