/** Reads the sections in a reply of the optimizer model: its items without what is wrapped around them. */
import type { ModelAnswer } from "../../model.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import { cleanReply } from "../../replies/clean.ts";
import { type Dropped, readReply } from "./reply.ts";
import { unwrap, type Unwrapped } from "./unwrap.ts";

/** The sections of a reply, at most as many as were asked for, some of them empty; or why there are none. */
export type Sections = { readonly sections: readonly Unwrapped[] } | { readonly dropped: Dropped };

/**
 * Reads a reply to a request for `count` versions of a part. One without any marks is a section where its structure proves
 * it: it has the part's own heading, or it is the whole prompt with nothing else changed.
 * @param part name of the part that was asked about; default the first
 */
export function readSections(answer: ModelAnswer, count: number, prompt: Prompt, part?: string): Sections {
  const reply = readReply(answer, { kind: "sections", count });
  if ("items" in reply) return { sections: reply.items.slice(0, count).map((item) => unwrap(item, prompt, part)) };
  if (reply.dropped !== "unreadable" || count !== 1) return reply;
  const bare = unwrap(cleanReply(answer.text, "optimizer").text, prompt, part);
  const proven = bare.unwrapped.includes("frame") || bare.unwrapped.includes("heading");
  return proven && bare.section !== "" ? { sections: [bare] } : reply;
}
