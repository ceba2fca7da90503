/** The headroom in words: whether to begin, and why. */
import { rowText, shown, type Example } from "../core/example.ts";
import type { Headroom, Mended, Teaching } from "../core/measuring/headroom/facts.ts";
import type { Movement } from "../core/measuring/headroom/movement-facts.ts";
import type { Task } from "../core/task.ts";
import { counted, oneLine, score, withInterval } from "../core/values/words.ts";

/** Rows whose labels are worth a look that are shown. */
const SHOWN = 3;

/**
 * The whole headroom, line by line.
 * @param task where the rows whose labels are worth a look are; without it, they are only counted
 */
export function headroomLines(headroom: Headroom, task?: Pick<Task, "prompt" | "train">): string[] {
  const { word, reasons, initial, noise, room, smallestGain, movement, teaching } = headroom;
  return [
    `Headroom: ${word.toUpperCase()}`,
    ...reasons,
    "",
    `  initial prompt  ${withInterval(initial)} with its 95% interval, on ${counted(initial.n, "row")} of train`,
    ...(movement === undefined ? [] : [`  movement        ${movementWords(movement)}`]),
    ...(teaching === undefined ? [] : [`  errors mended   ${teachingWords(teaching)}`]),
    `  possible gain   ${score(room)} (${roomWords(movement)}, noise subtracted)`,
    `  noise           ${percent(noise)} of the rows that were asked again were answered differently`,
    smallestGain === undefined
      ? "  detectable gain none: the test rows are too few"
      : `  detectable gain ${percent(smallestGain)} of the test rows (found with 80% probability)`,
    ...suspiciousLines(headroom, task),
  ];
}

/** The rows whose labels are worth a look. */
export function suspiciousRows({ suspicious }: Headroom, train: readonly Example[]): Example[] {
  const ids = new Set(suspicious);
  return train.filter(({ id }) => ids.has(id));
}

function suspiciousLines(headroom: Headroom, task: Pick<Task, "prompt" | "train"> | undefined): string[] {
  const { length } = headroom.suspicious;
  if (length === 0) return [];
  const title = `  ${counted(length, "row")} answered against the label every time, under another wording too: look at the labels`;
  if (task === undefined) return [title];
  const rows = suspiciousRows(headroom, task.train).slice(0, SHOWN);
  return [
    `${title}${length > SHOWN ? ", such as" : ""}`,
    ...rows.map(
      (row) => `    ${oneLine(shown(row.expected), 30)}: ${oneLine(rowText(row, task.prompt.placeholders), 90)}`,
    ),
  ];
}

function movementWords({ rows, moved, wordings, movedByWhole }: Movement): string {
  if (wordings === 0) return "not known: no other wording was tried";
  const whole = movedByWhole === undefined ? "" : `; on ${movedByWhole} under other wordings of the whole prompt`;
  return `answers changed on ${moved} of ${counted(rows, "row")} under ${counted(wordings, "other wording")}${whole}`;
}

function teachingWords({ errors, paraphrases, edits, again }: Teaching): string {
  const by = ({ prompts, mended }: Mended, what: string): string => `${whole(mended)} by ${counted(prompts, what)}`;
  const found = [by(paraphrases, "paraphrase"), ...(edits === undefined ? [] : [by(edits, "edit")])];
  return `of ${errors}: ${[...found, `${whole(again)} when the prompt was asked again`].join(", ")}`;
}

function whole(value: number): string {
  return `${Math.round(100 * value)}%`;
}

/** What bounds the gain: the distance to a perfect score, or what was seen to change. */
function roomWords(movement: Movement | undefined): string {
  return (movement?.wordings ?? 0) < 2 ? "to a perfect score" : "the errors that other wordings may change";
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)}%`;
}
