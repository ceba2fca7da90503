/** Checks the options of a local model. */
import { UsageError } from "../../core/errors.ts";

/** @throws UsageError when the option is no positive whole number */
export function count(where: string, name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(where, `"${name}" must be a positive whole number, got ${JSON.stringify(value)}`);
}

/** @throws UsageError when the option is neither true nor false */
export function flag(where: string, name: string, value: boolean): boolean {
  if (typeof value === "boolean") return value;
  throw new UsageError(where, `"${name}" must be true or false, got ${JSON.stringify(value)}`);
}
