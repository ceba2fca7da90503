/** The little of a test runner that a contract suite needs, so that it runs under vitest, jest and their like. */

/** Pass `{ describe, it, expect }` of your test runner. */
export interface TestTools {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  readonly expect: (value: unknown) => Matchers;
}

/** What `expect` gives back. */
export interface Matchers {
  /** Identical, as `Object.is` has it. */
  toBe(expected: unknown): void;
  /** Equal all the way down. */
  toEqual(expected: unknown): void;
}
