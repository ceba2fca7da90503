/** Headroom before spending: whether a gain is possible, and whether the test rows could show it. */
import type { CallBudget } from "../budget.ts";
import { weighedAnswers } from "../futility/answers.ts";
import type { Unreadable } from "../futility/futile.ts";
import { unreadableSentence } from "../futility/sentences.ts";
import { shown } from "../example.ts";
import { sample, type Rng } from "../rng.ts";
import { nthPart } from "../prompt.ts";
import { rowOrder } from "../row-order.ts";
import { minibatchStream, paraphraseStream, parentStream } from "../streams.ts";
import { estimate } from "../stats/estimate.ts";
import { smallestGain } from "../stats/power.ts";
import { wilson } from "../stats/wilson.ts";
import type { Metric, Observation } from "../task.ts";
import type { Tools } from "../tools.ts";
import type { Headroom, HeadroomWord } from "./headroom-facts.ts";

/** Rows that p0 is asked again, and how often; rows that the paraphrase is asked. */
const REPEATED_ROWS = 20;
const REPEATS = 2;
const VARIANT_ROWS = 32;

/** Prompts that differ at all differ on some rows: a floor, since 32 rows may show none. */
const LEAST_DISCORDANCE = 0.05;

/** Calls that the headroom takes beyond those that the run makes anyway; the paraphrase is asked for again, and found. */
export const HEADROOM_CALLS: number = 1 + REPEATED_ROWS * REPEATS + VARIANT_ROWS;

/**
 * Measures the headroom with p0 on the first round's minibatch and a first paraphrase, which the run needs anyway,
 * and a few repeats.
 * @param stream the stream of round 1
 */
export async function measureHeadroom(
  tools: Tools,
  minibatchSize: number,
  budget: CallBudget,
  stream: Rng,
): Promise<Headroom> {
  const { task } = tools;
  const { prompt, metric } = task;
  const work = { round: 1, phase: "headroom", budget } as const;
  const minibatch = rowOrder(task.train, minibatchStream(stream)).slice(0, minibatchSize);
  const [[reworded], answered] = await Promise.all([
    tools.write({
      asked: "paraphrase",
      prompt,
      part: nthPart(prompt, 0),
      count: 1,
      round: 1,
      rng: paraphraseStream(parentStream(stream, prompt), 0),
      budget,
    }),
    weighedAnswers(tools, prompt, minibatch, work),
  ]);
  const { seen } = answered;

  if (answered.hopeless !== undefined) return nothingRead(metric, seen, answered.hopeless);

  // Errors first: they are where labels are suspected.
  const errors = seen.filter(({ correct }) => !correct);
  const others = sample(
    seen.filter(({ correct }) => correct),
    VARIANT_ROWS,
    stream.fork("headroom"),
  );
  const looked = [...errors.slice(0, VARIANT_ROWS / 2), ...others].slice(0, VARIANT_ROWS).map(({ example }) => example);
  const again = looked.slice(0, REPEATED_ROWS);
  const variant = reworded === undefined ? undefined : tools.admit(reworded, prompt, [], 1);
  const [ofVariant, ...repeats] = await Promise.all([
    variant === undefined ? [] : tools.evaluate(variant, looked, work),
    ...Array.from({ length: REPEATS }, (_, i) => tools.evaluate(prompt, again, { ...work, repeat: i + 1 })),
  ]);

  const readings = Map.groupBy([...seen, ...repeats.flat()], ({ example }) => example.id);
  const repeated = [...readings.values()].filter((rows) => rows.length > 1);
  const noise = share(repeated, ([first, ...others]) => others.some((other) => !task.same(first!, other)));
  const byVariant = new Map(ofVariant!.map((row) => [row.example.id, row]));
  const suspicious = errors.filter((row) => {
    const other = byVariant.get(row.example.id);
    return (
      other !== undefined &&
      [...readings.get(row.example.id)!, other].every((one) => !one.invalid && reading(one) === reading(row))
    );
  });
  const both = seen.filter(({ example }) => byVariant.has(example.id));
  const discordance = Math.max(
    LEAST_DISCORDANCE,
    share(both, (row) => byVariant.get(row.example.id)!.correct !== row.correct),
  );
  const initial = estimate(metric, seen);
  const gain = smallestGain(task.test.length, { discordance });
  const room = roomAbove(initial.value, noise);
  return {
    ...judge(seen, metric, noise, gain),
    initial,
    noise,
    suspicious: suspicious.map(({ example }) => example.id),
    discordance,
    room,
    ...(gain !== undefined && { smallestGain: gain }),
  };
}

/** No row was asked again: noise and discordance are not known, and not worth a call. */
function nothingRead(metric: Metric, seen: readonly Observation[], found: Unreadable): Headroom {
  const initial = estimate(metric, seen);
  const reasons = [unreadableSentence(found)];
  return {
    word: "no-go",
    reasons,
    initial,
    noise: 0,
    suspicious: [],
    discordance: 0,
    room: roomAbove(initial.value, 0),
  };
}

/** A row that is answered now so, now so is right half of the time, whatever the prompt. */
function roomAbove(score: number, noise: number): number {
  return Math.max(0, 1 - score) * (1 - noise / 2);
}

/** Decides in rows answered right, the one unit in which room and smallest gain can be compared for any metric. */
function judge(
  seen: readonly Observation[],
  metric: Metric,
  noise: number,
  gain: number | undefined,
): { word: HeadroomWord; reasons: string[] } {
  const right = seen.filter(({ correct }) => correct).length;
  const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
  if (seen.length === 0) return { word: "think again", reasons: ["No answer of the initial prompt was delivered."] };
  if (right === seen.length) {
    return {
      word: "no-go",
      reasons: [`The initial prompt makes no error on ${seen.length} rows: there is nothing to learn from.`],
    };
  }
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
  const room = roomAbove(right / seen.length, noise);
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

/** An answer letter by letter, as far as it was read: only what never changes at all speaks against a label. */
function reading({ predicted, answer }: Observation): string {
  return shown(predicted ?? answer);
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
