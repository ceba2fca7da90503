/** Numbers and reasons in words, the same in the terminal, the page and exports. */
import type { StopReason } from "../core/stop-reason.ts";
import type { Spending } from "../core/spending.ts";
import { futileSentence } from "../core/futility/sentences.ts";
import { WHAT_MAY_HELP } from "../core/measuring/headroom/word.ts";
import { count, counted } from "../core/values/words.ts";

/** US dollars, with more decimals for small sums. */
export function dollars(value: number): string {
  return `$${value.toFixed(value !== 0 && value < 0.1 ? 4 : 2)}`;
}

/** A time in the two largest units. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A number in few characters: `9,500`, `383k`, `1.2M`. */
export function short(value: number): string {
  if (value < 10_000) return count(value);
  return value < 999_500 ? `${Math.round(value / 1000)}k` : `${(value / 1e6).toFixed(1)}M`;
}

/** A range, as `1 to 9`; one value where both ends read alike. */
export function between(
  { least, most }: { readonly least: number; readonly most: number },
  show: (value: number) => string,
): string {
  const [low, high] = [show(least), show(most)];
  return low === high ? low : `${low} to ${high}`;
}

/** Calls, tokens and money. */
export function spent({ calls, cached, failures, inputTokens, outputTokens, usd }: Spending): string {
  const parts = [
    counted(calls, "call"),
    ...(cached > 0 ? [`${count(cached)} of them answered from the store`] : []),
    ...(failures > 0 ? [`${counted(failures, "failed try", "failed tries")}`] : []),
    `${count(inputTokens)} tokens in, ${count(outputTokens)} out`,
    ...(usd === undefined ? [] : [dollars(usd)]),
  ];
  return parts.join(", ");
}

/** Why a search ended, in a sentence. */
export function stopSentence(reason: StopReason): string {
  switch (reason.kind) {
    case "rounds":
      return reason.rounds === 1 ? "The only round is done." : `All ${count(reason.rounds)} rounds are done.`;
    case "no-gain":
      return `The best prompt gained nothing on dev for ${counted(reason.rounds, "round")}.`;
    case "degrading":
      return `The best prompt gets worse on dev since round ${reason.since}; the best on dev was kept.`;
    case "perfect-dev":
      return "The best prompt is right on every row of dev.";
    case "nothing-to-mend":
      return "No prompt that the search would improve makes an error on train: there is nothing to learn from.";
    case "stalled":
      return `In ${counted(reason.rounds, "round")} in a row, no new prompt was better than the best one.`;
    case "nothing-moves":
      return `No new prompt of rounds ${reason.round - 1} and ${reason.round} changed the answer to any row: more rounds would gain nothing.${reason.round === 2 ? ` ${WHAT_MAY_HELP}` : ""}`;
    case "no-new-prompts":
      return `${reason.rounds === 1 ? `Round ${reason.round}` : `Rounds ${reason.round - reason.rounds + 1} to ${reason.round}`} brought no new prompt, which ended the search. To let it go on, set search.emptyRounds to 0.`;
    case "stopped":
      return "You stopped the search; the best prompt so far was kept.";
    case "unreadable-answers":
    case "optimizer-not-understood":
      return futileSentence(reason);
    case "budget":
      return `The budget of ${CAPS[reason.cap] ?? reason.cap} ended the search; the best prompt so far was kept.`;
  }
}

/** Caps whose name is a unit. */
const CAPS: Readonly<Record<string, string>> = { usd: "money", minutes: "time" };
