/** Rows as a request shows them: what was answered, what is right, and how common such an error is. */
import { shown, type Example } from "../example.ts";
import type { Prompt } from "../prompt/prompt.ts";
import { cleanReply } from "../replies/clean.ts";
import type { Observation, Task } from "../task.ts";
import { cut, fence, inLine } from "./fenced.ts";
import { HEADINGS } from "./request-parts.ts";

/** How rows are shown. */
export interface RowView {
  readonly prompt: Prompt;
  /** Characters of a value that are shown; longer ones lose their middle. */
  readonly rowLength: number;
}

/** Most other kinds of errors that are counted. */
const MOST_OTHERS = 5;

/**
 * Errors with what the model answered. Where one label was taken for one other in all of them, that is said once.
 * @param seen all that was observed of the prompt, to say how common these errors are; none when that is not known
 */
export function describeErrors(
  errors: readonly Observation[],
  seen: readonly Observation[],
  view: RowView,
  { labels }: Pick<Task, "labels">,
): string {
  const [first] = errors;
  if (first === undefined) return "";
  const common = labels === undefined ? [] : commonness(errors, seen, view);
  const isOneCell =
    labels !== undefined && errors.length > 1 && errors.every((row) => !row.invalid && pairOf(row) === pairOf(first));
  if (!isOneCell) return [...common, ...errors.map((row, i) => describeError(row, i, view))].join("\n");
  return [
    `The model's answer to each: ${given(first, view)}`,
    `The right answer to each: ${right(first.example, view)}`,
    ...common,
    ...errors.map((row, i) =>
      [`### Row ${i + 1}`, fence(fieldsOf(row.example, view)), ...feedback(row, view)].join("\n"),
    ),
  ].join("\n");
}

/** Rows that are right already, under their heading, numbered on from `before` rows; nothing when there are none. */
export function describeKept(rows: readonly Observation[], before: number, view: RowView): string {
  if (rows.length === 0) return "";
  const shownRows = rows.map(({ example }, i) => describeExample(example, before + i, view));
  return `\n## ${HEADINGS.correct}\n${shownRows.join("\n")}\n`;
}

/** A row with its right answer. */
export function describeExample(example: Example, index: number, view: RowView): string {
  return [`### Row ${index + 1}`, fence(fieldsOf(example, view)), ...rightLine(example, view)].join("\n");
}

function describeError(row: Observation, index: number, view: RowView): string {
  return [
    `### Row ${index + 1}`,
    fence(fieldsOf(row.example, view)),
    `The model answered: ${answered(row, view)}`,
    ...rightLine(row.example, view),
    ...feedback(row, view),
  ].join("\n");
}

/** Nothing for a row without a right answer, which a judge model can score all the same. */
function rightLine(example: Example, view: RowView): string[] {
  return shown(example.expected).trim() === "" ? [] : [`The right answer: ${right(example, view)}`];
}

/** How many of all errors are of the kinds shown, and what the others are: a correction should not be blind to the rest. */
function commonness(errors: readonly Observation[], seen: readonly Observation[], view: RowView): string[] {
  const all = seen.filter(({ correct }) => !correct);
  if (all.length <= errors.length) return [];
  const shownKinds = new Set(errors.map(pairOf));
  const kinds = [...Map.groupBy(all, pairOf)].map(([pair, rows]) => ({ pair, row: rows[0]!, count: rows.length }));
  const others = kinds.filter(({ pair }) => !shownKinds.has(pair)).toSorted((a, b) => b.count - a.count);
  const like = all.length - others.reduce((sum, { count }) => sum + count, 0);
  const listed = others
    .slice(0, MOST_OTHERS)
    .map(({ row, count }) => `${count} with ${given(row, view)} for ${right(row.example, view)}`);
  const rest = listed.length === 0 ? "" : ` Of the others: ${listed.join(", ")}.`;
  return [`Of ${all.length} errors on ${seen.length} rows, ${like} are of this kind.${rest}`];
}

function pairOf({ example, predicted, invalid }: Observation): string {
  return JSON.stringify([example.expected, invalid ? null : shown(predicted)]);
}

/** The answer as it was read. */
function given(row: Observation, view: RowView): string {
  if (row.invalid) return "no readable answer";
  return row.predicted === undefined
    ? answered(row, view)
    : inLine(JSON.stringify(cut(shown(row.predicted), view.rowLength)));
}

/** The answer as it was written. */
function answered({ answer, invalid }: Observation, { rowLength }: RowView): string {
  const text = cleanReply(answer, "task").text.trim();
  const words = text === "" ? "nothing" : inLine(JSON.stringify(cut(text, rowLength)));
  return `${words}${invalid ? " (not a readable answer)" : ""}`;
}

function right({ expected }: Example, { rowLength }: RowView): string {
  return inLine(cut(shown(expected), rowLength));
}

/** The words of the metric, then those that the data has on the row. */
function feedback({ feedback: words, example }: Observation, { rowLength }: RowView): string[] {
  return [words, example.feedback]
    .filter((one) => one !== undefined)
    .map((one) => `Feedback: ${inLine(cut(one, rowLength))}`);
}

function fieldsOf({ fields }: Example, { prompt, rowLength }: RowView): string {
  return prompt.placeholders.map((name) => `${name}: ${cut(fields[name] ?? "", rowLength)}`).join("\n");
}
