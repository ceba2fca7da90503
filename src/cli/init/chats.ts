/** Files whose rows are chats: the answer that is a turn, and a first prompt that sends the turns before it. */
import { placeholderFor } from "../../core/prompt/template.ts";
import type { PromptSource } from "../../core/prompt/prompt.ts";
import { turnsIn } from "../../core/prompt/turns.ts";
import type { RawDataset } from "../../datasets/index.ts";
import { chatColumns } from "../../jobs/task/chat-columns.ts";
import { firstPrompt, type PromptFor } from "../../tasks/first-prompt.ts";

/** The columns that hold a chat in every row. */
export function chatsIn(data: RawDataset): readonly string[] {
  return chatColumns(data, { label: undefined, placeholders: [], hasSystem: false }).turns;
}

/** The column of chats whose last turns are all the assistant's, so that they may be right answers. */
export function answeredChats(data: RawDataset): string | undefined {
  return chatsIn(data).find((column) =>
    data.rows.every(({ fields }) => turnsIn(fields[column])?.at(-1)?.role === "assistant"),
  );
}

/** The data with right answers in a column of their own, where the label is a column of chats; else as it is. */
export function withAnswersApart(
  data: RawDataset,
  label: string,
): { readonly rows: RawDataset; readonly answer: string } {
  const { data: rows, label: answer = label } = chatColumns(data, { label, placeholders: [], hasSystem: false });
  return { rows, answer };
}

/** The system turn of a column of chats, where all rows have the same one: it is the prompt in use. */
export function promptInUse({ rows }: RawDataset, column: string | undefined): string | undefined {
  if (column === undefined) return undefined;
  const systems = new Set(
    rows.map(({ fields }) => JSON.stringify((turnsIn(fields[column]) ?? []).filter(({ role }) => role === "system"))),
  );
  const [first] = turnsIn(rows[0]?.fields[column]) ?? [];
  return systems.size === 1 && first?.role === "system" ? first.content : undefined;
}

/**
 * A first prompt for rows that hold a chat: what it asks as the system message, then the row's turns.
 * @param column the column of chats
 * @param system the prompt in use
 * @param line what it asks, where none is in use
 */
export function chatPrompt(wanted: PromptFor, column: string, system: string | undefined, line: string): PromptSource {
  const inputs = wanted.inputs.filter((name) => name !== column);
  return [
    { role: "system", content: system ?? firstPrompt({ ...wanted, inputs, isChat: true }, line) },
    { role: "user", content: placeholderFor(column) },
  ];
}
