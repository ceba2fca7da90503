/** Headroom before spending: whether a gain is possible, and whether the test rows could show it. */
import type { CallBudget } from "../../budget.ts";
import { openingAnswers, weighedAnswers } from "../../futility/answers.ts";
import type { Unreadable } from "../../futility/futile.ts";
import { unreadableSentence } from "../../futility/sentences.ts";
import { shown } from "../../example.ts";
import { sample, type Rng } from "../../rng.ts";
import { nthPart, partText, type Changes } from "../../prompt/prompt.ts";
import { rowOrder } from "../../row-order.ts";
import { minibatchStream, paraphraseStream, parentStream } from "../../streams.ts";
import { estimate } from "../../stats/estimate.ts";
import type { Metric, Observation, Task } from "../../task.ts";
import { placeholdersIn } from "../../prompt/template.ts";
import type { Tools } from "../../tools.ts";
import type { WritingOptions } from "../../methods/method.ts";
import { writesWhole } from "../../methods/writing/mode.ts";
import type { Headroom } from "./facts.ts";
import type { ExpandOptions } from "../../methods/protegi/plan.ts";
import {
  type Judged,
  gainOf,
  judgeErrors,
  judgeMovement,
  judgeRoom,
  judgeTeaching,
  reachOf,
  roomAbove,
} from "./word.ts";
import { movementOf, SURELY_MOVED } from "./movement-looked.ts";
import { PART_CELLS, WHOLE_CELLS } from "./movement.ts";
import { TEACHING_CELLS, teachingOf, teachingRequests } from "./teaching.ts";
import { partWordings } from "./wordings.ts";

/** Rows that p0 is asked again, and how often; rows that the paraphrase is asked. */
const REPEATED_ROWS = 20;
const REPEATS = 2;
const VARIANT_ROWS = 32;

/** Prompts that differ at all differ on some rows: a floor, since 32 rows may show none. */
const LEAST_DISCORDANCE = 0.05;

/** Calls that the headroom of most tasks takes: a paraphrase, its rows, and the repeats. */
export const HEADROOM_CALLS: number = 1 + VARIANT_ROWS + REPEATED_ROWS * REPEATS;

/** Calls that the headroom takes at most: where answers seem not to move, other wordings are tried before the repeats. */
export function mostHeadroomCalls(options: ExpandOptions & WritingOptions): {
  readonly writing: number;
  readonly answering: number;
} {
  const repeats = REPEATED_ROWS * REPEATS;
  if (!writesWhole(options))
    return { writing: 0, answering: VARIANT_ROWS + PART_CELLS + Math.max(repeats, WHOLE_CELLS) };
  const moving = PART_CELLS + Math.max(repeats, WHOLE_CELLS);
  return {
    writing: 1 + teachingRequests(options),
    answering: VARIANT_ROWS + Math.max(moving, repeats + TEACHING_CELLS),
  };
}

/**
 * Measures the headroom with p0 on the first round's minibatch and a first paraphrase, which the run needs anyway,
 * and a few repeats.
 * @param stream the stream of round 1
 */
export async function measureHeadroom(
  tools: Tools,
  options: ExpandOptions & WritingOptions,
  budget: CallBudget,
  stream: Rng,
): Promise<Headroom> {
  const { task } = tools;
  const { prompt, metric } = task;
  const work = { round: 1, phase: "headroom", budget } as const;
  const minibatch = rowOrder(task.train, minibatchStream(stream)).slice(0, options.minibatchSize);
  // The paraphrase waits for it: nothing is written for a model that cannot answer.
  const opening = await openingAnswers(tools, prompt, minibatch, work);
  if (opening.hopeless !== undefined) return nothingRead(metric, opening.seen, opening.hopeless);
  const [[reworded], answered] = await Promise.all([
    writesWhole(options)
      ? tools.write({
          asked: "paraphrase",
          prompt,
          part: nthPart(prompt, 0),
          count: 1,
          round: 1,
          rng: paraphraseStream(parentStream(stream, prompt), 0),
          budget,
        })
      : plainVariant(task),
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
  const variant =
    reworded === undefined
      ? undefined
      : tools.admit(reworded, prompt, [], 1, writesWhole(options) ? "paraphrase" : undefined);
  const ofVariant = variant === undefined ? [] : await tools.evaluate(variant, looked, work);
  // A writer whose first reply is of no use gets no further rows: the run finds out soon enough.
  const movement =
    reworded === undefined ? undefined : await movementOf(tools, seen, ofVariant, options, budget, stream);
  const stuck = judgeMovement(movement);
  // Repeats say nothing more of a prompt whose answers do not move.
  const again = stuck === undefined ? looked.slice(0, REPEATED_ROWS) : [];
  const repeats = await Promise.all(
    Array.from({ length: REPEATS }, (_, i) => tools.evaluate(prompt, again, { ...work, repeat: i + 1 })),
  );
  // Where answers hardly move, movement was looked at instead.
  const teaching =
    variant !== undefined && writesWhole(options) && (movement === undefined || movement.moved >= SURELY_MOVED)
      ? await teachingOf(tools, options, { seen, again: repeats.flat(), variant, ofVariant }, budget, stream)
      : undefined;

  const readings = Map.groupBy([...seen, ...repeats.flat()], ({ example }) => example.id);
  const repeated = [...readings.values()].filter((rows) => rows.length > 1);
  const noise = share(repeated, ([first, ...others]) => others.some((other) => !task.same(first!, other)));
  const byVariant = new Map(ofVariant.map((row) => [row.example.id, row]));
  const suspicious = errors.filter((row) => {
    const other = byVariant.get(row.example.id);
    return (
      // Where a right answer is no label, most prompts miss its form in the same way on every row.
      task.labels !== undefined &&
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
  const gain = gainOf(task.test, discordance, seen);
  const reach = reachOf(movement);
  const room = reach * roomAbove(initial.value, noise);
  return {
    ...(judgeErrors(seen) ?? judgeTeaching(judged(judgeRoom(seen, metric, noise, gain, reach), stuck), teaching)),
    initial,
    noise,
    suspicious: suspicious.map(({ example }) => example.id),
    discordance,
    room: stuck?.word === "no-go" ? 0 : room,
    ...(teaching && { teaching }),
    ...(movement && { movement }),
    ...(gain !== undefined && { smallestGain: gain }),
  };
}

/** Without whole sections of a writer, a plain form of the bank is what the prompt is compared with. */
function plainVariant({ prompt, labels = [] }: Task): readonly Changes[] {
  const part = nthPart(prompt, 0);
  const text = partText(prompt, part);
  return labels.length === 0 ? [] : [{ [part]: partWordings(labels, placeholdersIn(text))[0]! }];
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

/** What no prompt could show comes before what no wording moves, and that before what may not pay. */
function judged(room: Judged, stuck: Judged | undefined): Judged {
  return room.word === "no-go" ? room : (stuck ?? room);
}

/** An answer letter by letter, as far as it was read: only what never changes at all speaks against a label. */
function reading({ predicted, answer }: Observation): string {
  return shown(predicted ?? answer);
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
