/** What a person should know about the calls of a run, each thing once. */
import type { ModelError } from "../core/errors.ts";
import type { ModelAnswer } from "../core/model.ts";

export interface Notices {
  /** The first failure of its kind is reported. */
  failure(error: ModelError): void;
  warnings(answer: ModelAnswer): void;
  /** The first requests that were turned down are reported one by one. */
  turnedDown(sentence: string, words: string | undefined): void;
}

/** Requests that are reported one by one. */
const ONE_BY_ONE = 5;

export function createNotices(tell: ((text: string) => void) | undefined): Notices {
  const told = new Set<string>();
  let turnedDown = 0;
  function once(name: string, text: string): void {
    if (told.has(name)) return;
    told.add(name);
    tell?.(text);
  }
  return {
    failure(error) {
      const [line, ...more] = error.message.split("\n");
      // The words of a provider stay out, what to do at a server that cannot be reached does not.
      const advice = error.kind === "network" && more.length > 0 ? ` ${more.at(-1)!.trim()}` : "";
      const wait = (error.retryAfter ?? 0) < 1 ? "" : ` after ${Math.ceil(error.retryAfter!)} s, as the provider asks`;
      once(`failure ${error.kind}`, `${line}.${advice} Trying again${wait}; failed attempts are counted separately.`);
    },
    turnedDown(sentence, words) {
      if (++turnedDown <= ONE_BY_ONE) once(sentence, words === undefined ? sentence : `${sentence} ${words.trim()}`);
      else once("turned down", "More requests are refused; they are not reported one by one.");
    },
    warnings({ warnings = [] }) {
      for (const warning of warnings) once(warning, warning);
    },
  };
}
