/** What is told of trials as they go, on a terminal and elsewhere. */
import { describe, expect, it } from "vitest";
import { Terminal } from "../../src/cli/terminal.ts";
import { trialsProgress } from "../../src/cli/trials-progress.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { trial } from "../trials/setup.ts";

const round: RunEvent = { type: "round-started", round: 2, rounds: 3, beam: ["a"] };
const notice: RunEvent = { type: "notice", text: "The model is slow." };
const spending: RunEvent = {
  type: "spending",
  spending: { calls: 250, cached: 250, failures: 0, inputTokens: 2000, outputTokens: 500 },
};
const started: RunEvent = {
  type: "run-started",
  runId: "r",
  resumed: false,
  prompt: "p",
  text: "",
  rows: { train: 1, dev: 1, test: 1 },
  maxCalls: 1000,
  simulated: true,
};

/** Three trials on a terminal whose stderr is kept, with a clock of its own. */
function bench(isTTY: boolean) {
  let written = "";
  let now = 0;
  const stderr = { write: (text: string) => (written += text), isTTY, columns: 100 };
  const io = { stdout: stderr, stderr, env: {}, cwd: "/", signal: new AbortController().signal };
  const bar = trialsProgress(new Terminal(io, {}), 3, () => now);
  return {
    bar,
    /** What was written while this was done, after so many seconds. */
    seen(work: () => void, seconds = 1): string {
      now += 1000 * seconds;
      written = "";
      work();
      return written;
    },
  };
}

describe("the progress of trials", () => {
  it("is one live line on a terminal, and a line for each trial that has ended", () => {
    const { bar, seen } = bench(true);
    bar.start("pareto", { seed: 7 });
    expect(seen(() => bar.show(started))).toBe("\r\u001b[K1/3 pareto, seed 7: about 1,000 calls");
    expect(seen(() => bar.show(round))).toBe("\r\u001b[K1/3 pareto, seed 7, round 2: about 1,000 calls");
    expect(seen(() => bar.show(spending))).toBe("\r\u001b[K1/3 pareto, seed 7, round 2: 250/1,000 calls, 2,500 tokens");
    const ended = trial({ variant: "pareto", seed: 7, found: 0.8, calls: 998 });
    expect(seen(() => bar.ended(ended))).toBe("\r\u001b[K  1/3 pareto, seed 7: 0.500 → 0.800, better, 998 calls\n");
    bar.start("pareto", { seed: 8 });
    expect(seen(() => bar.ended({ ...ended, known: true }))).toContain("  2/3 pareto, seed 8: ");
    expect(seen(() => bar.end())).toBe("\r\u001b[K");
  });

  it("elsewhere tells now and then where the trial stands", () => {
    const { bar, seen } = bench(false);
    bar.start("pareto", { seed: 7 });
    expect(seen(() => [started, round, spending].forEach(bar.show))).toBe("");
    expect(seen(() => bar.show(spending), 30)).toBe("  1/3 pareto, seed 7, round 2: 250/1,000 calls, 2,500 tokens\n");
    expect(seen(() => bar.show(spending), 10)).toBe("");
  });

  it("says a notice that several trials have once, and what was run before", () => {
    const { bar, seen } = bench(false);
    bar.start("a", { seed: 1 });
    expect(seen(() => bar.show(notice))).toBe("The model is slow.\n");
    bar.start("b", { seed: 1 });
    expect(seen(() => bar.show(notice))).toBe("");
    const cut = trial({ variant: "b", seed: 1, found: 0.8 });
    const ended = { ...cut, known: true, result: { ...cut.result, verdict: undefined } };
    expect(seen(() => bar.ended(ended))).toBe("  2/3 b, seed 1: no verdict, the budget ended, run before\n");
  });
});
