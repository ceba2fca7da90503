/** Turns what a schema refuses into one clear message: option, what was expected, what it got, what to do. */
import { nearName } from "../core/values/near-name.ts";
import type { z } from "zod";
import { UsageError } from "../core/errors.ts";

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** How messages call the option at a path. */
export type Place = (path: Path) => string;

/** Options whose values may be secret: the value is not shown. */
const SECRET: readonly PropertyKey[] = ["apiKey", "headers"];

/**
 * `value` as the schema reads it.
 * @param place how messages call an option; default: its path
 * @param shown what messages quote from, in the place of `value`
 * @throws UsageError for the first thing that is wrong
 */
export function checkedBy<T extends z.ZodType>(
  schema: T,
  value: unknown,
  place: Place = (path) => path.join(".") || "options",
  shown: unknown = value,
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = telling(result.error.issues, value, []);
  if (issue.code === "unrecognized_keys") throw unknownKey(issue, schema, place, value);
  const found = valueAt(shown, issue.path);
  const got = found === undefined || isSecret(issue.path) ? "" : `, got ${quoted(found)}`;
  throw new UsageError(place(issue.path), `expected ${expected(issue)}${got}`, hint(issue, found));
}

/** Whether the value of the option with this path may be secret. */
export function isSecret(path: Path): boolean {
  return path.some((key) => SECRET.includes(key));
}

/** The issue that says most: a mistyped key explains a missing one, and of a union only the branch that was meant counts. */
function telling(issues: readonly Issue[], value: unknown, at: Path): Issue {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]!;
  const path = [...at, ...issue.path];
  if (issue.code !== "invalid_union") return { ...issue, path };
  const found = valueAt(value, path);
  const kind = Array.isArray(found) ? "array" : typeof found;
  const meant = issue.errors.filter((branch) => !branch.some((one) => one.path.length === 0 && refuses(one, kind)));
  // A union with words of its own says what all of its branches take.
  if (meant.length === 0 && issue.message !== "Invalid input") return { ...issue, path };
  const fixed = fixedByAll(meant);
  if (fixed !== undefined) return { ...fixed, path: [...path, ...fixed.path] };
  const near = meant.filter((one) => wordOf(one) === undefined);
  const knowing = near.filter(
    (one) => !one.some(({ code, path: { length } }) => code === "unrecognized_keys" && length === 0),
  );
  const named = issue.errors.find(([one]) => one?.code === "invalid_value");
  const branch = knowing[0] ?? near[0] ?? meant[0] ?? named ?? issue.errors[0];
  return branch === undefined ? { ...issue, path } : telling(branch, value, path);
}

type WrongWord = z.core.$ZodIssueInvalidValue;

/** Of a branch that is told from others by a word, such as the kind of a task: the issue, where the value has another one. */
function wordOf(branch: readonly Issue[]): WrongWord | undefined {
  return branch.find(
    (one): one is WrongWord => one.code === "invalid_value" && one.path.length === 1 && one.values.length === 1,
  );
}

/** One issue with the words of all branches, where each waits for another word under one key. */
function fixedByAll(branches: readonly (readonly Issue[])[]): WrongWord | undefined {
  const words = branches.map(wordOf);
  const [first] = words;
  if (first === undefined || words.some((one) => one?.path[0] !== first.path[0])) return undefined;
  return { ...first, values: words.flatMap((one) => one?.values ?? []) };
}

function refuses(issue: Issue, kind: string): boolean {
  if (issue.code === "invalid_type") return issue.expected !== kind;
  return issue.code === "invalid_value" && kind !== "string";
}

function unknownKey(
  issue: z.core.$ZodIssueUnrecognizedKeys,
  schema: z.ZodType,
  place: Place,
  value: unknown,
): UsageError {
  const [key] = issue.keys as [string];
  const known = [...new Set(keysAt(schema, issue.path, value))];
  const near = nearName(key, known);
  const problem = near === undefined ? "there is no such option" : `there is no such option; did you mean ${near}?`;
  return new UsageError(
    place([...issue.path, key]),
    problem,
    known.length === 0 ? undefined : `Known here: ${known.join(", ")}.`,
  );
}

const KINDS: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "options",
  record: "names with values",
};

function expected(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(", ")}`;
    case "too_small":
      if (issue.origin === "string") return "text, not nothing";
      return issue.inclusive ? `at least ${issue.minimum}` : `more than ${issue.minimum}`;
    case "too_big":
      return issue.inclusive ? `at most ${issue.maximum}` : `less than ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function hint(issue: Issue, found: unknown): string | undefined {
  if (issue.code !== "invalid_value" || typeof found !== "string") return undefined;
  const near = nearName(found, issue.values.map(String));
  return near === undefined ? undefined : `Did you mean ${near}?`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

/** The keys that a schema knows at `path`. */
function keysAt(schema: z.ZodType, path: Path, value: unknown): string[] {
  const { def } = schema;
  if (def.type === "optional" || def.type === "default")
    return keysAt((schema as z.ZodOptional<z.ZodType>).unwrap(), path, value);
  if (def.type === "union") {
    const { options } = schema as z.ZodUnion<readonly z.ZodType[]>;
    return options.filter((one) => isMeant(one, value)).flatMap((one) => keysAt(one, path, value));
  }
  if (def.type !== "object") return [];
  const { shape } = schema as z.ZodObject<Record<string, z.ZodType>>;
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(shape);
  const next = shape[String(head)];
  return next === undefined ? [] : keysAt(next, rest, valueAt(value, [head]));
}

/** Whether this branch of a union may be meant: what it fixes, such as the kind of a task, is as the value has it. */
function isMeant(schema: z.ZodType, value: unknown): boolean {
  if (schema.def.type !== "object") return true;
  const { shape } = schema as z.ZodObject<Record<string, z.ZodType>>;
  return Object.entries(shape).every(
    ([key, one]) => one.def.type !== "literal" || one.safeParse(valueAt(value, [key])).success,
  );
}

/** The value, for a message: cut, and without what may be secret. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value, (key, inner: unknown) => (SECRET.includes(key) ? "..." : inner)) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
