/**
 * Reads a prompt: parts and placeholders are found once and put back by position, so neither a short part nor a row's text
 * can rewrite another place of the prompt.
 */
import { UsageError } from "../errors.ts";
import { digest } from "../values/hash.ts";
import type { Message } from "../model.ts";
import type { Changes, Part, Prompt, PromptMessage, PromptSource, Reading } from "./shape.ts";
import { freeName, inOrder, rewritten, sectionsIn, uniqueNames, type NamedSlot, type Slot } from "./slots.ts";
import { aloneIn, fillTemplate, hasWords, placeholdersIn, trimmed } from "./template.ts";
import { turnsIn } from "./turns.ts";

export type { Changes, Part, Prompt, PromptMessage, PromptSource, Reading } from "./shape.ts";

/** Named in the place of a heading where the whole prompt may change, whatever headings it has. */
export const ALL = "all";

/**
 * Reads a prompt.
 * @param source plain text or chat messages; Windows line ends become plain ones
 * @param heading the Markdown heading, or several, whose body may change, whatever its case; default `Task`; `all` for the whole prompt. Where no message has
 *   one, all of every system and user message may change that has words other than its placeholders, unless it is locked.
 * @throws UsageError when nothing may change, one part would lie within another, or the heading of the examples is missing
 */
export function parsePrompt(
  source: PromptSource,
  heading: string | readonly string[] = "Task",
  reading: Reading = {},
): Prompt {
  const isChat = typeof source !== "string";
  const given: readonly PromptMessage[] = isChat ? source : [{ role: "user", content: source }];
  const messages = given.map(({ role, content }): Message => ({ role, content: content.replaceAll("\r\n", "\n") }));
  const open = given.map(({ locked, role }) => locked !== true && (!isChat || role !== "assistant"));
  const headings = typeof heading === "string" ? [heading] : heading;
  const isWhole = headings.length === 1 && headings[0]!.toLowerCase() === ALL;
  const shown = examplesIn(messages, open, reading);
  const under = messages.flatMap(({ content }, at) => (open[at] && !isWhole ? sectionsIn(content, headings, at) : []));
  const found =
    under.length > 0
      ? under
      : messages.flatMap(({ content }, at) => {
          const whole = { heading: undefined, ...trimmed(content, 0, content.length), message: at };
          return open[at] && at !== shown?.message && (!isChat || hasWords(content)) ? [whole] : [];
        });
  if (found.length === 0 && shown !== undefined)
    throw new UsageError(
      "examples",
      `expected instructions under a heading of their own, got none next to "${shown.heading}"`,
      "Put the instructions under a heading such as # Task, and name it as section.",
    );
  if (found.length === 0)
    throw new UsageError(
      "prompt",
      "expected a message that may change, got only locked ones, assistant turns and placeholders",
      "Leave at least one system or user message with words unlocked.",
    );
  const names = isChat || found.length > 1 ? uniqueNames(found, messages, headings.length > 1) : ["task"];
  const named = found.map((slot, i): NamedSlot => ({ ...slot, name: names[i]!, kind: "instruction" }));
  return build(isChat, messages, withExamples(named, shown), headings, reading);
}

/** The place of the examples; undefined where no heading is named. */
function examplesIn(messages: readonly Message[], open: readonly boolean[], { examples }: Reading): Slot | undefined {
  if (examples === undefined) return undefined;
  const [found] = messages.flatMap(({ content }, at) => (open[at] ? sectionsIn(content, [examples], at) : []));
  if (found !== undefined) return found;
  throw new UsageError(
    "examples",
    `the prompt has no heading "${examples}" in a message that may change`,
    `Add a line such as # ${examples} where the examples belong.`,
  );
}

/** The slots in the order of the text, the examples among them. */
function withExamples(slots: readonly NamedSlot[], shown: Slot | undefined): readonly NamedSlot[] {
  if (shown === undefined) return slots;
  const name = freeName(shown.heading!.toLowerCase(), slots);
  const all: readonly NamedSlot[] = [...slots, { ...shown, name, kind: "examples" }];
  return inOrder(all);
}

