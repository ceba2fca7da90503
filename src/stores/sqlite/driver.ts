/** Loads better-sqlite3, once it is sure not to take the process down. */
import { UsageError } from "../../core/errors.ts";
import type { Database } from "./database.ts";
import { BUSY_TIMEOUT } from "./explain.ts";

/** Opens the database in a file. */
export type OpenFile = (file: string) => Database;

/** Throws `UsageError` on a Node that better-sqlite3 does not run on: there, importing it ends the process without a word. */
export function requireNode(version: string): void {
  if (Number.parseInt(version, 10) >= 22) return;
  throw new UsageError(
    "Node.js",
    `the SQLite store needs version 22.19 or newer, and this is ${version}.`,
    "Install a newer Node.js (nodejs.org).",
  );
}

export async function loadDriver(): Promise<OpenFile> {
  requireNode(process.versions.node);
  try {
    const { default: Sqlite } = await import("better-sqlite3");
    // The native part is loaded by the first database.
    new Sqlite(":memory:").close();
    return (file) => new Sqlite(file, { timeout: BUSY_TIMEOUT });
  } catch (error) {
    throw new UsageError(
      "better-sqlite3",
      `it does not load on this machine (${process.platform}-${process.arch}): ${error instanceof Error ? error.message : String(error)}`,
      "Install the packages again (npm ci); without it, protegi can only keep things in memory.",
    );
  }
}
