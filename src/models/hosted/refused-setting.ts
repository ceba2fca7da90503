/** Finds the setting that a provider turned a request down for, so that it can be left out. */
import type { Facts } from "./failure-facts.ts";

/** Settings that a request can do without. */
export type Setting = "temperature" | "seed" | "responseFormat" | "maxOutputTokens";

/** What providers call each setting. */
const NAMES: readonly (readonly [Setting, RegExp])[] = [
  ["responseFormat", /response[._ ]?format|json[_ ]?schema|json mode|output_config|structured output|grammar/i],
  ["temperature", /\btemperature\b/i],
  ["seed", /\bseed\b/i],
  ["maxOutputTokens", /\bmax_(?:completion_|output_)?tokens\b|maxOutputTokens|num_predict/i],
];

const TURNED_DOWN =
  /unsupported|not support|n't support|not permitted|not allowed|unrecogni[sz]ed|(?:unknown|unexpected) (?:field|parameter|argument|keyword|name)|unavailable|not available|not enabled|deprecated|only the default|extra inputs|extra_forbidden|invalid (?:schema|parameter)|failed to (?:parse|initialize)/i;

/**
 * The setting that the provider does not take, by its own words.
 * @param sent the settings that the request had
 */
export function refusedSetting(facts: Facts, sent: Partial<Record<Setting, unknown>>): Setting | undefined {
  if (facts.status !== 400 && facts.status !== 422) return undefined;
  const text = `${facts.labels} ${facts.said}`;
  if (!TURNED_DOWN.test(text)) return undefined;
  return NAMES.find(([setting, name]) => sent[setting] !== undefined && name.test(text))?.[0];
}

/**
 * Whether a prompt said not to fit would fit without the cap on output tokens: servers add the cap to the prompt
 * before they compare the sum with the context. Read from the two numbers that vLLM, SGLang and TGI give.
 */
export function fitsWithoutCap({ said }: Facts): boolean {
  const prompt = /(?<!\d)(\d+) (?:in the messages|(?:prompt |input |`inputs` )tokens|tokens from the input)/.exec(
    said,
  )?.[1];
  const context = /(?:context length (?:is only|is|of)|must be <=) (\d+)/.exec(said)?.[1];
  return prompt !== undefined && context !== undefined && Number(prompt) < Number(context);
}
