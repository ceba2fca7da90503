/**
 * Group commit: writes asked for in one turn of the event loop share one transaction, or in one millisecond while the disk
 * is busy; transactions that end while it is busy share one wait for it. Each promise resolves when its write is on disk.
 */
import { type Database, transaction } from "./database.ts";

export interface GroupCommit {
  /** Does `work` in the next transaction. When that fails, nothing of it is kept and all its writes reject. */
  write(work: () => void): Promise<void>;
  /** Commits at once what was asked for so far, so that what follows comes after it. */
  flush(): void;
  /** Resolves when all that was committed so far is on disk. */
  synced(): Promise<void>;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Write extends Waiting {
  readonly work: () => void;
}

/** @param sync waits until what is committed is on disk, and lets the process continue meanwhile */
export function groupCommit(db: Database, sync: () => Promise<void>): GroupCommit {
  let asked: Write[] = [];
  let committed: Waiting[] = [];
  let syncing = false;

  function flush(): void {
    const writes = asked;
    asked = [];
    if (writes.length === 0) return;
    try {
      transaction(db, "immediate", () => {
        for (const { work } of writes) work();
      });
    } catch (error) {
      for (const { reject } of writes) reject(error);
      return;
    }
    committed.push(...writes);
    void syncCommitted();
  }

  async function syncCommitted(): Promise<void> {
    if (syncing) return;
    syncing = true;
    while (committed.length > 0) {
      flush();
      const group = committed;
      committed = [];
      await sync().then(
        () => group.forEach(({ resolve }) => resolve()),
        (error: unknown) => group.forEach(({ reject }) => reject(error)),
      );
    }
    syncing = false;
    flush();
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        // While the disk is busy nothing is gained by a commit of each turn, and a killed process loses no more than a millisecond's.
        if (asked.length === 0) void (syncing ? setTimeout(flush, 1) : setImmediate(flush));
        asked.push({ work, resolve, reject });
      }),
    flush,
    synced: () =>
      new Promise((resolve, reject) => {
        committed.push({ resolve, reject });
        void syncCommitted();
      }),
  };
}
