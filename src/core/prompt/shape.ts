/**
 * What a prompt is: chat messages of fixed text and named parts that may change, with `{{column}}` placeholders. Plain text
 * is one user message.
 */
import type { Message } from "../model.ts";

/** One message of a chat prompt as it is written; `locked` keeps every part of it from changing. */
export interface PromptMessage extends Message {
  readonly locked?: boolean;
}

/** A prompt as people bring it: plain text, or chat messages. */
export type PromptSource = string | readonly PromptMessage[];

/** A stretch of one message that the optimizer may rewrite. */
export interface Part {
  /** `task` in a plain prompt; the message's role in a chat, or the heading's words where several headings are named. */
  readonly name: string;
  /** What it holds: instructions, which are written, or examples, which are rows of train. */
  readonly kind: "instruction" | "examples";
  /** The text, without the white space around it. */
  readonly text: string;
  /** The Markdown heading that the part belongs to; absent when the whole message may change. */
  readonly heading: string | undefined;
  /** The message that holds it, and its place in that message's template. */
  readonly where: { readonly message: number; readonly start: number; readonly end: number };
}

/** New texts of parts, by their names. */
export type Changes = Readonly<Record<string, string>>;

/** A prompt whose parts may be rewritten and whose placeholders are filled. */
export interface Prompt {
  /** Stable across runs: 12 hexadecimal digits of the SHA-256 of the text, or of the messages of a chat. */
  readonly id: string;
  /** The prompt as a person reads it; of a chat, each message under its role. */
  readonly text: string;
  /** The messages with their placeholders unfilled. */
  readonly messages: readonly Message[];
  /** What may change, in the order of the messages; at least one. */
  readonly parts: readonly Part[];
  /** Characters of all parts together: of two prompts that do equally well, the one with fewer is better. */
  readonly size: number;
  /** Names of the placeholders in all messages, each once, in order of first use. */
  readonly placeholders: readonly string[];
  /**
   * The prompt with other texts in some of its parts.
   * @throws UsageError when there is no part of a name
   */
  withParts(changes: Changes): Prompt;
  /**
   * The messages with their placeholders filled; values are never read as template. A missing column is empty. A message that is
   * the placeholder of a chat alone becomes the turns of the row's chat.
   */
  render(fields: Readonly<Record<string, string>>): readonly Message[];
}

/** What of a prompt is read in another way. */
export interface Reading {
  /** The Markdown heading, whatever its case, whose body is a part of examples. */
  readonly examples?: string | undefined;
  /** Columns that hold a chat: a message that is the placeholder of one alone becomes its turns. */
  readonly turns?: readonly string[] | undefined;
}
