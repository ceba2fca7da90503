/** An answer, for tests in this process and in others. */
import type { StoredAnswer } from "../../src/stores/store.ts";

export function answerOf(text: string): StoredAnswer {
  return { text, finish: "stop", usage: { input: 10, output: 2, cachedInput: 0, reasoning: 0 }, latency: 5 };
}
