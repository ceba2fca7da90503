/** The signature of a search whose task model gives answers that cannot be read. */
import type { RunEvent } from "../../core/events.ts";
import { unreadableSentence } from "../../core/futility/sentences.ts";
import { UNREAD } from "../../core/replies/unread.ts";
import { all } from "../of.ts";
import type { Signature } from "./signature.ts";

/** Share of a round's answers that cannot be read, and how many answers there must be to tell. */
const MOST = 0.5;
const ENOUGH_ANSWERS = 12;

/** The search stopped for it, or the prompts of its last round still had answers of which most cannot be read. */
export function unreadableAnswers(events: readonly RunEvent[]): Signature | undefined {
  const stopped = all(events, "search-ended").at(-1)?.reason;
  if (stopped?.kind === "unreadable-answers") return signature(stopped);
  const found = all(events, "errors-found");
  // A search may well mend what its first prompt got wrong.
  const round = Math.max(...found.map((event) => event.round));
  const last = found.filter((event) => event.round === round);
  const of = last.reduce((sum, { rows }) => sum + rows, 0);
  const unread = last.reduce((sum, { invalid }) => sum + invalid, 0);
  if (of < ENOUGH_ANSWERS || unread < MOST * of) return undefined;
  const times = (why: (typeof UNREAD)[number]): number =>
    last.reduce((sum, event) => sum + (event.unread?.[why] ?? 0), 0);
  const why = UNREAD.reduce((a, b) => (times(b) > times(a) ? b : a), "unreadable");
  return signature({ why, unread, of, example: "" });
}

function signature(found: Parameters<typeof unreadableSentence>[0]): Signature {
  const { unread, of } = found;
  return { kind: "unreadable-answers", message: unreadableSentence(found), evidence: { unread, of } };
}
