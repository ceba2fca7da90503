/** What prompts have of limits, in words and as tables. */
import { allMet, type MeasuredLimit } from "../core/limits/limit.ts";
import type { LimitValue } from "../core/measuring/verdict.ts";
import { count, counted, listed } from "../core/values/words.ts";
import { table } from "./table.ts";

/** What a prompt has of a limit: with its interval where rows show it, alone where the prompt's text does. */
export function limitWords(limit: LimitValue): string {
  return `${limit.met ? "meets it" : "misses it"}: ${valueWords(limit)}`;
}

/** A line for each limit: what one prompt has of it, and whether that is enough. */
export function limitLines(limits: readonly MeasuredLimit[], width = Infinity): string[] {
  return table(
    ["  limit", "value, 95% interval", ""],
    limits.map((one) => [`  ${one.limit}`, ...cells(one)]),
    width,
  );
}

/** Limits for several prompts next to each other, and which prompts meet all; empty without limits. */
export function comparedLimitLines(
  prompts: readonly { readonly limits?: readonly MeasuredLimit[] }[],
  names: readonly string[],
  width = Infinity,
): string[] {
  const measured = prompts.map(({ limits = [] }) => limits);
  if (measured.every(({ length }) => length === 0)) return [];
  const meeting = names.filter((_, i) => allMet(measured[i]!));
  const rows = measured.flatMap((limits, i) => limits.map((one) => [names[i]!, one.limit, ...cells(one)]));
  return [
    "",
    ...table(["prompt", "limit", "value, 95% interval", ""], rows, width),
    meeting.length === 0 ? "No prompt meets all limits." : `All limits are met by ${listed(meeting)}.`,
  ];
}

function cells(limit: MeasuredLimit): [string, string] {
  return [valueWords(limit), limit.met ? "met" : "missed"];
}

/** The value of a limit, with its interval and rows where rows show it. */
export function valueWords({ value, low, high, n }: LimitValue): string {
  const shown = (one: number): string => one.toLocaleString("en-US", { maximumSignificantDigits: 3 });
  if (n === 0) return low === high ? count(value) : "no row shows it";
  return `${shown(value)} [${shown(low)}, ${shown(high)}] over ${counted(n, "row")}`;
}
