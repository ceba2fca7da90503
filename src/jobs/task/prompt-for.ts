/** Another prompt for the rows of a task: it may name the columns that these have. */
import { UsageError } from "../../core/errors.ts";
import { parsePrompt, type Prompt, type PromptSource } from "../../core/prompt/prompt.ts";
import { placeholderFor } from "../../core/prompt/template.ts";
import { templateNotices } from "../../core/prompt/template-syntax.ts";
import type { Task } from "../../core/task.ts";

/**
 * @param section the heading of what may change, or several
 * @param where what messages call the prompt
 * @param notice called with what a person should know about the prompt, each a sentence
 * @throws UsageError when it names what is no column
 */
export function promptFor(
  { train, turns }: Task,
  source: PromptSource,
  section: string | readonly string[] | undefined,
  where: string,
  notice?: (text: string) => void,
): Prompt {
  const prompt = parsePrompt(source, section, { turns });
  const columns = Object.keys(train[0]!.fields);
  for (const sentence of templateNotices(prompt.text, columns, where)) notice?.(sentence);
  const unknown = prompt.placeholders.find((name) => !columns.includes(name));
  if (unknown === undefined) return prompt;
  throw new UsageError(where, `${placeholderFor(unknown)} is no column of the data`, `Columns: ${columns.join(", ")}.`);
}
