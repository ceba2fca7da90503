/** Writes a prompt in the form in which the first one was given: text, or a chat in YAML or JSON, with files of their own for its messages. */
import { basename, dirname, extname, join, relative } from "node:path";
import { stringify } from "yaml";
import { UsageError } from "../core/errors.ts";
import type { Message } from "../core/model.ts";
import type { PromptForm } from "../jobs/task/prompt-source.ts";
import { checkWritable, writeOut } from "./writable.ts";

const CHAT_ENDINGS = [".yaml", ".yml", ".json"];

/** A prompt to write: as a person reads it, and its messages. */
export interface WrittenPrompt {
  readonly text: string;
  readonly messages: readonly Message[];
}

/**
 * Checks before any work whether a prompt of this form can be written there.
 * @throws UsageError when the file's ending does not fit, or a file cannot be written
 */
export async function checkPromptOut(where: string, out: string, form: PromptForm): Promise<void> {
  if (form.kind === "chat" && !CHAT_ENDINGS.includes(extname(out).toLowerCase()))
    throw new UsageError(
      where,
      `the prompt is a chat, so expected a file ending in ${CHAT_ENDINGS.join(", ")}, got ${basename(out)}`,
      `Such as ${where} better.yaml.`,
    );
  for (const name of messageFiles(form, out).values()) await checkWritable(where, join(dirname(out), name));
}

/**
 * Writes a prompt; a chat as the list that it was given as, next to a file for each message that had one.
 * @returns the files, the named one first
 * @throws UsageError when one cannot be written
 */
export async function writePrompt(
  where: string,
  out: string,
  form: PromptForm,
  { text, messages }: WrittenPrompt,
): Promise<readonly string[]> {
  if (form.kind === "text") {
    await writeOut(where, out, text);
    return [out];
  }
  const names = messageFiles(form, out);
  const list = messages.map(({ role, content }, i) => ({
    role,
    ...(names.has(i) ? { file: names.get(i) } : { content }),
    ...(form.messages[i]?.locked && { locked: true }),
  }));
  const chat = form.isWrapped ? { messages: list } : list;
  await writeOut(where, out, chatText(chat, out));
  const own = [...names].map(([i, name]) => ({ path: join(dirname(out), name), content: messages[i]!.content }));
  for (const { path, content } of own) await writeOut(where, path, `${content}\n`);
  return [out, ...own.map(({ path }) => path)];
}

/** A chat as the text of a file of this name: JSON, or YAML. */
export function chatText(chat: unknown, file: string): string {
  const isJson = extname(file).toLowerCase() === ".json";
  return isJson ? `${JSON.stringify(chat, undefined, 2)}\n` : stringify(chat, { lineWidth: 0 });
}

/** The written files, seen from here. */
export function listed(files: readonly string[], cwd: string): string {
  return files.map((file) => relative(cwd, file) || file).join(", ");
}

/** The names of the messages' own files next to `out`, by the message: better.system.md for better.yaml and system.md. */
function messageFiles(form: PromptForm, out: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  if (form.kind === "text") return names;
  const stem = basename(out, extname(out));
  form.messages.forEach(({ file }, i) => {
    if (file === undefined) return;
    const taken = [...names.values()];
    const ending = extname(file);
    const base = `${stem}.${basename(file, ending)}`;
    let name = `${base}${ending}`;
    for (let number = 2; taken.includes(name); number++) name = `${base}-${number}${ending}`;
    names.set(i, name);
  });
  return names;
}
