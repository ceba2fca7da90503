/** What a person should know about the data: in full the first time that a folder's commands show it, then in one line. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digest } from "../core/values/hash.ts";
import { counted } from "../core/values/words.ts";
import { homeOf } from "../jobs/open.ts";
import type { ReadConfig } from "../jobs/read.ts";
import type { Terminal } from "./terminal.ts";

/** The file, next to the answers, with a hash of every text that was shown. */
const FILE = "notices.json";

/** Lines about the data: those that are new here in full, and how many others there are. */
export function dataNotices(
  { io, program }: Terminal,
  { file, notices }: Pick<ReadConfig, "file" | "notices">,
): string[] {
  const seen = seenIn(homeOf(file, io.env));
  const fresh = notices.filter((text) => !seen.has(nameOf(text)));
  const known = notices.length - fresh.length;
  return known === 0
    ? fresh
    : [...fresh, `${counted(known, "note")} on the data, as shown before; again in full: ${program} check`];
}

/** Remembers what was shown, where a command has made the folder of the answers. */
export function rememberNotices({ io }: Terminal, { file, notices }: Pick<ReadConfig, "file" | "notices">): void {
  const home = homeOf(file, io.env);
  if (notices.length === 0 || !existsSync(home)) return;
  const seen = seenIn(home);
  const names = notices.map(nameOf);
  if (names.every((name) => seen.has(name))) return;
  try {
    writeFileSync(join(home, FILE), `${JSON.stringify([...new Set([...seen, ...names])])}\n`, { mode: 0o600 });
  } catch {
    // The next command shows them once more.
  }
}

function seenIn(home: string): ReadonlySet<string> {
  try {
    const read: unknown = JSON.parse(readFileSync(join(home, FILE), "utf8"));
    return new Set(Array.isArray(read) ? read.filter((name) => typeof name === "string") : []);
  } catch {
    return new Set();
  }
}

function nameOf(text: string): string {
  return digest(text, 16);
}
