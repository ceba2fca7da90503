/** One cleaner of replies for both roles: everything that a model says is read through it. Stored answers stay as they arrived. */
import type { Role } from "../model.ts";
import { finalChannel } from "./channels.ts";
import { answerAtEnd, lastField } from "./fields.ts";
import { type Thoughtless, withoutThoughts } from "./thoughts.ts";
import { ownTurn } from "./turns.ts";

/** Marks of byte order and spaces without width, which say nothing at the ends of a reply. */
const EDGE = "\\s\\u200b-\\u200f\\u2060\\u2061\\u2062\\u2063\\ufeff\\u00ad";
const STARTS = new RegExp(`^[${EDGE}]+`, "u");
const ENDS = new RegExp(`(?<![${EDGE}])[${EDGE}]+$`, "u");

/**
 * What a reply says: without thoughts, template tokens, turns that are not its own, and headings of fields.
 * A reply with nothing of this kind comes back as it is, white space included.
 */
export function cleanReply(text: string, role: Role): Thoughtless {
  const plain = text.replace(STARTS, "").replace(ENDS, "");
  const final = finalChannel(plain);
  const { text: rest, thought, unfinished } = withoutThoughts(final?.text ?? plain, role);
  const answer = unfinished && role === "task" ? answerAtEnd(plain) : undefined;
  if (answer !== undefined) return { text: answer, thought, unfinished: false };
  const cleaned = ownTurn(lastField(ownTurn(rest, role)), role)
    .replace(STARTS, "")
    .replace(ENDS, "");
  return {
    text: cleaned === text.trim() ? text : cleaned,
    thought: thought || final !== undefined,
    unfinished: unfinished || final?.unfinished === true,
  };
}
