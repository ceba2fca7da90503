/** The word of the headroom: whether to begin, and why, from what was measured. */
import type { Example } from "../../example.ts";
import { designEffect } from "../../stats/design-effect.ts";
import { smallestGain } from "../../stats/power.ts";
import { wilson } from "../../stats/wilson.ts";
import { counted } from "../../values/words.ts";
import type { Metric, Observation } from "../../task.ts";
import type { HeadroomWord, Teaching } from "./facts.ts";
import type { Movement } from "./movement-facts.ts";
import { teachesLittle } from "./teaching.ts";

export interface Judged {
  readonly word: HeadroomWord;
  readonly reasons: readonly string[];
}

/** Advice where wording changes no answer. */
export const WHAT_MAY_HELP =
  "What may help: other words for the labels, examples in the prompt (search.method: demonstrations), another form of the answer, or a bigger model.";

/** Wrong answers that several wordings left as they are, from which on it may be no luck. */
const ENOUGH_ERRORS = 4;

/** A row whose answer changes from call to call is right about half of the time, whatever the prompt. */
export function roomAbove(score: number, noise: number): number {
  return Math.max(0, 1 - score) * (1 - noise / 2);
}

/**
 * The share of the errors that other wordings may change, at most: what was seen to change under several of them, with the
 * upper end of its interval since the rows are few. 1 where the paraphrase alone was tried.
 */
export function reachOf(movement: Movement | undefined): number {
  return movement === undefined ? 1 : wilson(movement.movedErrors, movement.errors).high;
}

/** What wording cannot do is decided first: undefined where wrong answers move, or where that was not tried to the end. */
export function judgeMovement(movement: Movement | undefined): Judged | undefined {
  if (movement?.movedByWhole === undefined) return undefined;
  const { moved, rows, errors, movedErrors, wordings, constant, movedByWhole } = movement;
  if (movedErrors > 0 && !constant) return undefined;
  const remedy =
    movedByWhole > 0
      ? `Answers move when the whole prompt is worded in another way (on ${counted(movedByWhole, "row")}): let all of it change (section: all).`
      : WHAT_MAY_HELP;
  if (moved === 0)
    return {
      word: "no-go",
      reasons: [
        `No answer changed on ${rows} rows under ${wordings} other wordings of the part that may change.`,
        remedy,
      ],
    };
  if (!constant)
    return errors < ENOUGH_ERRORS
      ? undefined
      : {
          word: "think again",
          reasons: [
            `${wordings} other wordings of the part that may change moved ${moved} of ${rows} answers, and none of the ${errors} wrong ones that several were tried on.`,
            remedy,
          ],
        };
  return {
    word: "think again",
    reasons: [
      `The model gives one label to nearly every row, whatever the wording: another wording trades one constant for another.`,
      remedy,
    ],
  };
}

/**
 * Decides in rows answered right, the one unit in which room and smallest gain can be compared for any metric.
 * @param reach the share of the errors that wording may change, at most
 */
export function judgeRoom(
  seen: readonly Observation[],
  metric: Metric,
  noise: number,
  gain: number | undefined,
  reach: number,
): Judged {
  const right = seen.filter(({ correct }) => correct).length;
  const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
  if (gain === undefined) return { word: "no-go", reasons: ["The test rows are too few to show any gain: add rows."] };
  const isShare = metric.isMean && seen.every(({ score }) => score === 0 || score === 1);
  const unit = isShare ? "" : " of the rows";
  if (1 - wilson(right, seen.length).low < gain) {
    return {
      word: "no-go",
      reasons: [
        `Even a perfect prompt would gain less than the smallest gain that the test rows can show (${percent(gain)}${unit}).`,
      ],
    };
  }
  const room = reach * roomAbove(right / seen.length, noise);
  const reasons = [
    room < gain &&
      `The room for a gain is about ${percent(room)}${unit}; the test rows can show ${percent(gain)} at the least: add test rows.`,
    noise > 0.2 &&
      `The model answers ${percent(noise)} of the rows differently when asked again: a lower temperature or a steadier model comes first.`,
  ].filter((reason) => reason !== false);
  if (reasons.length > 0) return { word: "think again", reasons };
  return {
    word: "go",
    reasons: [
      `There is room for a gain of up to ${percent(room)}${unit}, and the test rows can show one of ${percent(gain)}.`,
    ],
  };
}

/** Adds a warning where errors teach little; the word stays, since other words may gain. */
export function judgeTeaching(found: Judged, teaching: Teaching | undefined): Judged {
  if (found.word === "no-go" || teaching?.edits === undefined || !teachesLittle(teaching)) return found;
  const { errors, paraphrases, edits } = teaching;
  const [byEdits, byParaphrases] = [edits, paraphrases].map(({ mended }) => `${Math.round(100 * mended)}%`);
  return {
    ...found,
    reasons: [
      ...found.reasons,
      `Errors may teach little here: edits written against errors mend ${byEdits} of ${counted(errors, "error")}, and mere paraphrases ${byParaphrases}.`,
      "The method monte-carlo writes paraphrases alone, and may find as much with fewer calls: compare the two with protegi trials.",
    ],
  };
}

/** Nothing to learn from: no answer, or no error. Undefined where there are errors. */
export function judgeErrors(seen: readonly Observation[]): Judged | undefined {
  if (seen.length === 0) return { word: "think again", reasons: ["No answer of the initial prompt was delivered."] };
  if (seen.some(({ correct }) => !correct)) return undefined;
  return {
    word: "no-go",
    reasons: [`The initial prompt makes no error on ${seen.length} rows: there is nothing to learn from.`],
  };
}

/**
 * The smallest gain that the test rows can show at this discordance; undefined when they can show none.
 * @param seen rows that show how alike the rows of one cluster are, where rows have clusters
 */
export function gainOf(
  test: readonly Example[],
  discordance: number,
  seen: readonly Observation[],
): number | undefined {
  return smallestGain(test.length, { discordance, designEffect: designEffect(test, seen) });
}
