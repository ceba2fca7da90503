/**
 * The contract of a model: one request in, one answer or one typed error out.
 *
 * An adapter makes exactly one try. It never retries, never waits, never caches and never counts:
 * the one request path does. It throws `ModelError` for everything that is not an answer, stops as
 * soon as the signal says so, and may be called many times at once.
 */

/** What a model is used for: the prompt under test; gradients, edits and paraphrases; or a judge that needs a model to judge an answer. */
export type Role = "task" | "optimizer" | "judge";

/** Something for each role; for the judge only where it has a model. */
export interface ByRole<T> {
  readonly task: T;
  readonly optimizer: T;
  readonly judge?: T;
}

/** One message of a request. */
export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** A JSON Schema, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What the reply is restricted to, where the model can. */
export type ReplyFormat =
  | { readonly kind: "text" }
  /** Exactly one of `choices`; the adapter returns the choice itself as the answer's text. */
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  /** JSON by this schema; the adapter returns the JSON as text. */
  | { readonly kind: "json"; readonly name: string; readonly schema: JsonSchema };

/** One request: messages, the format of the reply, and settings. */
export interface ModelRequest {
  readonly messages: readonly Message[];
  readonly format: ReplyFormat;
  /** Left out where the model refuses one. */
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
  /**
   * Which of several answers to the same messages this is. Part of the cache key, and sent as the
   * provider's `seed` where it has one, so that repeats are separate calls and differ. 0 for the task model.
   */
  readonly sample: number;
  /**
   * The prompt filled with rows that say nothing, for a choice of a model that `weighs`: each choice's probability
   * is divided by its mean under these. Part of the cache key. Absent for all other models.
   */
  readonly calibratedBy?: readonly (readonly Message[])[];
}

/** Tokens of one call, as the provider counted them. `input` includes cached, `output` includes reasoning. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cachedInput: number;
  readonly reasoning: number;
}

/** What a model answered, why the reply ended, and the tokens it took. */
export interface ModelAnswer {
  readonly text: string;
  /**
   * Why the reply ended. `refusal` (a safety filter) and `overflow` (the filled prompt does not fit the
   * context) depend on the prompt, so they are answers, and wrong ones.
   */
  readonly finish: "stop" | "length" | "refusal" | "overflow";
  readonly usage: Usage;
  /** Settings that the provider left out or changed, each a sentence. Reported once a run. */
  readonly warnings?: readonly string[];
  /**
   * Seconds until the provider takes another request like this one, where its reply says that too little is left for
   * one now. The request path waits so long; it is not stored.
   */
  readonly nextIn?: number;
}

/** How the price of a call is known: it costs nothing, the price table has this model of this provider, or nobody knows. */
export type Pricing = "free" | "unknown" | { readonly provider: string; readonly model: string };

/** A model: one request in, one answer or one `ModelError` out; the contract is at the top of this file. */
export interface Model {
  /** `provider:name` as in the config. Part of the cache key. */
  readonly id: string;
  /** The id without what distinguishes variants of a model, such as an address: users may give its price by this name too. Default: the id. */
  readonly name?: string;
  /** What calls cost where the user gives no price. Default `unknown`. */
  readonly pricing?: Pricing;
  /** Whether a program makes the answers up, so that figures say nothing about a real model. Default false. */
  readonly simulated?: boolean;
  /** Whose limits its calls count against: equal for models that one key opens. Default: the id. */
  readonly account?: string;
  /** How many parameters it has, in billions, where that is known. */
  readonly parameters?: number;
  /** What replies can be restricted to. Requests for anything else come as text. */
  readonly holds: {
    readonly choice: boolean;
    readonly json: boolean;
    /** How a choice is held: as the bare word (default), or as the one field of a JSON object, which the adapter unwraps. */
    readonly choiceAs?: "word" | "object";
  };
  /**
   * Whether it answers a choice by the probabilities of the choices, weighed against rows that say nothing: requests for a
   * choice then carry these. Default false.
   */
  readonly weighs?: boolean;
  /**
   * Whether its calls leave this process. Then one call of a run goes first and the others wait for how it ends, since a wrong key or
   * address fails all of them. Default false.
   */
  readonly remote?: boolean;
  /** How many requests it works on at once, where it knows: further ones would only wait inside it, on their deadline. */
  readonly concurrency?: number;
  /**
   * Whether it calls `onProgress` as long as it works on a request, as models in this process do. Such a try may take as
   * long as it likes; it is cut after ten minutes without progress. Default false: the whole try has a deadline.
   */
  readonly reportsProgress?: boolean;
  /** Seconds that a try may take before anything is known of its latencies; default 120. */
  readonly timeout?: number;
  /**
   * Which of these waiting requests costs the least to answer next, by its place in the list: for models that keep the
   * beginning of the last prompts evaluated. Default: the first. Answers must not depend on the order.
   */
  nearest?(requests: readonly ModelRequest[]): number;
  /** One try. Throws `ModelError`. */
  generate(request: ModelRequest, signal?: AbortSignal, onProgress?: () => void): Promise<ModelAnswer>;
  /** Frees what the model holds (weights, sockets). */
  close?(): Promise<void>;
}

/** The models of a run. */
export type Models = ByRole<Model>;

/** What `made` makes of each role's, in the order of the roles. */
export function eachRole<T, U>(of: ByRole<T>, made: (value: T, role: Role) => U): ByRole<U> {
  const [task, optimizer] = [made(of.task, "task"), made(of.optimizer, "optimizer")];
  return { task, optimizer, ...(of.judge !== undefined && { judge: made(of.judge, "judge") }) };
}

/** Whether one of them is simulated, so that figures say nothing about a real one. */
export function isSimulated(models: ByRole<Pick<Model, "simulated">>): boolean {
  return Object.values(models).some(({ simulated }) => simulated === true);
}

export const NO_USAGE: Usage = { input: 0, output: 0, cachedInput: 0, reasoning: 0 };
