/**
 * How long a prompt is, without the row that fills it. Tokens are counted from the text alone: which tokenizer a provider uses is
 * not known before the first call, some servers count nothing, and a count that depends on the model could not be checked
 * when a candidate is written. So one token is four bytes of UTF-8, as of English text; other scripts have two or three bytes a
 * letter, and more tokens. A provider's own count differs.
 */
import type { Prompt } from "../prompt/prompt.ts";

/** English text has about four characters a token (https://help.openai.com/en/articles/4936856). */
export const CHARACTERS_PER_TOKEN = 4;

/** Characters of all messages, with nothing in the places of the row's columns. */
export function promptCharacters(prompt: Prompt): number {
  return textOf(prompt).length;
}

/** About how many tokens the prompt takes of each call, next to the row. */
export function promptTokens(prompt: Prompt): number {
  return tokensIn(textOf(prompt));
}

/** About how many tokens a text has. */
export function tokensIn(text: string): number {
  return Math.ceil(bytesOf(text) / CHARACTERS_PER_TOKEN);
}

function textOf(prompt: Prompt): string {
  return prompt
    .render({})
    .map(({ content }) => content)
    .join("\n");
}

/** Bytes of UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
