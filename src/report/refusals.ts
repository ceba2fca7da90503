/** Why finalists may not win, in words: protected rows that they break, limits that they miss. */
import type { FlippedRow, NamedRow } from "../core/measuring/changes.ts";
import { counted } from "../core/words.ts";
import type { Of } from "../facts/of.ts";
import { limitWords } from "./verdict.ts";

/** Rows that are named; of more, the rest is counted. */
const ROWS = 5;

/**
 * What is known of protected rows, or of one finalist, in a sentence.
 * @param nameOf how prompts are called; default: by their ids
 */
export function refusalSentence(
  event: Of<"protected-rows"> | Of<"finalist-refused">,
  nameOf: (id: string) => string = (id) => id,
): string {
  if (event.type === "protected-rows") return protectedSentence(event);
  const { id, broken = [], unanswered = [], missed = [] } = event;
  const reasons = [
    ...(broken.length > 0
      ? [`it breaks ${counted(broken.length, "protected row")}: ${rowsIn(broken, answersIn)}`]
      : []),
    ...(unanswered.length > 0 ? [`it has no answer to ${counted(unanswered.length, "protected row")}`] : []),
    ...missed.map(({ limit, ...value }) => `of the limit ${limit} on dev it ${limitWords(value)}`),
  ];
  return `${nameOf(id)} may not win: ${reasons.join("; ")}`;
}

function protectedSentence({ rows, wrong }: Of<"protected-rows">): string {
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
