/** The contract suites under node:test, which has no `expect` of its own. */
import type { Matchers, TestTools } from "./test-tools.ts";

/** The part of `node:test` that is used. */
export interface NodeTest {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}

/** The part of `node:assert/strict` that is used. */
export interface NodeAssert {
  readonly strictEqual: (actual: unknown, expected: unknown) => void;
  readonly deepStrictEqual: (actual: unknown, expected: unknown) => void;
}

/**
 * Test tools out of `node:test` and `node:assert/strict`. Equal is what vitest and jest call so: a field that is undefined is
 * as one that is absent.
 */
export function nodeTools({ describe, it }: NodeTest, assert: NodeAssert): TestTools {
  const expect = (value: unknown): Matchers => ({
    toBe: (expected) => assert.strictEqual(value, expected),
    toEqual: (expected) => assert.deepStrictEqual(withoutUndefined(value), withoutUndefined(expected)),
  });
  return { describe, it, expect };
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null || value instanceof Map || value instanceof Set) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutUndefined(field)]));
}