/** Whether the parts are found again, as they are, when the prompt is read from its messages. */
export function readsBack(prompt: Prompt): boolean {
  return sources.get(prompt)?.() ?? false;
}

/** The name of the part that the `index`-th of several requests is about: parts of instructions take turns. */
export function nthPart({ parts }: Prompt, index: number): string {
  const written = parts.filter(({ kind }) => kind === "instruction");
  return written[index % written.length]!.name;
}

/** The text of a part. */
export function partText({ parts }: Prompt, name: string): string {
  return parts.find((part) => part.name === name)?.text ?? "";
}

/** The texts of all parts by their names. */
export function partsOf({ parts }: Prompt): Changes {
  return Object.fromEntries(parts.map(({ name, text }) => [name, text]));
}

/** Messages as a person reads them: a single one as it is, several each under its role. */
export function shownMessages(messages: readonly Message[]): string {
  return messages.length === 1 ? messages[0]!.content : inOne(messages);
}

function inOne(messages: readonly Message[]): string {
  return messages.map(({ role, content }) => `[${role}]\n${content}`).join("\n\n");
}

/** Texts of parts as a person reads them: the only one as it is, several each under its name. */
export function shownParts(parts: Changes): string {
  const texts = Object.entries(parts);
  return texts.length === 1 ? texts[0]![1] : texts.map(([name, text]) => `[${name}]\n${text}`).join("\n\n");
}

/** How a prompt reads itself again, for `readsBack`. */
const sources = new WeakMap<Prompt, () => boolean>();

function build(
  isChat: boolean,
  messages: readonly Message[],
  slots: readonly NamedSlot[],
  headings: readonly string[],
  reading: Reading,
): Prompt {
  const parts = slots.map(({ name, kind, heading, message, start, end }): Part => ({
    name,
    kind,
    text: messages[message]!.content.slice(start, end),
    heading,
    where: { message, start, end },
  }));
  const { turns = [] } = reading;
  const contents = messages.map(({ content }) => content);
  const text = isChat ? inOne(messages) : contents[0]!;
  const prompt: Prompt = {
    id: digest(isChat ? JSON.stringify(messages.map(({ role, content }) => [role, content])) : text, 12),
    text,
    messages,
    parts,
    size: parts.reduce((sum, part) => sum + part.text.length, 0),
    placeholders: placeholdersIn(contents.join("\n")),
    withParts(changes) {
      const unknown = Object.keys(changes).find((name) => !parts.some((part) => part.name === name));
      if (unknown !== undefined)
        throw new UsageError(
          `part ${unknown}`,
          "the prompt has no part of this name",
          `Parts: ${parts.map(({ name }) => name).join(", ")}.`,
        );
      const changed = messages.map(({ role, content }, at) =>
        rewritten(
          role,
          content,
          slots.filter(({ message }) => message === at),
          changes,
        ),
      );
      return build(
        isChat,
        changed.map(({ message }) => message),
        changed.flatMap((one) => one.slots),
        headings,
        reading,
      );
    },
    render: (fields) =>
      messages.flatMap(({ role, content }) => {
        const column = isChat && turns.length > 0 ? aloneIn(content) : undefined;
        const own = column !== undefined && turns.includes(column) ? turnsIn(fields[column]) : undefined;
        return own ?? [{ role, content: fillTemplate(content, fields) }];
      }),
  };
  sources.set(prompt, () => {
    const locked = messages.map((message, at) => ({ ...message, locked: !slots.some((slot) => slot.message === at) }));
    const again = parsePrompt(isChat ? locked : text, headings, reading).parts;
    return (
      again.length === parts.length &&
      again.every((part, i) => part.text === parts[i]!.text && part.heading === parts[i]!.heading)
    );
  });
  return prompt;
}
