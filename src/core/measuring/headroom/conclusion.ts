/** What the headroom concludes from the answers: figures, and the word that follows from them. */
import { shown } from "../../example.ts";
import type { Unreadable } from "../../futility/futile.ts";
import { unreadableSentence } from "../../futility/sentences.ts";
import { estimate } from "../../stats/estimate.ts";
import type { Metric, Observation, Task } from "../../task.ts";
import type { Headroom, Teaching } from "./facts.ts";
import type { Movement } from "./movement-facts.ts";
import {
  gainOf,
  judgeErrors,
  judgeMovement,
  judgeRoom,
  judgeTeaching,
  reachOf,
  roomAbove,
  type Judged,
} from "./word.ts";

/** Prompts that differ at all differ on some rows: a floor, since a few rows may show none. */
const LEAST_DISCORDANCE = 0.05;

/** What was found. */
export interface Findings {
  /** What p0 answered to the minibatch. */
  readonly seen: readonly Observation[];
  /** What it answered to some of these rows when asked again; none where its answers do not move. */
  readonly again: readonly Observation[];
  /** What a variant answered to some of these rows; none where there is no variant. */
  readonly ofVariant: readonly Observation[];
  readonly movement: Movement | undefined;
  readonly teaching: Teaching | undefined;
}

/** The headroom, from all that was found. */
export function concluded(task: Task, findings: Findings): Headroom {
  const { seen, movement, teaching } = findings;
  const noise = noiseOf(task, findings);
  const discordance = discordanceOf(findings);
  const initial = estimate(task.metric, seen);
  const gain = gainOf(task.test, discordance, seen);
  const reach = reachOf(movement);
  const stuck = judgeMovement(movement);
  const room = judgeRoom(seen, task.metric, noise, gain, reach);
  return {
    ...(judgeErrors(seen) ?? judgeTeaching(graver(room, stuck), teaching)),
    initial,
    noise,
    suspicious: suspiciousRows(task, findings),
    discordance,
    room: stuck?.word === "no-go" ? 0 : reach * roomAbove(initial.value, noise),
    ...(teaching && { teaching }),
    ...(movement && { movement }),
    ...(gain !== undefined && { smallestGain: gain }),
  };
}

/** No row was asked again: noise and discordance are not known, and not worth a call. */
export function nothingRead(metric: Metric, seen: readonly Observation[], found: Unreadable): Headroom {
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
function graver(room: Judged, stuck: Judged | undefined): Judged {
  return room.word === "no-go" ? room : (stuck ?? room);
}

/** The share of the rows asked again whose answer was not the same every time. */
function noiseOf(task: Task, findings: Findings): number {
  const repeated = [...readingsOf(findings).values()].filter((rows) => rows.length > 1);
  return share(repeated, ([first, ...others]) => others.some((other) => !task.same(first!, other)));
}

/** The share of the rows under both prompts that only one of them answers rightly. */
function discordanceOf({ seen, ofVariant }: Findings): number {
  const variant = byRow(ofVariant);
  const both = seen.filter(({ example }) => variant.has(example.id));
  return Math.max(
    LEAST_DISCORDANCE,
    share(both, (row) => variant.get(row.example.id)!.correct !== row.correct),
  );
}

/** Errors that every answer repeats to the letter: their labels are suspected. */
function suspiciousRows({ labels }: Task, findings: Findings): string[] {
  // Where a right answer is no label, most prompts miss its form in the same way on every row.
  if (labels === undefined) return [];
  const readings = readingsOf(findings);
  const variant = byRow(findings.ofVariant);
  const suspicious = findings.seen.filter((row) => {
    const other = variant.get(row.example.id);
    return (
      !row.correct &&
      other !== undefined &&
      [...readings.get(row.example.id)!, other].every((one) => !one.invalid && reading(one) === reading(row))
    );
  });
  return suspicious.map(({ example }) => example.id);
}

/** All answers of p0 to each row. */
function readingsOf({ seen, again }: Findings): Map<string, Observation[]> {
  return Map.groupBy([...seen, ...again], ({ example }) => example.id);
}

function byRow(observations: readonly Observation[]): Map<string, Observation> {
  return new Map(observations.map((row) => [row.example.id, row]));
}

/** An answer letter by letter, as far as it was read: only what never changes at all speaks against a label. */
function reading({ predicted, answer }: Observation): string {
  return shown(predicted ?? answer);
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
