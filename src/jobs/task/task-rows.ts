/** The rows of a task as its prompt and its kind read them: examples, chats, protected rows, and the columns that say who is who. */
import type { Example } from "../../core/example.ts";
import { nearestIs } from "../../core/values/near-name.ts";
import { ALL, parsePrompt, type Prompt } from "../../core/prompt/prompt.ts";
import type { Splits } from "../../core/splitting/splits.ts";
import type { ScoredAnswer, Task } from "../../core/task.ts";
import { headingsIn } from "../../core/prompt/template.ts";
import { templateNotices } from "../../core/prompt/template-syntax.ts";
import { UsageError } from "../../core/errors.ts";
import { toExamples, type RawDataset } from "../../datasets/index.ts";
import { chatColumns } from "./chat-columns.ts";
import type { ChosenKind, KindRows } from "./chosen-kind.ts";
import { headingOf } from "./examples-part.ts";
import { protectedBy } from "./protected-rows.ts";
import type { TaskSource } from "./task-source.ts";

/** Usual names of a column that says which row it is. */
const ID = /^(?:id|uuid|guid|key|nr|no)$/i;
const SOME_ID = /(?:[_ .-](?:id|Id|ID)|[a-z]I[dD])$/;

/** What was read. */
export interface TaskRows extends KindRows, Pick<Task, "prompt" | "idColumn" | "turns"> {
  /** The columns of all files. */
  readonly columns: readonly string[];
  /** Rows that no winner may break. */
  readonly held: readonly Example[];
  /** All others, as they came: to be divided, or divided already. */
  readonly free: readonly Example[] | Splits;
  /** Answers that people scored. */
  readonly human: readonly ScoredAnswer[];
}

/**
 * Reads prompt and rows.
 * @param notice called with what a person should know about them
 * @throws UsageError when they do not go together
 */
export function taskRows(source: TaskSource, { kind, byModel }: ChosenKind, notice: (text: string) => void): TaskRows {
  const { data } = source;
  const places: ((id: string) => string | undefined)[] = [];
  const placeOf = (id: string): string | undefined => places.map((one) => one(id)).find((place) => place !== undefined);
  const human: ScoredAnswer[] = [];
  const omitted = new Set<string>();
  const files = "train" in data ? [data.train, data.dev, data.test] : [data];
  const { prompt, turns, chatOf } = promptAndChats(source, files);
  for (const text of new Set(files.flatMap((file) => chatOf(file).notices))) notice(text);
  const columns = [...new Set(files.flatMap((file) => file.columns))];
  for (const text of templateNotices(prompt.text, columns, "prompt")) notice(text);
  const all = "train" in data ? { train: read(data.train), dev: read(data.dev), test: read(data.test) } : read(data);
  const rows = "train" in all ? [...all.train, ...all.dev, ...all.test] : all;
  const named = idColumnOf(rows);
  const isProtected = protectedBy(source.protect, rows, named.idColumn, placeOf);
  const held = rows.filter(isProtected);
  return {
    prompt,
    ...(turns.length > 0 && { turns }),
    ...named,
    columns,
    rows,
    omitted: [...omitted],
    held,
    free: "train" in all ? { train: free(all.train), dev: free(all.dev), test: free(all.test) } : free(all),
    human,
    placeOf,
  };

  function free(examples: readonly Example[]): readonly Example[] {
    return held.length === 0 ? examples : examples.filter((example) => !isProtected(example));
  }

  function read(raw: RawDataset): readonly Example[] {
    const { data: own, label } = chatOf(raw);
    const found = toExamples(own, {
      placeholders: prompt.placeholders,
      ...(label !== undefined && { label }),
      answers: kind.oneLabel === true ? "label" : "text",
      ...(kind.read && { read: kind.read }),
      ...(kind.omits && { omits: kind.omits }),
      ...(kind.asGiven === true && { asGiven: true }),
      marks: source,
      ...(byModel && { unlabelled: true }),
      ...(source.human !== undefined && {
        human: typeof source.human === "string" ? { score: source.human } : source.human,
      }),
    });
    human.push(...found.human);
    for (const text of found.omitted) omitted.add(text);
    places.push(found.placeOf);
    for (const text of found.notices) notice(text);
    return found.examples;
  }
}

/** The prompt, and the rows of each file with their chats apart. */
function promptAndChats(
  { prompt: given, section, examples, label }: TaskSource,
  files: readonly RawDataset[],
): {
  readonly prompt: Prompt;
  readonly turns: readonly string[];
  readonly chatOf: (file: RawDataset) => ReturnType<typeof chatColumns>;
} {
  checkSections(given, section);
  const reading = { examples: headingOf(examples) };
  const { placeholders } = parsePrompt(given, section, reading);
  const hasSystem = typeof given !== "string" && given.some(({ role }) => role === "system");
  const chats = new Map(files.map((file) => [file, chatColumns(file, { label, placeholders, hasSystem })]));
  const [first, ...others] = [...chats.values()];
  const turns = first!.turns.filter((name) => others.every((other) => other.turns.includes(name)));
  return { prompt: parsePrompt(given, section, { ...reading, turns }), turns, chatOf: (file) => chats.get(file)! };
}

/** The column that names the rows, where one has a usual name and another value in each row. */
function idColumnOf(rows: readonly Example[]): Pick<Task, "idColumn"> {
  const columns = Object.keys(rows[0]?.fields ?? {});
  const usual = [...columns.filter((name) => ID.test(name)), ...columns.filter((name) => SOME_ID.test(name))];
  const found = usual.find((column) => new Set(rows.map(({ fields }) => fields[column] ?? "")).size === rows.length);
  return found === undefined ? {} : { idColumn: found };
}

/** @throws UsageError for a heading that the option names and no message has */
function checkSections(given: TaskSource["prompt"], section: TaskSource["section"]): void {
  if (section === undefined) return;
  const named = typeof section === "string" ? [section] : section;
  const texts = typeof given === "string" ? [given] : given.map(({ content }) => content);
  const headings = texts.flatMap((text) => headingsIn(text.replaceAll("\r\n", "\n")).map(({ name }) => name));
  const known = new Set(headings.map((name) => name.toLowerCase()));
  const missing = named.find((name) => name.toLowerCase() !== ALL && !known.has(name.toLowerCase()));
  if (missing === undefined) return;
  throw new UsageError(
    "section",
    `the prompt has no heading “${missing}”${nearestIs(missing, headings)}`,
    headings.length === 0
      ? "Leave it out: without headings, the whole prompt may change."
      : `Headings: ${headings.join(", ")}. Write section: all to let the whole prompt change.`,
  );
}
