/** Says what a failure of the database or the disk means to a person, and what to do. */
import { ProtegiError, UsageError } from "../../core/errors.ts";

/** How long one process waits for another one's write, in milliseconds. */
export const BUSY_TIMEOUT = 10_000;

const UNWRITABLE =
  /^(SQLITE_(CANTOPEN|READONLY|PERM)|EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST|ENOENT|ENAMETOOLONG|ELOOP)/;
const FULL = /^(SQLITE_FULL|ENOSPC|EDQUOT)/;
const DAMAGED = /^SQLITE_(NOTADB|CORRUPT)/;

/** The code of an error of SQLite or of the file system; empty for all others. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

export function isDamage(error: unknown): boolean {
  return DAMAGED.test(codeOf(error));
}

/** The error to throw in place of `error`, which was met at `file`; `error` itself when there is no better one. */
export function explain(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (!(error instanceof Error) || error instanceof ProtegiError || code === "") return error;
  if (UNWRITABLE.test(code)) {
    return new UsageError(
      file,
      `cannot be written (${error.message}).`,
      "Choose a folder that you may write to; on the command line, PROTEGI_HOME names one.",
    );
  }
  const because = { cause: error };
  if (FULL.test(code)) {
    return new ProtegiError(
      `${file}: the disk is full; nothing more can be kept.\n  Make room, then start again: what was kept is still there.`,
      because,
    );
  }
  if (isDamage(error)) {
    return new ProtegiError(
      `${file}: the file is damaged (${error.message}).\n  Move it away, with ${file}-wal if there is one, and start again: a new one will be created.`,
      because,
    );
  }
  if (code.startsWith("SQLITE_BUSY")) {
    return new ProtegiError(
      `${file}: another process has been writing to it for more than ${BUSY_TIMEOUT / 1000} seconds.\n  End that process, then start again: what was kept is still there.`,
      because,
    );
  }
  if (code.startsWith("SQLITE_IOERR") || code === "EIO") {
    return new ProtegiError(
      `${file}: the disk could not be read or written (${code}).\n  Check the disk and its free space, then start again.`,
      because,
    );
  }
  return error;
}
