/**
 * Columns that hold a chat in every row, as OpenAI's fine-tuning files and Evals have them: `messages: [{ role, content }, ...]`.
 * The last turn of the assistant may be the right answer; it is taken off then, so that no prompt shows it.
 */
import { UsageError } from "../../core/errors.ts";
import { placeholderFor } from "../../core/prompt/template.ts";
import { turnsIn } from "../../core/prompt/turns.ts";
import { LABEL_COLUMNS, placeOf, type RawDataset, type RawRow } from "../../datasets/index.ts";

/** What is known of the columns before rows are read. */
export interface ChatReading {
  readonly label: string | undefined;
  /** Columns that the prompt names. */
  readonly placeholders: readonly string[];
  /** Whether the prompt has a system message of its own. */
  readonly hasSystem: boolean;
}

/** The rows with their chats apart. */
export interface ChatColumns {
  readonly data: RawDataset;
  readonly label: string | undefined;
  /** Columns that hold a chat in every row. */
  readonly turns: readonly string[];
  /** What a person should know, each a sentence. */
  readonly notices: readonly string[];
}

/**
 * @throws UsageError when the label is a column of chats in some rows only, or a turn that the prompt shows
 */
export function chatColumns(data: RawDataset, { label: given, placeholders, hasSystem }: ChatReading): ChatColumns {
  const turns = data.columns.filter((name) => isChatColumn(data, name));
  const label = given ?? guessed(data, turns, placeholders);
  const column = data.columns.find((name) => name === label || label?.startsWith(`${name}.`));
  const asGiven = { data, label, turns, notices: [] };
  if (column === undefined || !turns.includes(column)) {
    if (column !== undefined && column === label) checkChats(data, column);
    return withoutSystem(asGiven, placeholders, hasSystem);
  }
  const isLast = label === column || /^\.-1(?:\.content)?$/.test(label!.slice(column.length));
  if (!isLast && placeholders.includes(column))
    throw new UsageError(
      "prompt",
      `${placeholderFor(column)} would show the model the right answer, which is a turn of it`,
      `Set label to ${column}: then the last turn of the assistant is the right answer, and is not shown.`,
    );
  if (!isLast) return asGiven;
  const answer = `${column}.-1.content`;
  const rows = data.rows.map((row) => withAnswer(row, column, answer));
  const columns = [...data.columns.filter((name) => name !== answer), answer];
  const notices =
    given === undefined ? [`The right answers are the last turns of the assistant in the column “${column}”.`] : [];
  return withoutSystem({ data: { ...data, columns, rows }, label: answer, turns, notices }, placeholders, hasSystem);
}

function isChatColumn({ rows }: RawDataset, name: string): boolean {
  const [first] = rows;
  if (first === undefined || !/^\s*[[{]/.test(first.fields[name] ?? "")) return false;
  return rows.every(({ fields }) => (fields[name] ?? "") === "" || turnsIn(fields[name]) !== undefined);
}

/** The one chat that the prompt names, where no column has a usual name for the right answer and the assistant has the last word. */
function guessed(
  { columns, rows }: RawDataset,
  turns: readonly string[],
  placeholders: readonly string[],
): string | undefined {
  const [one, ...others] = turns.filter((name) => placeholders.includes(name));
  if (one === undefined || others.length > 0) return undefined;
  if (columns.some((name) => LABEL_COLUMNS.includes(name.toLowerCase()))) return undefined;
  return rows.every(({ fields }) => turnsIn(fields[one])?.at(-1)?.role === "assistant") ? one : undefined;
}

/** @throws UsageError naming the first row without a chat, where another row has one */
function checkChats(data: RawDataset, column: string): void {
  const hasChat = ({ fields }: RawRow): boolean => turnsIn(fields[column]) !== undefined;
  if (!data.rows.some(hasChat)) return;
  const wrong = data.rows.findIndex((row) => (row.fields[column] ?? "") !== "" && !hasChat(row));
  throw new UsageError(
    placeOf(data, wrong),
    `expected a chat in the column “${column}”, as in other rows, got something else`,
    "Write a list of { role, content } with the roles system, user and assistant, and texts; calls of tools are not read.",
  );
}

/** The row with the last turn of the assistant as its answer; without an answer where the last turn is another one's. */
function withAnswer(row: RawRow, column: string, answer: string): RawRow {
  const turns = turnsIn(row.fields[column]) ?? [];
  const last = turns.at(-1);
  const isAnswered = last?.role === "assistant";
  return withChat(row, column, isAnswered ? turns.slice(0, -1) : turns, {
    [answer]: isAnswered ? last.content : "",
  });
}

/** The row with another chat in a column; nothing for an empty one. */
function withChat(row: RawRow, column: string, turns: readonly object[], more: RawRow["fields"] = {}): RawRow {
  const text = turns.length === 0 ? "" : JSON.stringify(turns);
  const values = row.values && Object.hasOwn(row.values, column) ? { values: { ...row.values, [column]: turns } } : {};
  return { ...row, fields: { ...row.fields, ...more, [column]: text }, ...values };
}

/** Takes system turns off that are alike in all rows, where the prompt has its own: two would contradict each other. */
function withoutSystem(
  { data, label, turns, notices }: ChatColumns,
  placeholders: readonly string[],
  hasSystem: boolean,
): ChatColumns {
  const column = turns.find((name) => placeholders.includes(name));
  if (!hasSystem || column === undefined) return { data, label, turns, notices };
  const chats = data.rows.map(({ fields }) => turnsIn(fields[column]) ?? []);
  const systems = new Set(
    chats.map((chat) => JSON.stringify(chat.filter(({ role }) => role === "system").map(({ content }) => content))),
  );
  if (systems.size !== 1 || systems.has("[]")) return { data, label, turns, notices };
  const rows = data.rows.map((row, i) =>
    withChat(
      row,
      column,
      chats[i]!.filter(({ role }) => role !== "system"),
    ),
  );
  const notice = `All rows of “${column}” have the same system turn; it is left out, since the prompt has its own.`;
  return { data: { ...data, rows }, label, turns, notices: [...notices, notice] };
}
