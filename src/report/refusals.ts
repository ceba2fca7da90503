/** Why finalists may not win, in words: protected rows that they break, limits that they miss. */
import type { FlippedRow, NamedRow } from "../core/measuring/changes.ts";
import { counted } from "../core/values/words.ts";
import type { Refused, RunSummary } from "../facts/rounds.ts";
import { valueWords } from "./limits.ts";

/** Rows that are named; of more, the rest is counted. */
const ROWS = 5;

/**
 * Why a finalist may not win, in a sentence.
 * @param nameOf how prompts are called; default: by their ids
 */
export function refusalSentence(
  { id, broken = [], unanswered = [], missed = [] }: Refused,
  nameOf: (id: string) => string = (one) => one,
): string {
  const reasons = [
    ...(broken.length > 0
      ? [`it breaks ${counted(broken.length, "protected row")}: ${rowsIn(broken, answersIn)}`]
      : []),
    ...(unanswered.length > 0 ? [`it has no answer to ${counted(unanswered.length, "protected row")}`] : []),
    ...missed.map(({ limit, ...value }) => `it misses the limit ${limit} on dev: ${valueWords(value)}`),
  ];
  return `${nameOf(id)} may not win: ${reasons.join("; ")}.`;
}

/** What the initial prompt answers on the protected rows, in a sentence. */
export function protectedSentence({ rows, wrong }: NonNullable<RunSummary["protectedRows"]>): string {
  const all = `The initial prompt answers ${counted(rows, "protected row")}`;
  if (wrong.length === 0) return `${all}, all of them rightly: a prompt that gets one of them wrong may not win.`;
  return `${all}, ${wrong.length} wrongly, which nobody can break: ${rowsIn(wrong, () => "")}.`;
}

function rowsIn<R extends NamedRow>(rows: readonly R[], more: (row: R) => string): string {
  const named = rows.slice(0, ROWS).map((row) => `${row.name ?? row.place ?? row.row}${more(row)}`);
  return [...named, ...(rows.length > ROWS ? [`${rows.length - ROWS} more`] : [])].join(", ");
}

function answersIn({ before, after }: FlippedRow): string {
  return ` (${before === "" ? "no answer" : before} → ${after})`;
}
