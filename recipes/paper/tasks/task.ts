/** What a task of the paper is: its initial prompt, its rows, where to get them, and what the paper reports of it. */
import { UsageError } from "../../../src/core/errors.ts";
import { placeOf, type RawDataset, type RawRow } from "../../../src/datasets/index.ts";

export type Answer = "Yes" | "No";

export interface PaperRow {
  readonly text: string;
  readonly label: Answer;
}

/** The rows as the authors divide them. */
export interface PaperRows {
  readonly train: readonly PaperRow[];
  /** Dev and test rows are drawn from these. */
  readonly test: readonly PaperRow[];
}

/** An accuracy of the paper's Table 5, with its standard error over 12 trials. */
export interface Reported {
  readonly value: number;
  readonly error: number;
}

export interface PaperTask {
  readonly name: string;
  /** What a model is asked. */
  readonly about: string;
  readonly prompt: string;
  /** The files that the loader reads, below the folder of the data. */
  readonly files: readonly string[];
  /** Where a user gets them, in a sentence. */
  readonly source: string;
  /** The positive class, of which F1 is shown. */
  readonly positive: string;
  /** Table 5 of the paper, by method; empty where the paper has no such task. */
  readonly reported: Readonly<Partial<Record<"protegi" | "monte-carlo", Reported>>>;
  /** @param folder that holds the files */
  load(folder: string): Promise<PaperRows>;
}

/** A prompt in the paper's form, of which only the task may change. */
export function paperPrompt(task: string): string {
  return `# Task\n${task}\n\n# Output format\nAnswer Yes or No as labels\n\n# Prediction\nText: {{ text }}\nLabel:`;
}

/** The value of a column. Throws `UsageError` when the row lacks it. */
export function valueOf(data: RawDataset, index: number, column: string): string {
  const { fields } = data.rows[index] as RawRow;
  if (Object.hasOwn(fields, column)) return fields[column]!;
  throw new UsageError(
    placeOf(data, index),
    `expected the column “${column}”, got ${Object.keys(fields).join(", ")}`,
    "Take the file as its authors publish it.",
  );
}

/** The answer that a label stands for. Throws `UsageError` when it stands for none. */
export function answerOf(
  data: RawDataset,
  index: number,
  column: string,
  answers: Readonly<Record<string, Answer>>,
): Answer {
  const label = valueOf(data, index, column);
  if (Object.hasOwn(answers, label)) return answers[label]!;
  throw new UsageError(
    placeOf(data, index),
    `expected ${Object.keys(answers).join(" or ")} as “${column}”, got ${JSON.stringify(label)}`,
    "Take the file as its authors publish it.",
  );
}
