/** A model that gives the replies of a script, and records its requests. */
import { NO_USAGE, type Model, type ModelAnswer, type ModelRequest, type Pricing } from "../core/model.ts";

/** What it says: always the same, or by request; a text, a whole answer, or a promise of one. Thrown errors pass through. */
export type ScriptedReply =
  | string
  | ((request: ModelRequest, signal?: AbortSignal) => string | ModelAnswer | Promise<string | ModelAnswer>);

/** Options of `scriptedModel`. */
export interface ScriptedOptions {
  /** Default `scripted`. */
  readonly id?: string;
  /** Default: both. */
  readonly holds?: Partial<Model["holds"]>;
  /** Default `free`. */
  readonly pricing?: Pricing;
}

/** A scripted model. `calls` holds every request, in the order in which they arrived, failed ones too. */
export function scriptedModel(
  reply: ScriptedReply,
  options: ScriptedOptions = {},
): Model & { readonly calls: ModelRequest[] } {
  const calls: ModelRequest[] = [];
  return {
    id: options.id ?? "scripted",
    pricing: options.pricing ?? "free",
    holds: { choice: true, json: true, ...options.holds },
    calls,
    async generate(request, signal) {
      calls.push(request);
      const said = typeof reply === "string" ? reply : await reply(request, signal);
      return typeof said === "string" ? { text: said, finish: "stop", usage: NO_USAGE } : said;
    },
  };
}
