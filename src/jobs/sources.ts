/** Reads what a config names: the prompt's text and the rows. */
import { resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import { readDataset, readSmallText, type DatasetFormat, type RawDataset } from "../datasets/index.ts";
import type { Config } from "../options/config.ts";

/** A prompt's text: a file's, when the option names one. `where` is what messages call the option. */
export async function promptText(option: string, folder: string, where: string = "prompt"): Promise<string> {
  if (namesOtherFile(option))
    throw new UsageError(
      where,
      `expected a prompt's text or a text file, got ${option}`,
      "Write the text of the prompt as a file ending in .md or .txt, with {{column}} where a row's text belongs.",
    );
  const text = namesPromptFile(option) ? await readPrompt(resolve(folder, option), where) : option;
  if (text.trim() === "")
    throw new UsageError(
      where,
      `${option} is empty`,
      "Write what the model is to do, with {{column}} where a row's text belongs.",
    );
  return text;
}

/** Whether an option that is a prompt names its file. */
export function namesPromptFile(option: string): boolean {
  return !/[\n{]/.test(option) && /\.(md|txt|prompt|markdown)$/i.test(option);
}

/** Whether an option that is a prompt names a file of a kind that holds no prompt that is read. */
function namesOtherFile(option: string): boolean {
  return /^\S+\.(?:json|ya?ml|j2|jinja2?|njk|[cm]?[jt]s|py|docx?|pdf|html?)$/i.test(option) && !option.includes("{");
}

async function readPrompt(path: string, where: string): Promise<string> {
  return readSmallText(path).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof UsageError) throw error;
    const problem =
      error.code === "ENOENT"
        ? `there is no file ${path}`
        : error.code === "EISDIR"
          ? `${path} is a folder`
          : `${path} cannot be read: ${error.message}`;
    throw new UsageError(where, problem, "Write it, or name another; the prompt's own text will do too.");
  });
}

/** A task whose schema is in a file, with the schema itself. */
export async function taskWithSchema(task: Config["task"], folder: string): Promise<Config["task"]> {
  if (typeof task !== "object" || task.kind !== "extraction" || typeof task.schema !== "string") return task;
  const path = resolve(folder, task.schema);
  const text = await readSmallText(path).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      "task.schema",
      error.code === "ENOENT" ? `there is no file ${path}` : `${path} cannot be read: ${error.message}`,
    );
  });
  try {
    return { ...task, schema: JSON.parse(text) as Record<string, unknown> };
  } catch (error) {
    throw new UsageError(
      "task.schema",
      `${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The rows of a file, or of one file for each split. */
export async function readData(
  data: Config["data"],
  folder: string,
  formats: readonly DatasetFormat[] = [],
): Promise<RawDataset | { train: RawDataset; dev: RawDataset; test: RawDataset }> {
  const read = (name: string): Promise<RawDataset> => readDataset(resolve(folder, name), { formats });
  if (typeof data === "string") return read(data);
  const [train, dev, test] = await Promise.all([read(data.train), read(data.dev), read(data.test)]);
  return { train, dev, test };
}
