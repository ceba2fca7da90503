/** A prompt and a split as commands name them. */
import { UsageError } from "../core/errors.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import { SCOPES, type Scope } from "../core/splitting/checks.ts";
import { promptFor } from "../jobs/task/prompt-for.ts";
import { readPrompt } from "../jobs/task/prompt-source.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** @throws UsageError when there is no such split */
export function splitNamed(name: string | undefined): Scope {
  const split = SCOPES.find((one) => one === name);
  if (split !== undefined) return split;
  throw new UsageError("--split", `expected one of ${SCOPES.join(", ")}, got ${JSON.stringify(name)}`);
}

/**
 * The prompt in this file or of this text; a chat is in a file of YAML or JSON. Rows and splits stay those of the config's prompt.
 * @param where the option or argument that names it, for messages
 * @throws UsageError when it cannot be read, or names what is no column
 */
export async function promptNamed(
  terminal: Terminal,
  { task, config }: Session,
  named: string,
  where: string,
): Promise<Prompt> {
  const { source } = await readPrompt(named, terminal.io.cwd, where);
  return promptFor(task, source, config.section, where, (notice) => terminal.note(notice));
}
