/** Reads what a config names next to its prompt: rows and schemas. */
import { resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import { readDataset, readSmallText, type DatasetFormat, type RawDataset } from "../../datasets/index.ts";
import type { Config } from "../../options/config.ts";

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
