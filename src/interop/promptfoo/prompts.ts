/** The prompt of a config: the first one, written there or in a file, as text or as a chat. */
import { UsageError } from "../../core/errors.ts";
import type { PromptSource } from "../../core/prompt/prompt.ts";
import { turnsIn } from "../../core/prompt/turns.ts";
import { readSmallText, readYaml } from "../../datasets/index.ts";
import { filesOf, type Place } from "./files.ts";
import type { Notes } from "./notes.ts";
import { isObject } from "../../core/values/is-object.ts";
import { listOf } from "./values.ts";

/** @throws UsageError when there is none, or the first is neither text nor a chat that can be read */
export async function promptOf(given: unknown, place: Place, notes: Notes): Promise<PromptSource> {
  const option = `${place.path}: prompts`;
  // An older form: files as keys, labels as values.
  const isMap = isObject(given) && !("raw" in given || "id" in given || "file" in given);
  const prompts = isMap ? Object.keys(given) : listOf(given);
  if (prompts.length === 0)
    throw new UsageError(option, "expected at least one prompt, got none", "Such as: prompts: [file://prompt.txt]");
  if (prompts.length > 1) notes.say(`The config has ${prompts.length} prompts; the first one was taken.`);
  const [first] = prompts;
  const named = isObject(first) ? (first["raw"] ?? first["file"] ?? first["id"]) : first;
  if (typeof named !== "string") throw new UsageError(option, "expected text or a file://, got something else");
  if (isChat(named)) return chatIn(named, option, "the first prompt");
  return isFile(named) ? inFile(named, place, option, notes) : named;
}

function isFile(text: string): boolean {
  return (
    /^file:\/\/\S/.test(text) || /^[^\n{]+\.(?:txt|md|json|ya?ml|j2|jinja2?|njk|[cm]?[jt]s|py|csv)(?::\w+)?$/.test(text)
  );
}

async function inFile(reference: string, place: Place, option: string, notes: Notes): Promise<PromptSource> {
  const files = await filesOf(reference, place, "prompts");
  if (files.length > 1) notes.say(`${reference} stands for ${files.length} prompts; the first one was taken.`);
  const shown = reference.replace(/^file:\/\//, "");
  if (!/\.(?:txt|md|j2|jinja2?|njk|json|ya?ml)$/.test(files[0]!)) throw noChat(option, shown);
  const text = await readSmallText(files[0]!).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof UsageError) throw error;
    const why = error.code === "ENOENT" ? "there is no such file" : error.message;
    throw new UsageError(option, `${shown} cannot be read: ${why}`, `It is looked for in ${place.folder}.`);
  });
  if (isChat(text) || /\.(?:json|ya?ml)$/.test(files[0]!)) return chatIn(text, option, shown);
  // A line of dashes separates several prompts of one file.
  const parts = text.split(/^---[ \t]*$/m).filter((part) => part.trim() !== "");
  if (parts.length > 1) notes.say(`${shown} holds ${parts.length} prompts; the first one was taken.`);
  return parts.length > 1 ? parts[0]! : text;
}

/** A chat, of which JSON with tags around its values is none. */
function chatIn(text: string, option: string, what: string): PromptSource {
  const turns = turnsIn(valueOf(text));
  if (turns === undefined) throw noChat(option, what);
  return turns;
}

function valueOf(text: string): unknown {
  try {
    return readYaml(text, "prompt").value;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function noChat(option: string, what: string): UsageError {
  return new UsageError(
    option,
    `expected a prompt of plain text or a chat of system, user and assistant, got ${what}, which is neither`,
    "Prompts in code, and chats that template tags write, are not read; write the prompt as prompt.md, or as prompt.yaml with a list of { role, content }.",
  );
}

/** Whether a text is a chat, written as JSON or YAML. */
function isChat(text: string): boolean {
  return /^\s*\[\s*\{\s*"(?:role|content)"\s*:/.test(text) || /^\s*-\s+role:\s*\S+\s*\n\s+content:/.test(text);
}
