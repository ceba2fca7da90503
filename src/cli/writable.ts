/** Says before any work that a file could not be written at its end. */
import { access, constants, stat } from "node:fs/promises";
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
    throw new UsageError(where, problem, "Choose a folder that is there and that you may write to.");
}
