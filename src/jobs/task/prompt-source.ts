/** Reads the prompt that an option names: text, a text file, or a chat; and how it is written, so that a winner is written so too. */
import { basename, dirname, resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import type { PromptMessage, PromptSource } from "../../core/prompt/prompt.ts";
import { readSmallText, readYaml, type YamlText } from "../../datasets/index.ts";
import { chatSchema, messagesIn, type WrittenChat, type WrittenMessage } from "../../options/chat.ts";
import { positionOf } from "../../options/config-file.ts";
import { checkedBy } from "../../options/schema-errors.ts";

/** A prompt, and how it is written. */
export interface GivenPrompt {
  readonly source: PromptSource;
  readonly form: PromptForm;
}

/** How a prompt is written. */
export type PromptForm =
  | { readonly kind: "text" }
  | {
      readonly kind: "chat";
      /** Whether the list is under `messages`. */
      readonly isWrapped: boolean;
      /** Of each message: the name of its own file, and whether it is locked. */
      readonly messages: readonly { readonly file?: string; readonly locked?: boolean }[];
    };

/**
 * @param option a text, the name of a file, or a chat
 * @param folder where its files are looked for
 * @param where what messages call the option
 * @throws UsageError when a file cannot be read, or is no prompt
 */
export async function readPrompt(
  option: string | WrittenChat,
  folder: string,
  where: string = "prompt",
): Promise<GivenPrompt> {
  if (typeof option !== "string") return chatOf(option, folder, where);
  if (namesOtherFile(option))
    throw new UsageError(
      where,
      `expected a prompt's text or a file with it, got ${option}`,
      "Write the text of the prompt as a file ending in .md or .txt, with {{column}} where a row's text belongs; or a chat as .yaml or .json.",
    );
  if (namesChatFile(option)) return chatIn(resolve(folder, option), where);
  const source = namesTextFile(option) ? await textIn(resolve(folder, option), where) : option;
  if (source.trim() === "")
    throw new UsageError(
      where,
      `${option} is empty`,
      "Write what the model is to do, with {{column}} where a row's text belongs.",
    );
  return { source, form: { kind: "text" } };
}

/** Whether an option that is a prompt names its file. */
export function namesPromptFile(option: string): boolean {
  return namesTextFile(option) || namesChatFile(option);
}

function namesTextFile(option: string): boolean {
  return !/[\n{]/.test(option) && /\.(md|txt|prompt|markdown)$/i.test(option);
}

function namesChatFile(option: string): boolean {
  return !/[\n{]/.test(option) && /^\S+\.(?:json|ya?ml)$/i.test(option);
}

/** Whether an option that is a prompt names a file of a kind that holds no prompt that is read. */
function namesOtherFile(option: string): boolean {
  return /^\S+\.(?:j2|jinja2?|njk|[cm]?[jt]s|py|docx?|pdf|html?)$/i.test(option) && !option.includes("{");
}

async function textIn(path: string, where: string): Promise<string> {
  return readSmallText(path).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof UsageError) throw error;
    const problem =
      error.code === "ENOENT"
        ? `there is no file ${path}`
        : error.code === "EISDIR"
          ? `${path} is a folder`
          : `${path} cannot be read: ${error.message}`;
    throw new UsageError(where, problem, "Write it, or name another; the prompt's own text will do too.");
  });
}

/** The chat in a file of YAML, of which JSON is a part. */
async function chatIn(path: string, where: string): Promise<GivenPrompt> {
  const text = await textIn(path, where);
  const read = readYaml(text, path);
  if (typeof read.value !== "object" || read.value === null)
    throw new UsageError(
      where,
      `expected a chat in ${path}, got ${text.trim() === "" ? "an empty file" : "no list of messages"}`,
      "Write a list of messages, each with role and content; or a plain prompt as .md or .txt.",
    );
  const place = placeIn(read, path);
  return chatOf(checkedBy(chatSchema, read.value, place), dirname(path), where, place);
}

/** How messages call an option of a file. */
function placeIn({ document, lineAt }: YamlText, path: string): (option: readonly PropertyKey[]) => string {
  return (option) => {
    const at = positionOf(document, option);
    const place = at === undefined ? path : `${path}:${lineAt(at)}`;
    const names = typeof option[0] === "number" ? ["messages", ...option] : option;
    return names.length === 0 ? place : `${place}: ${names.join(".")}`;
  };
}

async function chatOf(
  chat: WrittenChat,
  folder: string,
  where: string,
  place: (option: readonly PropertyKey[]) => string = (option) => [where, ...option].join("."),
): Promise<GivenPrompt> {
  const isWrapped = "messages" in chat;
  const written = messagesIn(chat);
  const source = await Promise.all(
    written.map(async (one, i): Promise<PromptMessage> => {
      const at = place([...(isWrapped ? ["messages"] : []), i]);
      const { role, locked } = one;
      return { role, content: await contentOf(one, folder, at), ...(locked !== undefined && { locked }) };
    }),
  );
  const messages = written.map((one) => {
    const file = fileOf(one);
    return { ...(file !== undefined && { file: basename(file) }), ...(one.locked && { locked: true }) };
  });
  return { source, form: { kind: "chat", isWrapped, messages } };
}

function fileOf({ content, file }: WrittenMessage): string | undefined {
  return typeof content === "object" ? content.file : file;
}

async function contentOf(message: WrittenMessage, folder: string, where: string): Promise<string> {
  const file = fileOf(message);
  if (file === undefined) return message.content as string;
  const text = (await textIn(resolve(folder, file), where)).trim();
  if (text !== "") return text;
  throw new UsageError(where, `${file} is empty`, "Write the text of the message, or take the message out.");
}
