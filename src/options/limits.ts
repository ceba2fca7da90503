/** Limits as people write them, such as `recall:urgent >= 0.95` or `promptTokens <= 400`, read into what core measures. */
import { UsageError } from "../core/errors.ts";
import { amountLimit, metricLimit, promptLimit } from "../core/limits/kinds.ts";
import { promptCharacters, promptTokens } from "../core/limits/size.ts";
import { nearName } from "../core/values/near-name.ts";
import type { Limit, LimitSense, Metric, Observation } from "../core/task.ts";

/** US dollars of a call with so many tokens. */
export type CallPrice = (tokens: NonNullable<Observation["tokens"]>) => number;

type Bound = Pick<Limit, "text" | "sense" | "bound">;

/** What can be limited next to metrics: it may be at most so much. */
interface AmountKind {
  readonly name: string;
  /** One line about it, for the reference of options; no full stop. */
  readonly about: string;
  /** Whether it needs the price of a call; default false. */
  readonly isMoney?: boolean;
  readonly make: (bound: Bound, price: CallPrice) => Limit;
}

/** The table; a new amount is one entry. */
const AMOUNT_KINDS: readonly AmountKind[] = [
  {
    name: "promptTokens",
    about: "tokens of the prompt without the row, counted as one for four bytes",
    make: (bound) => promptLimit(bound, promptTokens),
  },
  {
    name: "promptCharacters",
    about: "characters of the prompt without the row",
    make: (bound) => promptLimit(bound, promptCharacters),
  },
  {
    name: "answerTokens",
    about: "tokens of an answer, thinking included, in the mean of the rows",
    make: (bound) => amountLimit(bound, ({ tokens }) => tokens?.output),
  },
  {
    name: "usdPer1000",
    about: "US dollars of 1,000 answers, without discounts of caches and batches",
    isMoney: true,
    make: ({ text, sense, bound }, price) =>
      amountLimit({ text, sense, bound }, ({ tokens }) => tokens && 1000 * price(tokens)),
  },
];

/** The amounts in one line, for the reference of options. */
export const AMOUNTS_ABOUT: string = AMOUNT_KINDS.map(({ name, about }) => `${name} (${about})`).join(", ");

/** A metric of a limit, and how it judges a row that another metric has judged. */
export interface LimitedMetric {
  readonly metric: Metric;
  readonly judged?: (observation: Observation) => Observation;
}

/** What the names in limits stand for. */
export interface LimitNames {
  /** Names of metrics, as errors list them. */
  readonly metrics: readonly string[];
  /** The metric of a name. @throws UsageError when there is none, or its label is not known */
  readonly metricOf: (name: string) => LimitedMetric;
}

const FORM = /^(.+?)\s*(<=|>=|≤|≥|=<|=>|==|=|<|>)\s*(\S.*)$/s;
const SENSES: Readonly<Record<string, LimitSense>> = { ">=": ">=", "≥": ">=", "<=": "<=", "≤": "<=" };

/**
 * The limits of these sentences.
 * @throws UsageError for a sentence that is no limit: what was expected, and the nearest name
 */
export function limitsFrom(sentences: readonly string[], names: LimitNames): readonly Limit[] {
  return sentences.map((sentence) => limitFrom(sentence, names));
}

/**
 * The limits with what a call costs, which is known only when the models are made.
 * @throws UsageError when one is on money and nobody knows the price
 */
export function pricedLimits(limits: readonly Limit[], price: CallPrice | undefined, model: string): readonly Limit[] {
  return limits.map((limit) => {
    const kind = AMOUNT_KINDS.find(({ name, isMoney }) => isMoney === true && limit.text.startsWith(`${name} `));
    if (kind === undefined) return limit;
    if (price !== undefined) return kind.make(limit, price);
    throw new UsageError(
      "limits",
      `“${limit.text}” needs the price of ${model}, which is not known`,
      "Set it with prices, or limit promptTokens and answerTokens.",
    );
  });
}

function limitFrom(sentence: string, names: LimitNames): Limit {
  const [, name, sign, written] = FORM.exec(sentence.trim()) ?? [];
  if (name === undefined || sign === undefined || written === undefined)
    throw new UsageError(
      "limits",
      `expected a name, >= or <=, and a number, got “${sentence}”`,
      'Such as "recall:urgent >= 0.95" or "promptTokens <= 400".',
    );
  const amount = AMOUNT_KINDS.find((kind) => kind.name === name);
  const expected: LimitSense = amount === undefined ? ">=" : "<=";
  const found = amount === undefined ? names.metricOf(checkedName(name, names)) : undefined;
  if (SENSES[sign] !== expected)
    throw new UsageError(
      "limits",
      `expected “${name} ${expected} ${written}”, got “${sentence}”`,
      amount === undefined
        ? "A metric is better the higher it is, so its limit is the least that it may be."
        : "An amount is better the lower it is, so its limit is the most that it may be.",
    );
  const bound: Bound = {
    text: `${name} ${expected} ${written}`,
    sense: expected,
    bound: numberFrom(written, sentence),
  };
  if (amount !== undefined) return amount.make(bound, () => 0);
  if (bound.bound > 1)
    throw new UsageError("limits", `expected a score from 0 to 1, got “${sentence}”`, "Write 95% as 0.95 or as 95%.");
  return metricLimit(bound, found!.metric, found!.judged);
}

function numberFrom(written: string, sentence: string): number {
  const [, digits, percent] =
    /^\$?(\d+(?:\.\d+)?|\.\d+)\s*(%)?$/.exec(written.replace(/(\d)[,_](?=\d{3})/g, "$1")) ?? [];
  if (digits === undefined) throw new UsageError("limits", `expected a number behind the sign, got “${sentence}”`);
  return percent === undefined ? Number(digits) : Number(digits) / 100;
}

/** The name, where what is before its colon is that of a metric. */
function checkedName(name: string, { metrics }: LimitNames): string {
  const head = headOf(name);
  if (metrics.some((one) => headOf(one) === head) || /^f\d+(?:\.\d+)?$/.test(head)) return name;
  const known = [...metrics, ...AMOUNT_KINDS.map((kind) => kind.name)];
  const near = nearName(head, known.map(headOf));
  const meant = known.find((one) => headOf(one) === near);
  throw new UsageError(
    "limits",
    `there is nothing to limit that is called “${name}”${meant === undefined ? "" : `; the nearest is “${meant}”`}`,
    `Known here: ${known.join(", ")}.`,
  );
}

/** What a name begins with: what is before a label, or before the name of a score. */
function headOf(name: string): string {
  return name.split(/[:.](?=\D)/)[0]!.trim();
}
