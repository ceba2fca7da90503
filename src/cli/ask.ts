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
    return answered(await text({ message, initialValue: initial, validate: required, ...atTerminal() }));
  },
  async choose(message, options, { initial, hints } = {}) {
    const { select } = await import("@clack/prompts");
    return answered(
      await select({
        message: plain(message),
        options: options.map((value) => {
          const hint = hints?.get(value);
          return { value, label: plain(value), ...(hint !== undefined && { hint: plain(hint) }) };
        }),
        ...(initial !== undefined && { initialValue: initial }),
        ...atTerminal(),
      }),
    );
  },
  async several(message, options, initial) {
    const { multiselect } = await import("@clack/prompts");
    return answered(
      await multiselect({
        message: plain(message),
        options: options.map((value) => ({ value, label: plain(value) })),
        initialValues: [...initial],
        required: true,
        ...atTerminal(),
      }),
    );
  },
  async confirm(message, initial = false) {
    const { confirm } = await import("@clack/prompts");
    return answered(await confirm({ message: plain(message), initialValue: initial, ...atTerminal() }));
  },
};

/** Nobody answers any more after Ctrl-D, at which Node stops reading, or once the input has ended. */
function atTerminal(): { readonly output: typeof process.stderr; readonly signal: AbortSignal } {
  const gone = new AbortController();
  process.stdin.once("end", () => gone.abort());
  process.stdin.on("keypress", (_: unknown, { ctrl, name }: Key) => ctrl === true && name === "d" && gone.abort());
  return { output: process.stderr, signal: gone.signal };
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (typeof answer === "symbol") throw new AbortedError("Stopped; nothing was changed.");
  return answer as Exclude<T, symbol>;
}
