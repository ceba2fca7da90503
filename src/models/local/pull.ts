/** Fetches local models by name. */
import { AbortedError, UsageError } from "../../core/errors.ts";
import { KNOWN_MODELS, knownModel } from "./known.ts";
import { pullFromHub } from "./pull-hub.ts";
import { pullKnown } from "./pull-known.ts";
import type { PulledModel, PullOptions } from "./pull-options.ts";

/**
 * Fetches a local model. One that is there already is checked, and fetched again when it is damaged. The file appears
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
  const problem = `expected a known name or hf:org/repo:quant, got ${JSON.stringify(name)}`;
  throw new UsageError("models pull", problem, `Known names: ${names}.`);
}
