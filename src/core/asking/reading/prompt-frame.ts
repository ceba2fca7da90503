/** Cuts a section out of a whole prompt that a model returned, where nothing but the section differs. */
import { literalPattern } from "../../values/literal-pattern.ts";

/** What is before and after the section in its message. */
export interface Frame {
  readonly before: string;
  readonly after: string;
}

/** The whole prompt with nothing else changed: what is before and after the section, but for white space. */
export function withoutFrame(text: string, parent: Frame): string | undefined {
  const [head, tail] = [pattern(parent.before), pattern(parent.after)];
  const start = head === "" ? 0 : (new RegExp(`^\\s*${head}\\s*`, "u").exec(text)?.[0].length ?? 0);
  const rest = text.slice(start);
  const end = tail === "" ? null : new RegExp(`${tail}\\s*$`, "u").exec(rest);
  if (tail !== "" && end === null) return withoutBegunFrame(rest, parent.after);
  if (tail === "" && start === 0) return undefined;
  return end === null ? rest : rest.slice(0, end.index);
}

/** Without the first lines of what comes after the section: a model that repeats the prompt may stop early. */
function withoutBegunFrame(text: string, after: string): string | undefined {
  const [first = ""] = after.trim().split("\n", 1);
  if (!first.startsWith("#")) return undefined;
  const start = text.lastIndexOf(`\n${first}`);
  return start !== -1 && squeezed(after).startsWith(squeezed(text.slice(start))) ? text.slice(0, start) : undefined;
}

/** A text with single spaces, and none inside the braces of placeholders. */
function squeezed(text: string): string {
  return text.trim().replace(/\s+/g, " ").replaceAll("{{ ", "{{").replaceAll(" }}", "}}");
}

/** The text as an expression, whatever white space is between its words and inside its placeholders. */
function pattern(text: string): string {
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(literalPattern)
    .join("\\s+")
    .replaceAll(/\\\{\\\{(?:\\s\+)?/g, "\\{\\{\\s*")
    .replaceAll(/(?:\\s\+)?\\\}\\\}/g, "\\s*\\}\\}");
}
