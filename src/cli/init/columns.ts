/** Which column is what, and what kind of task that makes: asked with the guess chosen, given by a flag, or guessed. */
import { UsageError } from "../../core/errors.ts";
import { nearestIs } from "../../core/values/near-name.ts";
import { oneLine } from "../../core/values/words.ts";
import { labelColumn as namedLabel } from "../../datasets/examples/columns.ts";
import type { RawDataset } from "../../datasets/index.ts";
import { guessedLabel, inputColumns, type GuessedLabel } from "../../tasks/guess/columns.ts";
import { guessedKind } from "../../tasks/guess/kind.ts";
import { valuesOf } from "../../tasks/guess/values.ts";
import { TASK_KIND_NAMES, taskKinds, type TaskKindName } from "../../tasks/index.ts";
import { inShell } from "../next-command.ts";
import type { Ask } from "../terminal.ts";
import { answeredChats } from "./chats.ts";
import type { InitFlags } from "./flags.ts";

/** Characters of a value that a hint shows. */
const HINT = 24;

/** @throws UsageError when a flag names a kind that is none */
export function checkKind(task: string | undefined): void {
  if (task !== undefined && !TASK_KIND_NAMES.some((name) => name === task))
    throw new UsageError("--task", `expected one of ${TASK_KIND_NAMES.join(", ")}, got ${JSON.stringify(task)}`);
}

/** @throws UsageError for a column that the file does not have */
export async function labelColumn(
  read: RawDataset,
  data: string,
  flags: InitFlags,
  ask: Ask | undefined,
): Promise<{ readonly label: string; readonly whyLabel?: string }> {
  if (flags.label !== undefined) return { label: namedLabel(read, flags.label, []).label };
  const guess = guessedLabel(read) ?? guessedChat(read);
  const also =
    guess !== undefined && guess.others.length > 0 ? `; “${guess.others.join("”, “")}” could be meant too` : "";
  const why = guess && `${guess.why}${also}`;
  const label =
    ask === undefined
      ? guess?.label
      : await ask.choose("Which column has the right answer?", read.columns, {
          initial: guess?.label,
          hints: new Map([...examplesOf(read, read.columns), ...(guess ? [[guess.label, guess.why] as const] : [])]),
        });
  if (label === undefined)
    throw new UsageError(
      "--label",
      `no column of ${data} has a usual name for the right answer, or values that look like labels`,
      `Name it: protegi init --data ${inShell(data)} --label ${inShell(read.columns.at(-1)!)}. Columns: ${read.columns.join(", ")}.`,
    );
  return { label, ...(label === guess?.label && why !== undefined && { whyLabel: why }) };
}

/** A column of chats, where no other column seems to hold the right answers. */
function guessedChat(read: RawDataset): GuessedLabel | undefined {
  const label = answeredChats(read);
  return label === undefined ? undefined : { label, why: "the last turns of the assistant", others: [] };
}

export async function shownColumns(
  read: RawDataset,
  label: string,
  flags: InitFlags,
  ask: Ask | undefined,
): Promise<readonly string[]> {
  const inputs = read.columns.filter((column) => column !== label);
  checkColumns(flags, inputs);
  if (flags.columns !== undefined) return flags.columns;
  const guessed = inputColumns(read, label);
  if (ask === undefined || inputs.length < 2) return guessed;
  return ask.several("Which columns does the prompt show?", inputs, guessed, examplesOf(read, inputs));
}

/**
 * @param inputs the columns that a flag may name
 * @throws UsageError when it names another one
 */
export function checkColumns({ columns = [] }: InitFlags, inputs: readonly string[]): void {
  const unknown = columns.find((column) => !inputs.includes(column));
  if (unknown === undefined) return;
  throw new UsageError(
    "--columns",
    `there is no column “${unknown}” next to the label${nearestIs(unknown, inputs)}`,
    `Columns: ${inputs.join(", ")}.`,
  );
}

/** What a column has, as a hint: its first values, shortened. */
function examplesOf(read: RawDataset, columns: readonly string[]): Map<string, string> {
  return new Map(
    columns.map((column) => {
      const [one, ...more] = valuesOf(read, column).distinct;
      const some = [one, ...more.slice(0, 1)].map((value = "") => `“${oneLine(value, HINT)}”`);
      return [column, one === undefined ? "empty" : `such as ${some.join(", ")}`];
    }),
  );
}

export async function kindOf(
  read: RawDataset,
  label: string,
  flags: InitFlags,
  ask: Ask | undefined,
): Promise<{ readonly kind: TaskKindName; readonly whyKind?: string }> {
  if (flags.task !== undefined) return { kind: flags.task as TaskKindName };
  const guess = guessedKind(valuesOf(read, label));
  const hints = new Map(TASK_KIND_NAMES.map((name) => [name as string, taskKinds[name].about]));
  hints.set(guess.kind, guess.why);
  const kind =
    ask === undefined
      ? guess.kind
      : ((await ask.choose("What kind of task is it?", TASK_KIND_NAMES, {
          initial: guess.kind,
          hints,
        })) as TaskKindName);
  return { kind, ...(kind === guess.kind && { whyKind: guess.why }) };
}
