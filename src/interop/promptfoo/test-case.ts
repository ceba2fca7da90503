/** A test as promptfoo has it, once it is known where it is from. */
import { isObject } from "../../core/values/is-object.ts";
import { listOf } from "./values.ts";

export interface TestCase {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly assert: readonly unknown[];
  /** Keys or columns of the test that change what promptfoo asks or checks, and are not read. */
  readonly unread: readonly string[];
  /** Whether it is a row of a table, whose values are data: they name no file and hold no template. */
  readonly fromTable?: boolean;
}

/** Keys that say something about a test and change nothing of its question or answer. */
const HARMLESS = ["vars", "assert", "description", "metadata"];

/** A test written as an object, with its variables already read. */
export function caseFromObject(
  test: Readonly<Record<string, unknown>>,
  vars: Readonly<Record<string, unknown>>,
): TestCase {
  return { vars, assert: listOf(test["assert"]), unread: Object.keys(test).filter((key) => !HARMLESS.includes(key)) };
}

/** The test with variables of `defaultTest` or of a scenario under its own. Its own assertions are first. */
export function withDefaults(test: TestCase, { vars, assert, unread }: TestCase): TestCase {
  return {
    ...test,
    vars: { ...vars, ...test.vars },
    assert: [...test.assert, ...assert],
    unread: [...test.unread, ...unread],
  };
}

/** Whether an object is a test, and not a row whose keys are variables. */
export function isCase(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && ("vars" in value || "assert" in value);
}
