/** How a run without a verdict ended: cut off, stopped as futile, or done without a new prompt. */
import type { StopReason } from "../core/stop-reason.ts";
import { FutileError } from "../core/futility/futile-error.ts";
import type { Futile } from "../core/futility/futile.ts";
import { futileSentence } from "../core/futility/sentences.ts";
import type { Watch } from "../core/futility/watch.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import type { SearchOutcome } from "../core/tools.ts";
import type { RunResult } from "./result.ts";

/** Whether the search stopped since it could learn nothing from what models reply. */
export function isFutile(reason: StopReason): reason is Futile {
  return reason.kind === "unreadable-answers" || reason.kind === "optimizer-not-understood";
}

/** Whether the run reached its end; one that a cap or a fault cut off did not. */
export function isFinished({ verdict, stopped }: Pick<RunResult, "verdict" | "stopped">): boolean {
  return verdict !== undefined || !(isFutile(stopped) || stopped.kind === "budget");
}

/** The end of a run in a sentence. */
export function endSentence({ verdict, stopped }: Pick<RunResult, "verdict" | "stopped">): string {
  if (verdict !== undefined) return `Verdict: ${verdict.word}.`;
  if (isFutile(stopped)) return futileSentence(stopped);
  if (stopped.kind === "budget") return "The budget ended before the verdict.";
  return "No new prompt was found, so the test rows were not read.";
}

/** The outcome of a search that ended as futile: the initial prompt, scored nowhere. Throws any other error again. */
export function futileOutcome(initial: Prompt, watch: Watch): (error: unknown) => SearchOutcome {
  return (error) => {
    if (!(error instanceof FutileError)) throw error;
    const best = { prompt: initial, origin: { kind: "initial" }, round: 0 } as const;
    return { best, rounds: watch.round, reason: error.reason, ranked: [] };
  };
}
