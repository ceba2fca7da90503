/**
 * The right answer that the assertions of a test name. It is the value of the strictest type: `equals`, `iequals`,
 * `starts-with`, `contains`, `icontains`, then lists (`contains-any` and its like) of one value. Of two of one type the
 * first counts, and assertions of the test itself come before those of `defaultTest`.
 */
import { fillTemplate, placeholdersIn } from "../../core/prompt/template.ts";
import { isObject } from "../../core/values/is-object.ts";
import { isText, listOf } from "./values.ts";

/** Assertion types whose value is the right answer, the strictest first. */
export const NAMING: readonly string[] = ["equals", "iequals", "starts-with", "contains", "icontains"];
const LISTS: readonly string[] = ["contains-any", "icontains-any", "contains-all", "icontains-all"];

/** Why a test names no right answer. */
export type NoAnswer =
  | "no assertion names a right answer"
  | "several answers are right"
  | "the answer is no text"
  | "the answer is in a file"
  | "the answer's template cannot be filled";

/** A right answer, and the variable that it was taken from when it is nothing but that. */
export interface Answer {
  readonly text: string;
  readonly from: string | undefined;
}

/** Assertions with sets and references to templates written out. */
export function flattened(
  assertions: readonly unknown[],
  templates: unknown,
  depth = 0,
): Readonly<Record<string, unknown>>[] {
  if (depth > MOST_DEPTH) return [];
  return assertions.flatMap((one) => {
    if (!isObject(one)) return [];
    const name = typeof one["$ref"] === "string" ? /^#\/assertionTemplates\/(.+)$/.exec(one["$ref"])?.[1] : undefined;
    if (name !== undefined)
      return isObject(templates) && Object.hasOwn(templates, name)
        ? flattened([templates[name]], templates, depth + 1)
        : [];
    return one["type"] === "assert-set" ? flattened(listOf(one["assert"]), templates, depth + 1) : [one];
  });
}

/** Sets within sets that are followed. */
const MOST_DEPTH = 5;

/** Whether assertions of a type may name the right answer. */
export function mayName(type: unknown): boolean {
  return NAMING.includes(String(type)) || LISTS.includes(String(type));
}

/**
 * The right answer that flattened assertions name.
 * @param vars what a template in its place is filled from
 */
export function answerOf(
  assertions: readonly Readonly<Record<string, unknown>>[],
  vars: Readonly<Record<string, string>>,
): Answer | NoAnswer {
  const [assertion] = [...NAMING, ...LISTS].flatMap((type) => assertions.filter((one) => one["type"] === type));
  if (assertion === undefined) return "no assertion names a right answer";
  const values = listOf(assertion["value"]);
  if (values.length > 1) return "several answers are right";
  const [value] = values;
  if (!isText(value) || String(value).trim() === "") return "the answer is no text";
  const text = String(value);
  if (text.startsWith("file://")) return "the answer is in a file";
  if (!/\{\{|\{%/.test(text)) return { text, from: undefined };
  const names = placeholdersIn(text);
  const known = names.length > 0 && names.every((name) => Object.hasOwn(vars, name));
  const rest = fillTemplate(text, {});
  if (!known || /\{\{|\{%/.test(rest)) return "the answer's template cannot be filled";
  const filled = fillTemplate(text, vars);
  if (filled.trim() === "") return "the answer is no text";
  return { text: filled, from: rest.trim() === "" && names.length === 1 ? names[0] : undefined };
}
