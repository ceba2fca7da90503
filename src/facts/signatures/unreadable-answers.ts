/** The signature of a search whose task model gives answers that cannot be read. */
import type { RunEvent } from "../../core/events.ts";
import { unreadableSentence } from "../../core/futility/sentences.ts";
import { UNREAD, type Unread } from "../../core/replies/unread.ts";
import { all, type Of } from "../of.ts";
import type { Signature } from "./signature.ts";

/** Share of answers that cannot be read, and how many there must be to tell. */
const MOST = 0.5;
const ENOUGH_ANSWERS = 12;

/** The search stopped for it, or most answers of what it found still cannot be read. */
export function unreadableAnswers(events: readonly RunEvent[]): Signature | undefined {
  const stopped = all(events, "search-ended").at(-1)?.reason;
  if (stopped?.kind === "unreadable-answers") return signature(stopped);
  const found = all(events, "errors-found");
  const { unread, of } = foundBest(events, found);
  if (of < ENOUGH_ANSWERS || unread < MOST * of) return undefined;
  const times = (why: Unread): number => found.reduce((sum, event) => sum + (event.unread?.[why] ?? 0), 0);
  const why = UNREAD.reduce((a, b) => (times(b) > times(a) ? b : a), "unreadable");
  return signature({ why, unread, of, example: "" });
}

/** Of the best prompt on the test rows, else of that prompt of the last round whose answers are read best: a search may mend the first. */
function foundBest(
  events: readonly RunEvent[],
  found: readonly Of<"errors-found">[],
): { readonly unread: number; readonly of: number } {
  const verdict = all(events, "verdict").at(-1)?.verdict;
  if (verdict !== undefined) return { unread: verdict.invalid.winner, of: verdict.winner.n };
  const round = Math.max(...found.map((event) => event.round));
  const last = found
    .filter((event) => event.round === round)
    .map(({ invalid, rows }) => ({ unread: invalid, of: rows }));
  return last.toSorted((a, b) => a.unread / a.of - b.unread / b.of)[0] ?? { unread: 0, of: 0 };
}

function signature(found: Parameters<typeof unreadableSentence>[0]): Signature {
  const { unread, of } = found;
  return { kind: "unreadable-answers", message: unreadableSentence(found), evidence: { unread, of } };
}
