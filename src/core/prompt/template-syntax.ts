/** Template syntax of other tools in a prompt: it is not filled, so the model would read it as it is written. */
import { UsageError } from "../errors.ts";
import { fencesIn } from "./fences.ts";
import { placeholderFor, placeholdersIn } from "./template.ts";
import { oneLine } from "../values/words.ts";

/** A piece of a prompt that looks like a template and is sent as it is. */
export interface Unfilled {
  /** The piece, cut. */
  readonly shown: string;
  /** What it is, as the rest of a sentence that begins with it. */
  readonly problem: string;
  /** What to write in its place. */
  readonly remedy: string;
  /** Whether no prompt is meant to have it: what another tool would run, outside of code that the prompt shows. */
  readonly refused: boolean;
}

/** Characters of a piece that a message shows. */
const SHOWN = 60;

/** A pair of double braces with what is between them, on up to a few lines; or a tag or comment of Jinja, Nunjucks and EJS. */
const PIECE = /\{\{\{?[^{}]{0,300}\}\}\}?|\{%[^%{}]{0,300}%\}|\{#[^#{}]{0,300}#\}|<%[^%<>]{0,300}%>/g;

/**
 * The pieces of a prompt that are not filled, the first of each kind.
 * @param columns names that placeholders may have
 */
export function unfilledIn(text: string, columns: readonly string[]): Unfilled[] {
  const found = new Map<string, Unfilled>();
  const add = (piece: string, problem: string, remedy: string, refused: boolean): void => {
    const known = found.get(problem);
    if (known === undefined || (refused && !known.refused))
      found.set(problem, { shown: oneLine(piece, SHOWN), problem, remedy, refused });
  };
  const isCode = codeIn(text);
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const [problem, remedy, isRun = false] = reading(piece, columns) ?? [];
    if (problem !== undefined) add(piece, problem, remedy!, isRun && !isCode(index));
  }
  for (const { piece, name, problem } of namedOtherwise(text, columns))
    add(piece, problem, `Write ${placeholderFor(name)}.`, false);
  return [...found.values()];
}

/** Whether a place of a text is in code that it shows: a fence, or a stretch between backticks on one line. */
function codeIn(text: string): (index: number) => boolean {
  const spans = Array.from(text.matchAll(/`[^`\n]*`/g), ({ 0: span, index }) => ({
    start: index,
    end: index + span.length,
  }));
  const all = [...fencesIn(text), ...spans];
  return (index) => all.some(({ start, end }) => start <= index && index < end);
}

/** What to do about a tag that another tool would run. */
const NO_TAGS =
  "Write the prompt without it; each row fills {{column}} only. To show it to the model, put it between backticks.";

/** What is not filled in a piece, what to do, and whether another tool would run it; undefined where it is a placeholder or plain text. */
function reading(
  piece: string,
  columns: readonly string[],
): readonly [problem: string, remedy: string, isRun?: boolean] | undefined {
  if (piece.startsWith("{%")) return ["is a template tag of Jinja, which is not run", NO_TAGS, true];
  if (piece.startsWith("<%")) return ["is a template tag of EJS, which is not run", NO_TAGS, true];
  if (piece.startsWith("{#")) return ["is a template comment, which is sent to the model", "Take it out."];
  if (piece.startsWith("{{{"))
    return placeholdersIn(piece).length === 0
      ? undefined
      : [
          "has three braces; the outer pair is sent to the model",
          `Write ${placeholderFor(placeholdersIn(piece)[0]!)}.`,
        ];
  if (placeholdersIn(piece).length > 0) return undefined;
  const inner = piece.slice(2, -2).trim();
  if (columns.includes(inner)) return ["names a column whose name needs quotes", `Write ${placeholderFor(inner)}.`];
  if (/^[#/^>!&]/.test(inner) || inner === "else")
    return ["is a template tag of Handlebars, which is not run", NO_TAGS, true];
  if (/^["'[]/.test(inner) || inner === "")
    return [
      "has doubled braces, and both are sent to the model",
      'Write single braces, as in {"label": ...}: they stay as they are.',
    ];
  const [name] = placeholdersIn(`{{${/^[\p{L}\p{N}_ -]+/u.exec(inner)?.[0].trim() ?? ""}}}`);
  const known = name !== undefined && columns.includes(name);
  return [
    "is not filled: only the name of a column is, without filters, calls and conditions",
    `Write ${known ? placeholderFor(name) : "{{column}}"}, and put what the filter does into the data.`,
    true,
  ];
}

/** How else a column is named: in one pair of braces, or as Python and wikis do. */
const OTHER_FORMS: readonly (readonly [RegExp, string])[] = [
  [/(?<!\{)\$?\{([^{}\n"]{1,200})\}(?!\})/g, "has single braces, which are sent as they are"],
  [/%\(([^()\n]{1,200})\)s/g, "is no placeholder, and is sent as it is"],
  [/\[\[([^[\]\n]{1,200})\]\]/g, "is no placeholder, and is sent as it is"],
];

/** Pieces that name a column in another form. */
function namedOtherwise(text: string, columns: readonly string[]): { piece: string; name: string; problem: string }[] {
  const known = new Set(columns);
  return OTHER_FORMS.flatMap(([form, problem]) =>
    Array.from(text.matchAll(form), ([piece, name]) => ({ piece, name: name!.trim(), problem })),
  ).filter(({ name }) => known.has(name));
}

/** Whether a text is a chat, written as JSON: a list of messages with roles. */
export function isChatJson(text: string): boolean {
  if (!/^\s*\[\s*\{/.test(text)) return false;
  try {
    const messages = JSON.parse(text) as readonly unknown[];
    return messages.every((one) => typeof one === "object" && one !== null && "role" in one && "content" in one);
  } catch {
    return /^\s*\[\s*\{\s*"role"\s*:/.test(text);
  }
}

/**
 * What a person should know about the template syntax of a prompt, each a sentence.
 * @param where what errors call the prompt
 * @throws UsageError when the prompt is a chat in JSON, names no column but in a syntax that is not filled, or has tags and filters
 *   that another tool would run
 */
export function templateNotices(text: string, columns: readonly string[], where: string): string[] {
  if (isChatJson(text))
    throw new UsageError(
      where,
      "expected a prompt of plain text, got a chat written as JSON",
      "Write it as a file ending in .json or .yaml and name that, or as a list of messages in the config.",
    );
  const unfilled = unfilledIn(text, columns);
  // The piece that was to name the column: one with a column's name, or any but braces around JSON and comments.
  const first =
    unfilled.find(({ remedy }) => placeholdersIn(remedy).some((name) => columns.includes(name))) ??
    unfilled.find(({ problem }) => !/doubled braces|comment/.test(problem));
  if (placeholdersIn(text).length === 0 && first !== undefined)
    throw new UsageError(where, `“${first.shown}” ${first.problem}, so every row would ask the same`, first.remedy);
  const needed = unfilled.find(({ problem }) => problem.startsWith("names a column"));
  if (needed !== undefined) throw new UsageError(where, `“${needed.shown}” ${needed.problem}`, needed.remedy);
  const run = unfilled.find(({ refused }) => refused);
  if (run !== undefined) throw new UsageError(where, `“${run.shown}” ${run.problem}`, run.remedy);
  const place = where === "prompt" ? "the prompt" : where;
  return unfilled.map(({ shown, problem, remedy }) => `In ${place}, “${shown}” ${problem}. ${remedy}`);
}
