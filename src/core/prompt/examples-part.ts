/** The part of a prompt that shows rows of train: which rows it may show, how each is written, and which of them a prompt shows. */
import { shown, type Example } from "../example.ts";
import { partText, type Prompt } from "./prompt.ts";
import { fillTemplate, placeholderFor } from "./template.ts";

/** The examples of a task. No row of it is in train, dev or test, nor is one that says nearly the same. */
export interface ExamplesPart {
  /** The name of the part. */
  readonly part: string;
  /** The rows that may be shown: set aside from train, so that no prompt is scored by a row that it shows. */
  readonly rows: readonly Example[];
  /** Most rows that a prompt shows. */
  readonly most: number;
  /** How a row is written: a template of its columns, with `{{answer}}` for the right answer. */
  readonly format: string;
}

/** How rows are written where nobody says it: each column that the prompt names, then the right answer. */
export function usualFormat({ placeholders }: Pick<Prompt, "placeholders">): string {
  return [...placeholders.map((name) => `${name}: ${placeholderFor(name)}`), "answer: {{answer}}"].join("\n");
}

/** A row as the part shows it. */
export function shownRow({ fields, expected }: Example, { format }: Pick<ExamplesPart, "format">): string {
  const trimmed = Object.entries(fields).map(([name, value]) => [name, value.trim()]);
  return fillTemplate(format, { ...Object.fromEntries(trimmed), answer: shown(expected) } as Record<string, string>);
}

/** The part with these rows: what it has in the initial prompt, and the rows below, with a blank line between. */
export function textWith(rows: readonly Example[], initial: Prompt, examples: ExamplesPart): string {
  const words = partText(initial, examples.part);
  return [...(words === "" ? [] : [words]), ...rows.map((row) => shownRow(row, examples))].join("\n\n");
}

/** The rows that a prompt shows, in the order of its text. */
export function rowsShown(prompt: Prompt, examples: ExamplesPart): readonly Example[] {
  const text = `\n\n${partText(prompt, examples.part)}\n\n`;
  return examples.rows
    .map((row) => ({ row, at: text.indexOf(`\n\n${shownRow(row, examples)}\n\n`) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

/** Whether a text shows a row: a line of it ends with the row's value of a column, or it has three of its words or more in a row. */
export function shows(text: string, { fields }: Example, columns: readonly string[]): boolean {
  const lines = text.split("\n").map(plainWords);
  const all = ` ${lines.join(" ")} `;
  const values = columns.map((name) => plainWords(fields[name] ?? "")).filter((value) => value !== "");
  return (
    values.length > 0 &&
    values.every(
      (value) =>
        (value.split(" ").length >= 3 && all.includes(` ${value} `)) ||
        lines.some((line) => ` ${line}`.endsWith(` ${value}`)),
    )
  );
}

function plainWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(" ");
}
