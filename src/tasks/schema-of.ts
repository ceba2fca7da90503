/** The JSON Schema that the right answers of a task follow, where nobody wrote one. */
import { isObject } from "../core/values/is-object.ts";
import type { JsonSchema } from "../core/model.ts";

/**
 * A schema that all of these values fit. A field that some objects lack may be null; every field is required, as providers that hold
 * replies to a schema want it.
 */
export function schemaOf(values: readonly unknown[]): JsonSchema {
  const there = values.filter((value) => value !== null && value !== undefined);
  const schema = schemaOfThere(there);
  return there.length === values.length || there.length === 0 ? schema : nullable(schema);
}

function schemaOfThere(values: readonly unknown[]): JsonSchema {
  if (values.length === 0) return { type: ["string", "null"] };
  if (values.every(Array.isArray)) return { type: "array", items: schemaOf(values.flat()) };
  if (values.every(isObject)) {
    const names = [...new Set(values.flatMap((value) => Object.keys(value)))];
    return {
      type: "object",
      properties: Object.fromEntries(names.map((name) => [name, schemaOf(values.map((value) => value[name]))])),
      required: names,
      additionalProperties: false,
    };
  }
  const types = [...new Set(values.map(typeOf))].sort();
  // A whole number is a number too.
  const kept = types.includes("number") ? types.filter((type) => type !== "integer") : types;
  return { type: kept.length === 1 ? kept[0]! : kept };
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function nullable(schema: JsonSchema): JsonSchema {
  const { type } = schema;
  const types = [type].flat().filter((one) => one !== undefined);
  return types.includes("null") ? schema : { ...schema, type: [...types, "null"] };
}
