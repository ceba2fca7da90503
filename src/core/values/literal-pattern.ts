/** A text as a pattern that matches it and nothing else, outside and inside of a class of characters, with any flag. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replaceAll("-", "\\x2d");
}
