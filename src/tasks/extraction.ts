/** Extraction: a right answer is a JSON object or list with values taken from the input. */
import { z } from "zod";
import { formatOfJson } from "../core/answer-form.ts";
import { UsageError } from "../core/errors.ts";
import { shown } from "../core/example.ts";
import { isObject } from "../core/values/is-object.ts";
import type { JsonSchema } from "../core/model.ts";
import { oneLine } from "../core/values/words.ts";
import { alikeness, jsonIn, jsonScores, metricOf, scoredJudge, scoreFor } from "../metrics/scores/index.ts";
import { schemaOf } from "./schema-of.ts";
import { settable } from "./settable.ts";

/** Fields that feedback on one answer names. */
const MOST_FIELDS = 8;

const settings = z.strictObject({
  schema: z
    .union([z.record(z.string(), z.unknown()), z.string().min(1)])
    .optional()
    .describe("The JSON Schema of an answer, in a config also its file; default: what all right answers follow"),
});

export const extraction = settable(settings, ({ schema }) => ({
  name: "extraction",
  about: "the answer is JSON, by a schema that is given or follows from the rows",
  metrics: Object.keys(jsonScores(() => true)),
  takesFunction: false,
  forms: ["json", "text"],
  asksJudge: false,
  read(text, where) {
    const value = jsonOf(text);
    if (isObject(value) || Array.isArray(value)) return value;
    throw new UsageError(where, `expected a JSON object or list as the right answer, got ${oneLine(text, 80)}`);
  },
  judging({ rows, metric, answer = "json", placeOf }) {
    if (typeof schema === "string")
      throw new UsageError(
        "task.schema",
        `expected a JSON Schema, got “${schema}”`,
        "In code, pass the schema itself.",
      );
    const followed: JsonSchema = schema ?? schemaOf(rows.map(({ expected }) => expected));
    const fits = validator(followed);
    const unfit = rows.find(({ expected }) => !fits(expected));
    if (unfit !== undefined)
      throw new UsageError(
        placeOf?.(unfit.id) ?? "task.schema",
        `expected a right answer that fits task.schema, got ${oneLine(shown(unfit.expected), 200)}`,
        "An answer that is held to the schema can never be right there. Mend the row or the schema.",
      );
    const score = scoreFor(String(metric), jsonScores(fits));
    return {
      judge: scoredJudge(score, jsonIn, (expected) => [expected], differences),
      metric: metricOf(score),
      judging: "extraction",
      format: formatOfJson(answer, followed),
      answers: `A right answer is JSON by this schema: ${JSON.stringify(followed)}.`,
      keep: [],
      groupBy: "meaning",
      same: (a, b) => shown(a.predicted ?? a.answer) === shown(b.predicted ?? b.answer),
      callsPerCell: 1,
    };
  },
}));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** @throws UsageError when the schema is none that can be checked */
function validator(schema: JsonSchema): (value: unknown) => boolean {
  try {
    const checked = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    return (value) => checked.safeParse(value).success;
  } catch (error) {
    throw new UsageError(
      "task.schema",
      `expected a JSON Schema, got one that cannot be checked: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The fields that are wrong, for the optimizer model. */
function differences(answer: unknown, [right]: readonly unknown[]): string | undefined {
  if (!isObject(answer) || !isObject(right)) return undefined;
  const names = [...new Set([...Object.keys(right), ...Object.keys(answer)])];
  const wrong = names.filter((name) => alikeness(answer[name], right[name]) < 1);
  return wrong.length === 0 ? undefined : `Wrong fields: ${wrong.slice(0, MOST_FIELDS).join(", ")}.`;
}
