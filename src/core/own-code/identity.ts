/** What identifies an object that a user hands over in the place of a name: its name, with a hash of its source. */
import { digest } from "../values/hash.ts";

/** How deep objects are looked into. */
const DEPTH = 4;

/**
 * The object's name with a hash of the source of its functions and of its plain values, so that an edited one is another one.
 * What its functions take from around them does not count.
 */
export function identityOf(object: { readonly name: string }): string {
  return `${object.name}#${digest(sourceOf(object, DEPTH), 8)}`;
}

/** Texts of modules, by what they export. */
const SOURCES = new WeakMap<object, string>();

/** The object itself; from now on all of this text counts as its source, since its functions may call others of their module. */
export function withSource<T extends object>(object: T, text: string): T {
  SOURCES.set(object, text);
  return object;
}

function sourceOf(value: unknown, depth: number): string {
  if (typeof value === "function") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const text = SOURCES.get(value);
  if (text !== undefined) return text;
  if (depth === 0) return "";
  const parts = Object.entries(value).map(([key, inner]) => `${key}: ${sourceOf(inner, depth - 1)}`);
  // The methods of a class are in its source.
  const made: unknown = value.constructor;
  const own = typeof made === "function" && made !== Object && made !== Array ? [made.toString()] : [];
  return `{${[...own, ...parts].join(", ")}}`;
}
