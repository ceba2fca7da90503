/** Turns what a schema refuses into one clear message: option, what was expected, what came, what to do. */
import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import { UsageError } from "./core/errors.ts";

/**
 * `value` as the schema reads it.
 * @param where put before the option's path, such as a file name; empty for options of a call
 * @throws UsageError for the first thing that is wrong
 */
export function checkedBy<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw describe(result.error.issues[0]!, value, schema, where);
}

/** The known name nearest to a mistyped one; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known.map((word) => ({ word, far: distance(name.toLowerCase(), word.toLowerCase()) })).toSorted((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(2, Math.floor(name.length / 3)) ? best.word : undefined;
}

function describe(issue: z.core.$ZodIssue, value: unknown, schema: z.ZodType, where: string): UsageError {
  if (issue.code === "invalid_union") {
    const deepest = issue.errors.flat().toSorted((a, b) => b.path.length - a.path.length || rank(b) - rank(a))[0];
    if (deepest !== undefined) return describe({ ...deepest, path: [...issue.path, ...deepest.path] } as z.core.$ZodIssue, value, schema, where);
  }
  const path = [...issue.path];
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const known = keysAt(schema, path);
    const near = nearest(key, known);
    return new UsageError(
      option(where, [...path, key]),
      `there is no such option${near === undefined ? "" : `; did you mean ${near}?`}`,
      known.length > 0 ? `Known here: ${known.join(", ")}.` : undefined,
    );
  }
  const came = path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined), value);
  return new UsageError(option(where, path), `${lower(issue.message)}${came === undefined ? "" : `, got ${show(came)}`}`);
}

function rank(issue: z.core.$ZodIssue): number {
  return issue.code === "unrecognized_keys" ? 2 : issue.code === "invalid_type" ? 0 : 1;
}

function option(where: string, path: readonly PropertyKey[]): string {
  const name = path.map(String).join(".");
  return where === "" ? name || "options" : name === "" ? where : `${where}: ${name}`;
}

/** The keys that a schema knows at `path`. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema);
  if (inner.def.type === "union") return (inner as z.ZodUnion<readonly z.ZodType[]>).options.flatMap((one) => keysAt(one, path));
  if (inner.def.type !== "object") return [];
  const { shape } = inner as z.ZodObject<Record<string, z.ZodType>>;
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(shape);
  const next = shape[String(head)];
  return next === undefined ? [] : keysAt(next, rest);
}

function unwrap(schema: z.ZodType): z.ZodType {
  return schema.def.type === "optional" || schema.def.type === "default" ? unwrap((schema as z.ZodOptional<z.ZodType>).unwrap()) : schema;
}

function lower(message: string): string {
  return message.replace(/^Invalid input: /, "").replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
