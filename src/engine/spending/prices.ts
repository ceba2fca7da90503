/** What a call costs, by the price table of @pydantic/genai-prices or by the user's own prices. */
import { createRequire } from "node:module";
import type { Model, Usage } from "../../core/model.ts";

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  /** Of input tokens that the provider had cached. Default: `input`. */
  readonly cachedInput?: number;
}

/** Billionths of a US dollar, whole: sums are exact and do not depend on the order of the calls. */
export type Nanodollars = number;

/** What one call with this usage costs. */
export type PriceOf = (usage: Usage) => Nanodollars;

/** What a price depends on. */
export type Priced = Pick<Model, "id" | "name" | "pricing">;

type Prices = Readonly<Record<string, ModelPrice>>;

/**
 * The price of a model; undefined when nobody knows it.
 * @param own prices by id or name of a model, which come before what the model says itself
 */
export function priceOf(model: Priced, own: Prices = {}): PriceOf | undefined {
  const price = ownPrice(model, own);
  if (price !== undefined) return perMillion(price.input, price.cachedInput ?? price.input, price.output);
  const { pricing = "unknown" } = model;
  if (pricing === "unknown") return undefined;
  return pricing === "free" ? () => 0 : fromTable(pricing.provider, pricing.model);
}

/** What a call costs as part of a batch, of its usual price: half where the provider is one of the price table's (docs/costs.md has the sources). */
const IN_A_BATCH = 0.5;

/**
 * The share of its usual price that a call of this model costs in its provider's batch interface; 1 where there is none that we know.
 * @param own prices that come before the table's, and say nothing of batches
 */
export function batchShare(model: Priced, own: Prices = {}): number {
  return typeof model.pricing === "object" && ownPrice(model, own) === undefined ? IN_A_BATCH : 1;
}

function ownPrice({ id, name = id }: Priced, own: Prices): ModelPrice | undefined {
  const key = [id, name].find((known) => Object.hasOwn(own, known));
  return key === undefined ? undefined : own[key];
}

function perMillion(input: number, cachedInput: number, output: number): PriceOf {
  return (usage) =>
    Math.round(
      1000 * ((usage.input - usage.cachedInput) * input + usage.cachedInput * cachedInput + usage.output * output),
    );
}

function fromTable(provider: string, name: string): PriceOf | undefined {
  // The table takes 50 ms to load, which runs on free models need not pay.
  const { calcPrice } = createRequire(import.meta.url)(
    "@pydantic/genai-prices",
  ) as typeof import("@pydantic/genai-prices");
  const calculate = (usage: Usage): number | undefined =>
    calcPrice(
      {
        input_tokens: usage.input,
        output_tokens: usage.output,
        cache_read_tokens: Math.min(usage.cachedInput, usage.input),
      },
      name,
      { providerId: provider },
    )?.total_price;
  const known = calcPrice({ input_tokens: 0, output_tokens: 0 }, name, { providerId: provider });
  if (known === null) return undefined;
  const { input_mtok: input, cache_read_mtok: cached = input, output_mtok: output } = known.model_price;
  if (typeof input === "number" && typeof cached === "number" && typeof output === "number")
    return perMillion(input, cached, output);
  // Prices in tiers by the length of the input.
  return (usage) => Math.round((calculate(usage) ?? 0) * 1e9);
}
