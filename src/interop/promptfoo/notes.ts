/** Collects what was left out or not read while a config is read, and says it in sentences. */
import { count, counted } from "./values.ts";

export class Notes {
  readonly #sentences: string[] = [];
  readonly #testKeys = new Map<string, number>();
  readonly #types = new Map<string, number>();
  readonly #left = new Map<string, number>();
  readonly #files = new Map<string, string>();
  #answered = 0;

  /** Something that is reported once. */
  say(sentence: string): void {
    if (!this.#sentences.includes(sentence)) this.#sentences.push(sentence);
  }

  /** A source of tests that is not read, and why. */
  source(name: string, why: string): void {
    this.#files.set(name, why);
  }

  /** Keys or columns of a test that are not read. */
  testKeys(keys: readonly string[]): void {
    for (const key of new Set(keys)) count(this.#testKeys, key);
  }

  /** An assertion of a type that names no right answer. */
  assertion(type: string): void {
    count(this.#types, type);
  }

  /** A test that gave `rows` rows, or a reason why it gave none. */
  test(outcome: number | string): void {
    if (typeof outcome === "string") count(this.#left, outcome);
    else this.#answered += 1;
  }

  /** Why tests were left out, with how many; "" when none was. */
  get reasons(): string {
    return counted(this.#left);
  }

  /** The sources of tests that are not read, a sentence each. */
  get sources(): string[] {
    return Array.from(this.#files, ([name, why]) => `The tests of ${name} are not read: ${why}.`);
  }

  sentences(): string[] {
    const left = [...this.#left.values()].reduce((sum, one) => sum + one, 0);
    return [
      ...this.#sentences,
      ...this.sources,
      ...(left === 0 ? [] : [`${left} of ${left + this.#answered} tests were left out: ${this.reasons}.`]),
      ...(this.#testKeys.size === 0 ? [] : [`Not read in tests: ${counted(this.#testKeys)}.`]),
      ...(this.#types.size === 0
        ? []
        : [`Assertions that name no right answer, and are not checked: ${counted(this.#types)}.`]),
    ];
  }
}
