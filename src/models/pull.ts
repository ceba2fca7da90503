/** Fetches local models by name. */
import { AbortedError, UsageError } from "../core/errors.ts";
import { KNOWN_MODELS, knownModel } from "./local-known.ts";
import type { Fetch } from "./local-fetch.ts";
import { pullFromHub } from "./local-pull-hub.ts";
import { pullKnown } from "./local-pull.ts";
import type { Environment } from "./settings.ts";

/** What happens while a model is fetched. */
export type PullEvent =
  /** A source is tried. */
  | { readonly kind: "try"; readonly source: string; readonly bytes?: number }
  | { readonly kind: "received"; readonly received: number; readonly bytes: number }
  /** A source was of no use; the next one is tried. */
  | { readonly kind: "failed"; readonly source: string; readonly reason: string };

export interface PullOptions {
  /** Where the file goes; default: see `modelsDir`. */
  readonly dir?: string;
  /** Default: the built-in one. */
  readonly fetch?: Fetch;
  readonly onProgress?: (event: PullEvent) => void;
  readonly signal?: AbortSignal;
  /** Default `process.env`. */
  readonly env?: Environment;
}

export interface PulledModel {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  /** Where it came from; undefined when it was there already. */
  readonly source: string | undefined;
}

/**
 * Fetches a local model. One that is there already is checked, and fetched anew when it is damaged. The file appears
 * under its name only when it is complete and right; whatever ends the work before, nothing is left behind.
 * @param name a known name such as `smollm2`, or `hf:org/repo:quant` (through node-llama-cpp; there is no sum to check)
 * @throws UsageError for an unknown name, ProtegiError when no source has the file, AbortedError when stopped
 */
export async function pullModel(name: string, options: PullOptions = {}): Promise<PulledModel> {
  const known = knownModel(name);
  if (known !== undefined || name.startsWith("hf:")) {
    try {
      return await (known === undefined ? pullFromHub(name, options) : pullKnown(known, options));
    } catch (error) {
      if (options.signal?.aborted === true)
        throw new AbortedError(`${name}: stopped; nothing was kept`, { cause: error });
      throw error;
    }
  }
  const names = KNOWN_MODELS.map((model) => model.name).join(", ");
  const problem = `expected a known name or hf:org/repo:quant, came ${JSON.stringify(name)}`;
  throw new UsageError("models pull", problem, `Known names: ${names}.`);
}
