/** Which label of a label set means what, whatever the prompt's author called them. */
import type { Pole } from "./reading.ts";

/** Label by pole. */
export type Labels = Readonly<Record<Pole, string>>;

const POSITIVE = /^(?:pos|good|yes|true|1|like|favou?r|thumbs ?up)/i;
const NEGATIVE = /^(?:neg|bad|no|false|0|dislike|unfavou?r|thumbs ?down)/i;

/** Which choice stands for which pole; choices that name none are taken in order. */
export function labelsAmong(choices: readonly string[]): Labels {
  const positive =
    choices.find((choice) => POSITIVE.test(choice)) ??
    choices.find((choice) => !NEGATIVE.test(choice)) ??
    choices[0] ??
    "";
  const rest = choices.filter((choice) => choice !== positive);
  return { positive, negative: rest.find((choice) => NEGATIVE.test(choice)) ?? rest[0] ?? positive };
}

/** The labels as an instruction writes them. */
export function labelsNamed(instruction: string): Labels {
  return {
    positive: /\bpositive\b/i.exec(instruction)?.[0] ?? "positive",
    negative: /\bnegative\b/i.exec(instruction)?.[0] ?? "negative",
  };
}

/** What a label means. */
export function poleOf(label: string): Pole {
  return NEGATIVE.test(label) ? "negative" : "positive";
}
