/** The option `examples`: the part of the prompt that shows rows, and the rows that are set aside for it. */
import { breachOfContract } from "../../core/prompt/contract.ts";
import { UsageError } from "../../core/errors.ts";
import { shownRow, shows, usualFormat, type ExamplesPart } from "../../core/prompt/examples-part.ts";
import { checkSizes, SPLIT_NAMES } from "../../core/splitting/checks.ts";
import { setAside } from "../../core/splitting/set-aside.ts";
import type { RowReading } from "../../core/splitting/rows.ts";
import type { Task } from "../../core/task.ts";
import { placeholderFor, placeholdersIn } from "../../core/prompt/template.ts";
import { counted } from "../../core/values/words.ts";
import type { ExamplesOption } from "../../options/examples.ts";

const MOST = 8;
/** A longer row would crowd out the instructions. */
const MOST_CHARACTERS = 2000;

/** The heading that the option names; undefined without the option. */
export function headingOf(option: ExamplesOption | undefined): string | undefined {
  return typeof option === "object" ? option.section : option;
}

/**
 * The task with its examples: rows that the prompt shows already leave all splits, and rows that it may show leave train.
 * @param reading how rows are compared, as for the splits
 * @param notice called with what a person should know, each a sentence
 * @throws UsageError when no row can be shown, or too few are left
 */
export function withExamples(
  task: Task,
  option: ExamplesOption | undefined,
  reading: RowReading & { readonly seed: number | string },
  notice: (text: string) => void,
): Task {
  if (option === undefined) return task;
  const { max = MOST, format = usualFormat(task.prompt) } = typeof option === "object" ? option : {};
  checkFormat(format, task);
  const { name: part, text } = task.prompt.parts.find(({ kind }) => kind === "examples")!;
  const columns = task.prompt.placeholders;
  const kept = Object.fromEntries(
    SPLIT_NAMES.map((name) => [name, task[name].filter((row) => !shows(text, row, columns))]),
  ) as unknown as Pick<Task, "train" | "dev" | "test">;
  const left = SPLIT_NAMES.reduce((sum, name) => sum + task[name].length - kept[name].length, 0);
  if (left > 0) {
    checkSizes(kept, SPLIT_NAMES, reading.labelOf, "The prompt shows the others: take some of them out of it.");
    notice(`${counted(left, "row")} that the prompt shows already score no prompt.`);
  }
  const isFit = (row: Task["train"][number]): boolean => isShowable(shownRow(row, { format }), part, task);
  const { train, rows } = setAside(kept, { ...reading, isFit, ...(task.protected && { apart: task.protected }) });
  checkSizes(
    { ...kept, train },
    SPLIT_NAMES,
    reading.labelOf,
    "Too many rows share a cluster with those that may be shown: leave examples out, or add rows.",
  );
  if (rows.length === 0)
    throw new UsageError(
      "examples",
      `no row of train can be shown: each says nearly what another row says, has placeholders or headings, or more than ${MOST_CHARACTERS} characters`,
      "Leave examples out, or add rows.",
    );
  notice(
    `${counted(rows.length, "row")} of train ${rows.length === 1 ? "is" : "are"} set aside for the part "${part}", which may show them; they score no prompt.`,
  );
  const examples: ExamplesPart = { part, rows, most: Math.min(max, rows.length), format };
  return { ...task, ...kept, train, examples };
}

/** Whether the prompt keeps its contract with such a row in it, and the row does not pass for a piece of a template. */
function isShowable(text: string, part: string, { prompt }: Task): boolean {
  if (text.length > MOST_CHARACTERS || placeholdersIn(text).length > 0) return false;
  const free = { maxLength: Infinity, maxCopiedWords: Infinity };
  return breachOfContract(prompt.withParts({ [part]: text }), prompt, [], [], free) === undefined;
}

/** @throws UsageError when the format names what is no column, or no answer */
function checkFormat(format: string, { train }: Task): void {
  const named = placeholdersIn(format);
  const columns = [...Object.keys(train[0]!.fields), "answer"];
  const unknown = named.find((name) => !columns.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      "examples.format",
      `${placeholderFor(unknown)} is no column of the data`,
      `Columns: ${columns.join(", ")}; {{answer}} is the right answer.`,
    );
  if (!named.includes("answer"))
    throw new UsageError("examples.format", "expected {{answer}} for the right answer, got none", "Add it.");
}
