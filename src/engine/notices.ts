/** What a person should know about the calls of a run, each thing once. */
import type { ModelError } from "../core/errors.ts";
import type { ModelAnswer } from "../core/model.ts";

export interface Notices {
  /** The first failure of its kind is reported. */
  failure(error: ModelError): void;
  warnings(answer: ModelAnswer): void;
}

export function createNotices(tell: ((text: string) => void) | undefined): Notices {
  const told = new Set<string>();
  function once(name: string, text: string): void {
    if (told.has(name)) return;
    told.add(name);
    tell?.(text);
  }
  return {
    failure(error) {
      const [line] = error.message.split("\n");
      const wait = (error.retryAfter ?? 0) < 1 ? "" : ` after ${Math.ceil(error.retryAfter!)} s, as the provider asks`;
      once(`failure ${error.kind}`, `${line}. Trying again${wait}; failed attempts are counted separately.`);
    },
    warnings({ warnings = [] }) {
      for (const warning of warnings) once(warning, warning);
    },
  };
}
