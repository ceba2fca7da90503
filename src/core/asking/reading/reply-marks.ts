/** Reads items that are marked off in text: by tags, or by code fences. */
import { announces } from "./announced.ts";
import { fromList } from "./reply-lists.ts";
import type { ReplyKind } from "../reply-form.ts";

/** What the items are to be. */
export interface Expected {
  /** Sections of a prompt may be lists themselves, so a list is read as items only where it has as many as were asked for. */
  readonly kind: ReplyKind;
  /** How many were asked for; default any number. */
  readonly count?: number;
}

/** Names of other tags than `<item>` that items are put between. */
const NAME =
  "(?:[a-z]{1,12}[_-])?(?:items?|prompts?|sections?|instructions?|ins|reasons?|gradients?|versions?|variables?|feedback|rewrites?|paraphrases?|candidates?|answers?|outputs?|results?|responses?|critiques?|errors?|problems?|issues?|suggestions?|variants?|start)(?:[_-]?\\d{1,2})?";
const OTHER = new RegExp(`(?:^|(?<=</${NAME}>))[ \\t]*(?:<(${NAME})(?:\\s[^<>]{0,100})?>|\\[(${NAME})\\])`, "gimu");

/** `<item>...</item>`; an item without its end tag reaches to the next start tag, the last to the end. */
export function fromTags(text: string, expected: Expected): readonly string[] | undefined {
  const starts = text.split(/<item(?:\s[^<>]{0,100})?>/i).slice(1);
  if (starts.length > 0) return starts.map((piece) => piece.split(/<\/items?(?:\s[^<>]{0,20})?>/i)[0]!);
  return fromOtherTags(text, expected);
}

/** Tags of another name at the start of a line or behind another one, each with its end; `<START>` ends with `<END>`. */
function fromOtherTags(text: string, { kind }: Expected): readonly string[] | undefined {
  const items: { name: string; body: string }[] = [];
  let end = 0;
  const outside: string[] = [];
  for (const match of text.matchAll(OTHER)) {
    if (match.index < end) continue;
    const name = (match[1] ?? match[2])!.toLowerCase();
    const [left, right] = match[1] === undefined ? ["[", "]"] : ["<", ">"];
    const close = `${left}/${match[1] ?? match[2]}${right}`;
    const start = match.index + match[0].length;
    const ending = name === "start" ? /<\/?(?:end|start)>/i : new RegExp(close.replace(/[[\]]/g, "\\$&"), "i");
    const found = ending.exec(text.slice(start));
    if (found === null) return undefined;
    outside.push(text.slice(end, match.index));
    items.push({ name: name.replace(/[_-]?\d+$/, ""), body: text.slice(start, start + found.index) });
    end = start + found.index + found[0].length;
  }
  const [first] = items;
  if (first === undefined || items.some(({ name }) => name !== first.name)) return undefined;
  outside.push(text.slice(end));
  // A section may have tags of its own: then there is more around them than a line that announces.
  if (kind === "sections" && outside.join("").trim().length > 300) return undefined;
  const list = items.length === 1 && kind === "reasons" ? fromList(first.body.trim()) : undefined;
  if (list !== undefined) return list;
  return items.length === 1 && new RegExp(`^\\s*<${NAME}[^<>]{0,100}>`, "iu").test(first.body)
    ? (fromOtherTags(first.body.trim(), { kind }) ?? [first.body])
    : items.map(({ body }) => body);
}

const FENCE = /^(?:```|~~~)[^\n`]*$/;

/** A fence for each item that was asked for, behind a line that announces it. */
export function fromFences(text: string, { count = 1 }: Expected): readonly string[] | undefined {
  const lines = text.split("\n");
  const marks = lines.flatMap((line, i) => (FENCE.test(line.trimEnd()) ? [i] : []));
  if (marks.length === 0 || marks.length !== 2 * count) return undefined;
  const before = lines.slice(0, marks[0]).filter((line) => line.trim() !== "");
  if (before.length > 3 || (before.length > 0 && !before.some(announces))) return undefined;
  return Array.from({ length: count }, (_, i) => lines.slice(marks[2 * i]! + 1, marks[2 * i + 1]).join("\n"));
}
