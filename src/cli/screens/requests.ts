/** What was sent to the optimizer model in a run, and what it replied: `protegi show --requests`. */
import { indented } from "../../report/table.ts";
import { counted } from "../../core/values/words.ts";
import { UsageError } from "../../core/errors.ts";
import type { StoredExchange } from "../../stores/stored.ts";
import type { Terminal } from "../terminal.ts";

/**
 * The round that the flag names; undefined for all rounds.
 * @throws UsageError when it is no round
 */
export function roundOf(flag: string | true): number | undefined {
  if (flag === true) return undefined;
  if (/^\d{1,6}$/.test(flag)) return Number(flag);
  throw new UsageError(
    "--requests",
    `expected the number of a round, got ${JSON.stringify(flag)}`,
    "Such as: protegi show RUN --requests 2",
  );
}

/** Every exchange with its messages, the reply, and what was taken from it. */
export function requestLines(terminal: Terminal, exchanges: readonly StoredExchange[], round?: number): string[] {
  if (exchanges.length === 0)
    return [
      round === undefined
        ? "No requests to the optimizer model are stored for this run."
        : `No requests to the optimizer model are stored for round ${round} of this run.`,
    ];
  return exchanges.flatMap((exchange, index) => [
    ...(index === 0 ? [] : [""]),
    terminal.bold(
      `Request ${index + 1} of ${exchanges.length}: ${exchange.asked}, round ${exchange.round}, prompt ${exchange.parent}`,
    ),
    ...exchange.messages.flatMap(({ role, content }) => [terminal.dim(`${role}:`), indented(content)]),
    terminal.dim("reply:"),
    indented(exchange.reply ?? "(none was delivered)"),
    taken(exchange),
  ]);
}

function taken({ items = [], dropped }: StoredExchange): string {
  return dropped === undefined ? `Taken: ${counted(items.length, "item")}.` : `Dropped: ${dropped}.`;
}
