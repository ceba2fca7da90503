/** A first prompt for labelled rows, where there is none: a line that says the task, the form of the answer, the columns. */
import { UsageError } from "../core/errors.ts";
import { shown } from "../core/example.ts";
import { placeholderFor, placeholdersIn } from "../core/prompt/template.ts";
import { oneLine } from "../core/values/words.ts";
import { toExamples, type RawDataset } from "../datasets/index.ts";
import { firstWords } from "./first-words.ts";
import { guessedLabel, inputColumns } from "./guess/columns.ts";
import type { TaskKind } from "./task-kind.ts";

/** What a first prompt is for. */
export interface PromptFor {
  /** The name of the task's kind. */
  readonly kind: string;
  /** Whether a right answer is one label, for a kind that is not ours. */
  readonly oneLabel?: boolean | undefined;
  /** The right answers, or the labels, each once. */
  readonly answers: readonly string[];
  /** The columns that it shows. */
  readonly inputs: readonly string[];
  /** Whether the answer is the next turn of a chat, so that no line comes before it; default false. */
  readonly isChat?: boolean;
}

/**
 * A prompt whose task may change, and whose output format and input stay.
 * @param line what it asks; where it has placeholders of its own, no columns are added; default: by the kind
 */
export function firstPrompt({ kind, oneLabel, answers, inputs, isChat = false }: PromptFor, line?: string): string {
  const { ask, format, tail } = firstWords(kind, oneLabel);
  const asked = line ?? ask(answers);
  const shown = [...inputs.map((column) => `${titleOf(column)}: ${placeholderFor(column)}`), ...(isChat ? [] : [tail])];
  const input = placeholdersIn(asked).length > 0 || shown.length === 0 ? [] : ["", "# Input", ...shown];
  return ["# Task", asked, "", "# Output format", format(answers), ...input, ""].join("\n");
}

/**
 * A first prompt for rows about which nothing else is known.
 * @param wanted the column with the right answer; default: guessed
 * @throws UsageError when no column seems to hold the right answers
 */
export function promptForRows(data: RawDataset, wanted: string | undefined, kind: TaskKind): string {
  const label = wanted ?? guessedLabel(data)?.label;
  if (label === undefined)
    throw new UsageError(
      "label",
      "no column has a usual name for the right answer",
      `Columns: ${data.columns.join(", ")}.`,
    );
  const inputs = inputColumns(data, label);
  const answers = answersOf(data, label, inputs, kind);
  return firstPrompt({ kind: kind.name, oneLabel: kind.oneLabel, answers, inputs });
}

/**
 * The right answers of rows as a kind reads them, each once and in order; of lists, their items.
 * @throws UsageError when a row has none that the kind can read
 */
export function answersOf(data: RawDataset, label: string, inputs: readonly string[], kind: TaskKind): string[] {
  const { examples } = toExamples(data, {
    label,
    placeholders: inputs,
    answers: kind.oneLabel === true ? "label" : "text",
    ...(kind.read && { read: kind.read }),
    ...(kind.omits && { omits: kind.omits }),
  });
  return [...new Set(examples.flatMap(({ expected }) => [expected].flat()).map(shown))].sort();
}

/** Characters of a column's name that are before its value. */
const TITLE_SHOWN = 60;

/** A column's name as a word of a prompt: on one line, without braces and invisible characters, and no heading. */
function titleOf(column: string): string {
  const line = oneLine(column.replace(/[\p{C}{}]/gu, " "), TITLE_SHOWN);
  return line.replace(/^[#\s]+|[:\s]+$/g, "") || "Text";
}
