/**
 * Group commit: writes asked for in one turn of the event loop share one transaction, and so one wait
 * for the disk. Each promise resolves when its write is on disk.
 */
import { type Database, transaction } from "./database.ts";

export interface GroupCommit {
  /** Does `work` in the next transaction. When that fails, nothing of it is kept and all its writes reject. */
  write(work: () => void): Promise<void>;
  /** Commits at once what was asked for so far, so that what follows comes after it. */
  flush(): void;
}

interface Write {
  readonly work: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function groupCommit(db: Database): GroupCommit {
  let waiting: Write[] = [];

  function flush(): void {
    const writes = waiting;
    waiting = [];
    if (writes.length === 0) return;
    try {
      transaction(db, "immediate", () => {
        for (const { work } of writes) work();
      });
    } catch (error) {
      for (const { reject } of writes) reject(error);
      return;
    }
    for (const { resolve } of writes) resolve();
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ work, resolve, reject });
      }),
    flush,
  };
}
