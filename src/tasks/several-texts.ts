/** Right answers of which any will do, as the data writes them. */
import { UsageError } from "../core/errors.ts";
import { oneLine } from "../core/values/words.ts";

/**
 * A text, or the texts of a JSON list; of an empty list none, and the row cannot be scored.
 * @throws UsageError naming the row, when it is a list of anything else
 */
export function severalTexts(text: string, where: string): string | readonly string[] {
  if (!text.trimStart().startsWith("[")) return text;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return text;
  }
  if (Array.isArray(list) && list.every((one) => typeof one === "string")) return list;
  throw new UsageError(where, `expected a list of right answers as texts, got ${oneLine(text, 80)}`);
}
