/** A chat as people write it in a config or in a file of its own: a list of messages, or an object that holds one. */
import { z } from "zod";
import type { Message } from "../core/model.ts";

/** One message as it is written. */
export interface WrittenMessage {
  readonly role: Message["role"];
  /** The text, or the file that holds it. */
  readonly content?: string | { readonly file: string } | undefined;
  /** The file that holds the text, next to the config or the chat's own file. */
  readonly file?: string | undefined;
  /** Whether it keeps every part of itself from changing. */
  readonly locked?: boolean | undefined;
}

/** A chat as it is written. */
export type WrittenChat = readonly WrittenMessage[] | { readonly messages: readonly WrittenMessage[] };

const words = "text, not nothing";
const content = z.string().refine((text) => text.trim() !== "", words);
const file = z.string().min(1).describe("A text file next to the config, or to the file of the chat");

const messageSchema = z
  .strictObject({
    role: z.enum(["system", "user", "assistant"]).describe("Who speaks"),
    content: z
      .union([content, z.strictObject({ file })], words)
      .optional()
      .describe("The text, or the file that holds it"),
    file: file.optional(),
    locked: z.boolean().optional().describe("Whether the message stays as it is; assistant messages always do"),
  })
  .refine((one) => (one.content === undefined) !== (one.file === undefined), "content or file, one of the two");

const listSchema = z.array(messageSchema).refine((list) => list.length > 0, "a message or more");

/** The ways to write a chat in a config. */
export const chatForms: readonly [z.ZodType<readonly WrittenMessage[]>, z.ZodType<WrittenChat>] = [
  listSchema,
  z.strictObject({ messages: listSchema }),
];

/** A chat in a file of its own. */
export const chatSchema: z.ZodType<WrittenChat> = z.union(chatForms);

/** The messages of a chat, however it is written. */
export function messagesIn(chat: WrittenChat): readonly WrittenMessage[] {
  return "messages" in chat ? chat.messages : chat;
}
