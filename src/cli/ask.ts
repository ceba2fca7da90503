/** Asks a person at the terminal. */
import type { Key } from "node:readline";
import { AbortedError } from "../core/errors.ts";
import { plain, type Ask } from "./terminal.ts";

/** Questions on stderr, so that stdout holds results only. */
export const askAtTerminal: Ask = {
  async text(message, initial) {
    const { text } = await import("@clack/prompts");
    const required = (value: string | undefined): string | undefined =>
      value?.trim() ? undefined : "Please write something.";
    return answered((at) => text({ message, initialValue: initial, validate: required, ...at }));
  },
  async choose(message, options, { initial, hints } = {}) {
    const { select } = await import("@clack/prompts");
    return answered((at) =>
      select({
        message: plain(message),
        options: options.map((value) => shownOption(value, hints)),
        ...(initial !== undefined && { initialValue: initial }),
        ...at,
      }),
    );
  },
  async several(message, options, initial, hints) {
    const { multiselect } = await import("@clack/prompts");
    return answered((at) =>
      multiselect({
        message: plain(message),
        options: options.map((value) => shownOption(value, hints)),
        initialValues: [...initial],
        required: true,
        ...at,
      }),
    );
  },
  async confirm(message, initial = false) {
    const { confirm } = await import("@clack/prompts");
    return answered((at) => confirm({ message: plain(message), initialValue: initial, ...at }));
  },
};

function shownOption(value: string, hints: ReadonlyMap<string, string> | undefined) {
  const hint = hints?.get(value);
  return { value, label: plain(value), ...(hint !== undefined && { hint: plain(hint) }) };
}

/** Where a question is asked, and what ends it. */
interface AtTerminal {
  readonly output: typeof process.stderr;
  readonly signal: AbortSignal;
}

/** The answer to a question. Nobody answers any more after Ctrl-D, at which Node stops reading, or once the input has ended. */
async function answered<T>(question: (at: AtTerminal) => Promise<T>): Promise<Exclude<T, symbol>> {
  const { stdin, stderr } = process;
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  const leaveAtCtrlD = (_: unknown, { ctrl, name }: Key): void => {
    if (ctrl === true && name === "d") leave();
  };
  stdin.once("end", leave).on("keypress", leaveAtCtrlD);
  try {
    const answer = await question({ output: stderr, signal: gone.signal });
    if (typeof answer === "symbol") throw new AbortedError("Stopped; nothing was changed.");
    return answer as Exclude<T, symbol>;
  } finally {
    stdin.off("end", leave).off("keypress", leaveAtCtrlD);
  }
}
