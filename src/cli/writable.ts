/** Files that a command writes at its end: whether they can be written, checked before any work, and the writing. */
import { access, constants, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "../core/errors.ts";

/**
 * @param where what the message calls the file, such as a flag
 * @throws UsageError when the file is a folder, or neither it nor its folder can be written
 */
export async function checkWritable(where: string, file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() === true) throw new UsageError(where, `${file} is a folder`, "Name a file.");
  const folder = dirname(file);
  const isFolder = await stat(folder).then(
    (at) => at.isDirectory(),
    () => false,
  );
  const target = found === undefined ? folder : file;
  const problem = !isFolder
    ? `there is no folder ${folder}`
    : await access(target, constants.W_OK).then(
        () => undefined,
        () => `${target} cannot be written`,
      );
  if (problem !== undefined)
    throw new UsageError(where, problem, "Choose a folder that exists and that you may write to.");
}

/**
 * Writes what a command has found. Rights alone do not say whether a disk takes a file, so this may fail after all.
 * @throws UsageError when it does
 */
export async function writeOut(where: string, file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: Error) => {
    throw unwritable(where, file, error);
  });
}

export function unwritable(where: string, file: string, error: Error): UsageError {
  return new UsageError(
    where,
    `${file} cannot be written: ${error.message}`,
    "Name another file, and give the same command again: all answers are kept, so it costs nothing.",
  );
}
