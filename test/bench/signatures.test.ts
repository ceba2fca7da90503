/** Failure signatures in whole runs: raised in those built to have them, none in healthy ones. */
import { describe, expect, it } from "vitest";
import { BUILT_RUNS } from "../../bench/lib/built-runs.ts";
import { runExample } from "../../bench/lib/example.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { summarize } from "../../src/facts/rounds.ts";

describe.each(BUILT_RUNS)("$kind, where $flaw", ({ kind, run }) => {
  it.each([101, 102])("is raised, seed %d", async (seed) => {
    const { signatures } = await run(seed);
    expect(signatures.map((one) => one.kind)).toContain(kind);
  });
});

it("stops a search that degrades, where patience is on", async () => {
  const { stopped, candidates } = await BUILT_RUNS[0]!.run(101);
  expect(stopped).toEqual({ kind: "degrading", since: 1 });
  expect(candidates[0]!.round).toBe(1);
});

it.each([101, 102, 103])(
  "a healthy run has none, and the same gradients in its result as in its events, seed %d",
  async (seed) => {
    const events: RunEvent[] = [];
    const { signatures, gradients } = await runExample(seed, {}, (event) => events.push(event));
    expect(signatures).toEqual([]);
    const summary = summarize(events);
    expect(summary.signatures).toEqual([]);
    expect(summary.rounds.flatMap((round) => round.gradients)).toEqual(gradients);
    expect(gradients.some(({ children: [best] }) => (best?.gain?.value ?? 0) > 0)).toBe(true);
    for (const { gained, children } of summary.rounds.flatMap((round) => round.yield ?? []))
      expect(gained).toBeLessThanOrEqual(children);
  },
);
