/** Objects that a user passes in the place of a name, checked: a wrong one is an error for people, not a fault deep in a run. */
import { UsageError } from "../errors.ts";

/** What a field of such an object must be. */
export type Field = "text" | "a number" | "a list" | "a function" | "an object" | "true or false";

/** The fields that an object must have. */
export type Fields<T> = Readonly<Partial<Record<keyof T & string, Field>>>;

/**
 * `value`, if it has these fields.
 * @param where the option that it was given for
 * @param what what was expected, such as `a name or a method`
 * @throws UsageError naming the fields that are missing, or the first that is wrong
 */
export function asOwn<T extends object>(value: unknown, where: string, what: string, fields: Fields<T>): T {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  const found = isObject ? (value as Readonly<Record<string, unknown>>) : {};
  const wrong = Object.entries(fields).find(([name, field]) => !fits(found[name], field as Field));
  if (wrong === undefined) return value as T;
  const [name, field] = wrong as [string, Field];
  const missing = Object.keys(fields).filter((one) => found[one] === undefined);
  const got = missing.length > 0 ? `without ${missing.join(", ")}` : `whose ${name} is not ${field}`;
  throw new UsageError(
    where,
    `expected ${what}, got ${isObject ? `an object ${got}` : String(value)}`,
    `It needs these fields: ${Object.keys(fields).join(", ")}.`,
  );
}

/**
 * Checks that named objects differ in their names, from each other and from those of a table.
 * @param where the option that lists them
 * @throws UsageError for a name that is taken
 */
export function checkNames(where: string, known: readonly string[], own: readonly { readonly name: string }[]): void {
  const taken = new Set(known);
  for (const { name } of own) {
    if (taken.has(name))
      throw new UsageError(where, `the name ${JSON.stringify(name)} is taken`, "Give the object another name.");
    taken.add(name);
  }
}

function fits(value: unknown, field: Field): boolean {
  switch (field) {
    case "text":
      return typeof value === "string" && value !== "";
    case "a number":
      return typeof value === "number" && !Number.isNaN(value);
    case "a list":
      return Array.isArray(value);
    case "a function":
      return typeof value === "function";
    case "an object":
      return typeof value === "object" && value !== null;
    case "true or false":
      return typeof value === "boolean";
  }
}
