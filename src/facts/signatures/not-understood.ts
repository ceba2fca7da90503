/** The signature of a search whose optimizer model replies in a form that cannot be used. */
import type { RunEvent } from "../../core/events.ts";
import { droppedSentence } from "../../core/futility/sentences.ts";
import { all } from "../of.ts";
import type { Signature } from "./signature.ts";

/** Share of replies that were dropped, and how many of them there must be to tell. */
const MOST = 0.5;
const ENOUGH_REPLIES = 4;

/** The search stopped for it, or most replies were dropped. */
export function optimizerNotUnderstood(events: readonly RunEvent[]): Signature | undefined {
  const stopped = all(events, "search-ended").at(-1)?.reason;
  if (stopped?.kind === "optimizer-not-understood") return signature(stopped, stopped.dropped);
  const dropped = all(events, "reply-dropped").filter(({ reason }) => reason !== "undelivered");
  if (dropped.length < ENOUGH_REPLIES) return undefined;
  const of = dropped.length + used(events);
  if (dropped.length < MOST * of) return undefined;
  const reasons = [...Map.groupBy(dropped, ({ reason }) => reason)];
  const [why, same] = reasons.toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0]!;
  const example = same.map(({ reply = "" }) => reply).toSorted()[0]!;
  return signature({ why, dropped: dropped.length, example }, of);
}

/** Replies that were used, at most: a reply with reasons has brought one gradient at least, one with sections one new prompt. */
function used(events: readonly RunEvent[]): number {
  const reasons = new Set(all(events, "gradient").map(({ round, parent, rows }) => [round, parent, ...rows].join(" ")));
  const written = all(events, "candidate").filter(({ origin }) => origin.kind !== "added");
  const others = [...all(events, "candidate-rejected"), ...all(events, "candidate-dropped")];
  return reasons.size + written.length + others.length;
}

function signature(found: Parameters<typeof droppedSentence>[0], of: number): Signature {
  const evidence = { dropped: found.dropped, of };
  return { kind: "optimizer-not-understood", message: droppedSentence(found, of), evidence };
}
