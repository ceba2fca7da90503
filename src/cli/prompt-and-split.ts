/** A prompt and a split as commands name them. */
import { UsageError } from "../core/errors.ts";
import { parsePrompt, type Prompt } from "../core/prompt.ts";
import { promptText } from "../jobs/workspace.ts";
import type { Session } from "./session.ts";

const SPLITS = ["train", "dev", "test"] as const;
export type SplitName = (typeof SPLITS)[number];

/** @throws UsageError when there is no such split */
export function splitNamed(name: string | undefined): SplitName {
  const split = SPLITS.find((one) => one === name);
  if (split !== undefined) return split;
  throw new UsageError("--split", `expected one of ${SPLITS.join(", ")}, got ${JSON.stringify(name)}`);
}

/**
 * The prompt in this file or of this text. Rows and splits stay those of the config's prompt.
 * @param where the option or argument that names it, for messages
 * @throws UsageError when it cannot be read, or names what is no column
 */
export async function promptNamed(
  { task, config }: Session,
  named: string,
  where: string,
  cwd: string,
): Promise<Prompt> {
  const prompt = parsePrompt(await promptText(named, cwd, where), config.section);
  const columns = Object.keys(task.train[0]!.fields);
  const unknown = prompt.placeholders.find((name) => !columns.includes(name));
  if (unknown === undefined) return prompt;
  throw new UsageError(where, `{{${unknown}}} is no column of the data`, `Columns: ${columns.join(", ")}.`);
}
