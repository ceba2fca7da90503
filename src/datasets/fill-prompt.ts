/** A prompt filled with one row, as the search sends it: the way from a winner to a program that uses it. */
import { UsageError } from "../core/errors.ts";
import type { Message } from "../core/model.ts";
import type { PromptSource } from "../core/prompt/prompt.ts";
import { aloneIn, fillTemplate, placeholdersIn } from "../core/prompt/template.ts";
import { turnsIn } from "../core/prompt/turns.ts";
import { datasetFrom } from "./records.ts";

/**
 * The messages of a prompt for one row, exactly as the search sends them: a plain prompt is one user message, and values are
 * written as data is read (numbers and booleans as text, objects as JSON, null as nothing). A message of a
 * chat that is the placeholder of a list of turns alone becomes these turns.
 * @param prompt a text such as `result.prompt`, or chat messages such as `result.messages`
 * @param row a value for each column that the prompt names
 * @throws UsageError when the row lacks a column that the prompt names
 */
export function fillPrompt(prompt: PromptSource, row: object): readonly Message[] {
  const given = typeof prompt === "string" ? [{ role: "user" as const, content: prompt }] : prompt;
  const [{ fields } = { fields: {} }] = datasetFrom("row", [row]).rows;
  return given.flatMap(({ role, content }): readonly Message[] => {
    const text = content.replaceAll("\r\n", "\n");
    const column = typeof prompt === "string" ? undefined : aloneIn(text);
    // A text is never read as a chat: it may be a stranger's.
    const value = column === undefined ? undefined : (row as Readonly<Record<string, unknown>>)[column];
    const turns = typeof value === "object" ? turnsIn(value) : undefined;
    if (turns !== undefined) return turns;
    const missing = placeholdersIn(text).find((name) => !Object.hasOwn(fields, name));
    if (missing === undefined) return [{ role, content: fillTemplate(text, fields) }];
    throw new UsageError(
      "row",
      `the prompt names the column ${JSON.stringify(missing)}, and the row has ${Object.keys(fields).join(", ") || "none"}`,
      "Give the row a value for it; an empty text will do.",
    );
  });
}
