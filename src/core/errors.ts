/** What can go wrong, by what a person or the request path is to do about it. */

/** The root of all errors that protegi raises on purpose; its message is written for people. */
export class ProtegiError extends Error {
  override name = "ProtegiError";
}

/** Wrong use or wrong files: nothing was spent. The command line ends with exit code 2. */
export class UsageError extends ProtegiError {
  override name = "UsageError";
  /** The option, file or row at fault, such as `search.rounds` or `data.csv:12`. */
  readonly where: string;

  /**
   * @param where the option, file or row at fault
   * @param problem what was expected and what it got
   * @param remedy what to do
   */
  constructor(where: string, problem: string, remedy?: string) {
    super(`${where}: ${problem}${remedy === undefined ? "" : `\n  ${remedy}`}`);
    this.where = where;
  }
}

/** A cap was reached before the work could end. */
export class BudgetError extends ProtegiError {
  override name = "BudgetError";
  /** Which cap: `calls`, `usd`, `tokens`, `minutes`. */
  readonly cap: string;

  constructor(cap: string, message: string) {
    super(message);
    this.cap = cap;
  }
}

/**
 * A metric of the user's failed on one row: it threw, or returned no score. The row is judged once more, and then leaves
 * the score. The command line ends with exit code 1 where too many do.
 */
export class MetricError extends ProtegiError {
  override name = "MetricError";
}

/** The caller stopped the run. Everything that arrived is kept. */
export class AbortedError extends ProtegiError {
  override name = "AbortedError";
}

/**
 * Why a try failed:
 * `rate-limit`, `overloaded`: wait, then again · `timeout`, `network`, `server`, `malformed`: again ·
 * `auth`, `unknown-model`, `quota`, `bad-request`: no try will help, the run stops · `aborted`: the caller stopped it.
 */
export type ModelErrorKind =
  | "rate-limit"
  | "overloaded"
  | "timeout"
  | "network"
  | "server"
  | "malformed"
  | "auth"
  | "unknown-model"
  | "quota"
  | "bad-request"
  | "aborted";

const RETRYABLE: ReadonlySet<ModelErrorKind> = new Set([
  "rate-limit",
  "overloaded",
  "timeout",
  "network",
  "server",
  "malformed",
]);

/** What is known of a failed try besides its message. */
export interface ModelErrorDetails {
  /** Seconds that the provider asked us to wait. */
  readonly retryAfter?: number;
  /** HTTP status, or the one that an error inside a reply states. */
  readonly status?: number;
  /** When a spent allowance is free again, in milliseconds since 1970. */
  readonly freeAt?: number;
}

/** A `ModelError` as plain JSON, for another process. Its cause stays behind. */
export interface ModelErrorWire extends ModelErrorDetails {
  readonly kind: ModelErrorKind;
  readonly message: string;
}

/** Marks a `ModelError` of any copy of this package: `instanceof` knows only those of its own copy. */
const BRAND = Symbol.for("protegi.ModelError");

/** A try that brought no answer. Never stored as an answer, never counted as a wrong one. */
export class ModelError extends ProtegiError {
  override name = "ModelError";
  readonly kind: ModelErrorKind;
  /** Seconds that the provider asked us to wait. */
  readonly retryAfter: number | undefined;
  /** HTTP status, or the one that an error inside a reply states. */
  readonly status: number | undefined;
  /** When a spent allowance is free again, in milliseconds since 1970. */
  readonly freeAt: number | undefined;

  constructor(kind: ModelErrorKind, message: string, details: ModelErrorDetails & { readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.retryAfter = details.retryAfter;
    this.status = details.status;
    this.freeAt = details.freeAt;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Whether the value is a `ModelError`, also one of another copy of this package. */
  static isInstance(value: unknown): value is ModelError {
    return value instanceof Error && BRAND in value;
  }

  /** The error that `toWire` wrote. */
  static fromWire({ kind, message, ...details }: ModelErrorWire): ModelError {
    return new ModelError(kind, message, details);
  }

  /** The error as plain JSON, without its cause. */
  toWire(): ModelErrorWire {
    const { kind, message, retryAfter, status, freeAt } = this;
    return {
      kind,
      message,
      ...(retryAfter !== undefined && { retryAfter }),
      ...(status !== undefined && { status }),
      ...(freeAt !== undefined && { freeAt }),
    };
  }

  /** Whether another try may bring an answer. */
  get retryable(): boolean {
    return RETRYABLE.has(this.kind);
  }
}
