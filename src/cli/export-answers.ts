/** `protegi cache export`: the stored answers as lines of JSON, in a file for the user's eyes only. */
import { randomBytes } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import { redactor, secretsOf } from "../models/redact.ts";
import { counted } from "../core/values/words.ts";
import type { Store } from "../stores/store.ts";
import type { Terminal } from "./terminal.ts";
import { checkWritable, unwritable } from "./writable.ts";

/**
 * An answer is kept as it arrived, even where a server wrote a key into it; what is exported has none of the keys that the
 * environment holds, and nothing that looks like one.
 * @throws UsageError when no file is named, or it cannot be written; what was there before stays then
 */
export async function exportAnswers(
  terminal: Terminal,
  store: Store,
  folder: string,
  out: string | undefined,
): Promise<void> {
  if (out === undefined)
    throw new UsageError("--out", "expected a file to export to, got none", "Such as --out answers.jsonl.");
  const { cwd, env } = terminal.io;
  const file = resolve(cwd, out);
  await checkWritable("--out", file);
  // The file is put in the place of what is there, and a device such as /dev/null is needed by others.
  if ((await stat(file).catch(() => undefined))?.isFile() === false)
    throw new UsageError("--out", `${out} is no file, and would be replaced by one`, "Name a file.");
  const answers = await writeLines(file, store, redactor(secretsOf(env))).catch((error: NodeJS.ErrnoException) => {
    // What the store says is said as it is.
    throw error.syscall === undefined ? error : unwritable("--out", file, error);
  });
  terminal.document("cache-export", { folder, file, answers });
  terminal.print(`Wrote ${counted(answers, "answer")} to ${out}.`);
}

/** Writes next to the file and renames: an old one is replaced whole or not at all, a link is not followed, and rights are ours. */
async function writeLines(file: string, store: Store, clean: (text: string) => string): Promise<number> {
  const draft = `${file}.${randomBytes(4).toString("hex")}.part`;
  const handle = await open(draft, "wx", 0o600);
  let answers = 0;
  try {
    let lines = "";
    for await (const answer of store.readAnswers()) {
      answers += 1;
      lines += `${JSON.stringify({ ...answer, text: clean(answer.text), ...(answer.warnings && { warnings: answer.warnings.map(clean) }) })}\n`;
      if (lines.length < 2 ** 20) continue;
      await handle.appendFile(lines);
      lines = "";
    }
    await handle.appendFile(lines);
    await handle.close();
    await rename(draft, file);
    return answers;
  } catch (error) {
    await handle.close();
    await rm(draft, { force: true });
    throw error;
  }
}
