/** Providers whose models the price table lists, under the name that the config and the AI SDK have for them too. */
import type { Pricing } from "../core/model.ts";

const LISTED: ReadonlySet<string> = new Set(["openai", "anthropic", "google"]);

/** How the price of this provider's model is known. */
export function listed(provider: string, model: string): Pricing {
  return LISTED.has(provider) ? { provider, model } : "unknown";
}
