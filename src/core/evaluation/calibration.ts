/** The prompt filled with rows that say nothing, which a model that weighs labels compares a row with. */
import type { Message } from "../model.ts";
import type { Prompt } from "../prompt/prompt.ts";

/** What stands in each column of a row that says nothing: the content-free inputs of Zhao et al. 2021, arXiv 2102.09690. */
const EMPTY = ["N/A", "", "[MASK]"];

/** Kept, since each row of a prompt needs them. */
const made = new WeakMap<Prompt, readonly (readonly Message[])[]>();

/** The prompt's messages, once for each of three rows that say nothing: `N/A`, an empty text, and `[MASK]` in all columns. */
export function emptyRows(prompt: Prompt): readonly (readonly Message[])[] {
  let rows = made.get(prompt);
  if (rows === undefined) {
    rows = EMPTY.map((text) => prompt.render(Object.fromEntries(prompt.placeholders.map((name) => [name, text]))));
    made.set(prompt, rows);
  }
  return rows;
}
