/** The reporter that a config names, as commands call it: where it fails, the command goes on without it. */
import type { RunEvent } from "../core/events.ts";
import { firstFrame } from "../core/own-code/first-frame.ts";
import type { Reporter } from "../options/modules.ts";
import type { Terminal } from "./terminal.ts";

/** A function of an event; without a reporter it does nothing. A reporter that throws is called no more, and a note says so. */
export function reporterOf(terminal: Terminal, { reporter }: { readonly reporter?: Reporter | undefined }): Reporter {
  let current = reporter;
  return (event: RunEvent): void => {
    try {
      current?.(event);
    } catch (error) {
      current = undefined;
      const place = error instanceof Error ? firstFrame(error.stack) : undefined;
      const what = error instanceof Error ? error.message : String(error);
      terminal.note(`The reporter failed and gets nothing more: ${what}${place === undefined ? "" : ` (${place})`}`);
    }
  };
}
