/** What a refusal says about the settings of a request: which it names, and how many output tokens it allows. Hints only; what counts is what is tried. */
import type { LanguageModelV4CallOptions } from "@ai-sdk/provider";
import type { Facts } from "./failure-facts.ts";

/** Settings that a request can do without. */
export type Setting = "temperature" | "seed" | "responseFormat" | "maxOutputTokens";

/** The settings of one request. */
export type Settings = Pick<LanguageModelV4CallOptions, Setting>;

/** What providers call each setting; first what is turned down most often. */
const NAMES: readonly (readonly [Setting, RegExp])[] = [
  [
    "responseFormat",
    /response[._ ]?(?:format|schema|json)|json[_ ]?(?:schema|object)|json mode|output_config|structured[_ ]?output|grammar|guided/i,
  ],
  ["temperature", /\btemperature\b/i],
  ["seed", /\bseed\b/i],
  ["maxOutputTokens", /\bmax_(?:completion_|output_|new_)?tokens\b|maxOutputTokens|num_predict|output tokens/i],
];

/** All settings, first what is turned down most often. */
export const SETTINGS: readonly Setting[] = NAMES.map(([setting]) => setting);

/** Words for a parameter whose name, not whose value, is refused. */
const NAME_REFUSED =
  /(?:unsupported|unrecogni[sz]ed|unknown|unexpected|invalid) (?:request )?(?:field|parameter|argument|keyword|name)|not supported|n't support|extra inputs|extra_forbidden/i;

/** Words for a value that is too large, whatever else is called unsupported. */
const TOO_LARGE =
  /at most|maximum|up to|less than|<=|≤|exceed|too (?:large|high|big|many)|range|between|greater|limit/i;

/** The settings of a request that the words of its refusal name. */
export function namedSettings(facts: Facts, sent: Settings): Setting[] {
  const text = wordsOf(facts);
  return NAMES.filter(([setting, name]) => sent[setting] !== undefined && name.test(text)).map(([setting]) => setting);
}

/** Whether a refusal is about the name of a parameter, so that no other value helps. */
export function refusesName(facts: Facts): boolean {
  const text = wordsOf(facts);
  return NAME_REFUSED.test(text) && !TOO_LARGE.test(text);
}

/** Whether the server asks for the cap on output tokens under OpenAI's newer name. */
export function asksForOtherName(facts: Facts): boolean {
  return /use .?max_completion_tokens/i.test(facts.said);
}

export function wordsOf({ labels, said }: Facts): string {
  return `${labels} ${said}`;
}

/** Fewer output tokens than this are no cap that a server states. */
const LEAST_CAP = 16;

/** The number of output tokens that a refusal allows: the largest in its words that is smaller than the cap that was sent. */
export function allowedCap({ said }: Facts, cap: number): number | undefined {
  const numbers = Array.from(
    said.matchAll(/(?<![\w.-])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.-])\d{2,9}(?![\w-])/g),
    ([text]) => Number(text.replaceAll(",", "")),
  ).filter((number) => number >= LEAST_CAP && number < cap);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

/**
 * Whether a prompt that is reported not to fit would fit without the cap on output tokens: servers add the cap to the prompt
 * before they compare the sum with the context. Read from the two numbers that vLLM, SGLang and TGI give.
 */
export function fitsWithoutCap({ said }: Facts): boolean {
  const prompt = /(?<!\d)(\d+) (?:in the messages|(?:prompt |input |`inputs` )tokens|tokens from the input)/.exec(
    said,
  )?.[1];
  const context = /(?:context length (?:is only|is|of)|must be <=) (\d+)/.exec(said)?.[1];
  return prompt !== undefined && context !== undefined && Number(prompt) < Number(context);
}
