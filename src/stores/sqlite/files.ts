/** The files of a database: created for the user's eyes only, and set aside when damaged. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Creates a missing folder, private to the user, with a `.gitignore` that keeps all of it out of git. */
function createPrivateFolder(folder: string): void {
  const created = makeFolders(folder);
  if (created !== undefined) writeFileSync(join(folder, ".gitignore"), "*\n", { mode: 0o600 });
}

/** The first folder that was missing; one by one, since Node's `recursive` never ends where a file system creates none, as in /proc. */
function makeFolders(folder: string): string | undefined {
  if (existsSync(folder)) {
    // Says so when it is a file.
    if (!statSync(folder).isDirectory()) mkdirSync(folder);
    return undefined;
  }
  const above = dirname(folder) === folder ? undefined : makeFolders(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !statSync(folder).isDirectory()) throw error;
  }
  return above ?? folder;
}

/** Creates a missing file and its folder; SQLite gives the rights of this file to the ones next to it. */
export function createPrivateFile(file: string): void {
  createPrivateFolder(dirname(file));
  try {
    // An existing file must not be opened here: closing it would drop the locks that SQLite holds on it in this process.
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Which file lies at this path now: another one after it was replaced, none while it is being replaced. */
export function identity(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** Renames a database with the files next to it, replacing nothing, and returns its new name. For one process at a time. */
export function setAside(file: string): string {
  let number = 1;
  while (existsSync(`${file}.damaged-${number}`)) number += 1;
  const aside = `${file}.damaged-${number}`;
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}
