/** Weighs the answers to a prompt: whether so few of them can be read that a search would learn nothing. */
import type { Example } from "../example.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Unreadable } from "./futile.ts";
import { countUnread, UNREAD, type Unread } from "../replies/unread.ts";
import type { Observation } from "../task.ts";
import type { Tools } from "../tools.ts";
import { oneLine } from "../values/words.ts";
import type { Work } from "../work.ts";

/** Answers that are weighed before any others are asked for. */
export const FIRST_ANSWERS = 16;

/** Fewer answers than this decide nothing, except where the thinking used up all tokens of every one. */
const ENOUGH = 12;

/** Such answers cost the most that a call can cost, and say nothing: as many as this, and no other, are enough. */
const OPENING_ANSWERS = 3;

/** Share of answers that cannot be read from which on a search stops, and from which on a notice says so. */
const HOPELESS = 0.9;
const DOUBTFUL = 0.5;

/** Characters of an answer that are shown. */
export const EXCERPT = 200;

/** What weighing needs to know of an answer. */
export type Weighed = Pick<Observation, "invalid" | "why" | "answer">;

/** Those that cannot be read, where they are at least half of enough answers. */
export function doubtful(seen: readonly Weighed[]): Unreadable | undefined {
  return unreadableAmong(seen, DOUBTFUL, UNREAD);
}

/** Those that cannot be read, where they are nine in ten of enough answers, whatever the reason. */
export function unreadable(seen: readonly Weighed[]): Unreadable | undefined {
  return unreadableAmong(seen, HOPELESS, UNREAD);
}

/**
 * Those that cannot be read, where they are nine in ten of enough answers and no prompt is likely to change it: thoughts that
 * use up the tokens, cut answers, refusals. Whole answers in another form are what a search may mend.
 */
export function hopeless(seen: readonly Weighed[]): Unreadable | undefined {
  if (seen.length >= OPENING_ANSWERS && isAllThinking(seen))
    return { why: "thinking", unread: seen.length, of: seen.length, example: oneLine(seen[0]!.answer, EXCERPT) };
  return unreadableAmong(
    seen,
    HOPELESS,
    UNREAD.filter((why) => why !== "unreadable"),
  );
}

function isAllThinking(seen: readonly Weighed[]): boolean {
  return seen.every(({ invalid, why }) => invalid && why === "thinking");
}

function unreadableAmong(seen: readonly Weighed[], bound: number, reasons: readonly Unread[]): Unreadable | undefined {
  const counts = countUnread(seen);
  const unread = reasons.reduce((sum, why) => sum + (counts[why] ?? 0), 0);
  if (seen.length < ENOUGH || unread < bound * seen.length) return undefined;
  const why = reasons.reduce((a, b) => ((counts[b] ?? 0) > (counts[a] ?? 0) ? b : a));
  const { answer } = seen.find((one) => one.invalid && (one.why ?? "unreadable") === why)!;
  return { why, unread, of: seen.length, example: oneLine(answer, EXCERPT) };
}

/**
 * The first answer to `prompt`, and two more where the thinking used up all of its tokens: those that are hopeless, if they are.
 * One call of a run goes first in any case, so a model that answers waits no longer.
 */
export async function openingAnswers(
  { evaluate }: Pick<Tools, "evaluate">,
  prompt: Prompt,
  examples: readonly Example[],
  work: Work,
): Promise<{ readonly seen: readonly Observation[]; readonly asked: number; readonly hopeless?: Unreadable }> {
  const first = await evaluate(prompt, examples.slice(0, 1), work);
  if (first.length === 0 || !isAllThinking(first)) return { seen: first, asked: 1 };
  const seen = [...first, ...(await evaluate(prompt, examples.slice(1, OPENING_ANSWERS), work))];
  const found = hopeless(seen);
  return { seen, asked: OPENING_ANSWERS, ...(found && { hopeless: found }) };
}

/**
 * The answers to `prompt` on `examples`. The first few are weighed before the others are asked for; where they are hopeless,
 * they are all there is.
 */
export async function weighedAnswers(
  tools: Pick<Tools, "evaluate" | "callsFor">,
  prompt: Prompt,
  examples: readonly Example[],
  work: Work,
): Promise<{ readonly seen: readonly Observation[]; readonly hopeless?: Unreadable }> {
  // Set aside at once, as if all were asked for together: others that share the budget are cut at the same place.
  const budget = work.budget.reserve(tools.callsFor(examples.length, work.phase));
  try {
    const opening = await openingAnswers(tools, prompt, examples, { ...work, budget });
    if (opening.hopeless !== undefined) return opening;
    const others = await tools.evaluate(prompt, examples.slice(opening.asked, FIRST_ANSWERS), { ...work, budget });
    const first = [...opening.seen, ...others];
    const found = hopeless(first);
    if (found !== undefined) return { seen: first, hopeless: found };
    const rest = await tools.evaluate(prompt, examples.slice(FIRST_ANSWERS), { ...work, budget });
    return { seen: [...first, ...rest] };
  } finally {
    budget.release();
  }
}
