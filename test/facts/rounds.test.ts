/** A run in short, from its events: those of one that ended, and of one that was cut off. */
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import type { Headroom } from "../../src/core/measuring/headroom/facts.ts";
import { summarize } from "../../src/facts/rounds.ts";

const estimate = { value: 0.7, low: 0.6, high: 0.8, n: 16 };
const arm = (id: string, index: number) => ({ id, arm: index, pulls: 16, ...estimate });

const EVENTS: readonly RunEvent[] = [
  {
    type: "run-started",
    runId: "r",
    resumed: false,
    prompt: "p0",
    text: "Spam?",
    rows: { train: 9, dev: 9, test: 9 },
    maxCalls: 99,
    simulated: false,
  },
  { type: "round-started", round: 1, rounds: 1, beam: ["p0"] },
  { type: "gradient", round: 1, parent: "p0", id: "g1", text: "It is vague.", rows: ["1"] },
  { type: "gradient", round: 1, parent: "p0", id: "g2", text: "It is long.", rows: ["2"] },
  { type: "gradient-conflict", round: 1, parent: "p0", gradients: ["g1", "g2"], kept: ["g1"] },
  { type: "candidate-rejected", round: 1, parent: "p0", parts: { task: "" }, breach: { kind: "empty", part: "task" } },
  { type: "candidate-rejected", round: 1, parent: "p0", parts: { task: "" }, breach: { kind: "empty", part: "task" } },
  { type: "reply-dropped", round: 1, parent: "p0", asked: "edit", reason: "it was cut off" },
  {
    type: "candidate",
    round: 1,
    id: "e1",
    parts: { task: "Spam? Mind links." },
    origin: { kind: "edit", parent: "p0", gradient: "g1" },
  },
  {
    type: "candidate",
    round: 1,
    id: "e2",
    parts: { task: "Spam?!" },
    origin: { kind: "edit", parent: "p0", gradient: "g2" },
  },
  {
    type: "selected",
    round: 1,
    selector: "ucb",
    evaluations: 48,
    calls: 40,
    optimism: 0.01,
    regret: 0.02,
    kept: ["e1", "p0"],
    ranking: [arm("e1", 1), arm("p0", 0), arm("e2", 2)],
  },
  { type: "dev-score", round: 1, id: "e1", score: { value: 0.75, low: 0.6, high: 0.9, n: 50 } },
  { type: "search-ended", reason: { kind: "rounds", rounds: 1 }, best: "e1", foundInRound: 1 },
  { type: "spending", spending: { calls: 90, cached: 0, failures: 0, inputTokens: 1, outputTokens: 1 } },
  { type: "run-ended", status: "stopped", message: "The budget ended before the verdict." },
];

describe("a run in short", () => {
  it("has its rounds, with what came of each gradient, and its end", () => {
    const summary = summarize(EVENTS);
    expect(summary.initial).toEqual({ id: "p0", text: "Spam?" });
    expect(summary.rounds).toEqual([
      {
        round: 1,
        gradients: [
          { id: "g1", round: 1, text: "It is vague.", parent: "p0", rows: ["1"], children: [{ id: "e1", kept: true }] },
          { id: "g2", round: 1, text: "It is long.", parent: "p0", rows: ["2"], children: [{ id: "e2", kept: false }] },
        ],
        conflicts: [{ gradients: ["g1", "g2"], kept: ["g1"] }],
        yield: { round: 1, children: 0, gained: 0, gradients: 2, repeated: 0, unchanged: 0 },
        candidates: 2,
        rejected: { empty: 2 },
        notTried: {},
        dropped: { "it was cut off": 1 },
        setAside: [],
        evaluations: 48,
        beam: [
          { id: "e1", estimate, dev: { value: 0.75, low: 0.6, high: 0.9, n: 50 } },
          { id: "p0", estimate },
        ],
      },
    ]);
    expect(summary.best).toEqual({ id: "e1", foundInRound: 1 });
    expect(summary.stopped).toEqual({ kind: "rounds", rounds: 1 });
    expect(summary.signatures).toEqual([]);
    expect(summary.cost?.calls).toBe(90);
    expect(summary.verdict).toBeUndefined();
    expect(summary.message).toBe("The budget ended before the verdict.");
  });

  it("counts an edit written against several gradients for each of them", () => {
    const origin = { kind: "edit", parent: "p0", gradient: "g1", others: ["g2"] } as const;
    const { rounds } = summarize([
      ...EVENTS,
      { type: "candidate", round: 1, id: "e3", parts: { task: "Spam." }, origin },
    ]);
    expect(rounds[0]?.gradients.map(({ children }) => children.map(({ id }) => id))).toEqual([
      ["e1", "e3"],
      ["e2", "e3"],
    ]);
  });

  it("has the headroom as it was measured", () => {
    const headroom: Headroom = {
      word: "go",
      reasons: ["There is room."],
      initial: estimate,
      noise: 0,
      suspicious: ["1"],
      discordance: 0.1,
      smallestGain: 0.05,
      room: 0.3,
    };
    expect(summarize([EVENTS[0]!, { type: "headroom", headroom }]).headroom).toEqual(headroom);
    expect(summarize(EVENTS).headroom).toBeUndefined();
  });

  it("of one that was cut off has what there is", () => {
    const { rounds, best, stopped, cost } = summarize(EVENTS.slice(0, 5));
    expect(rounds).toMatchObject([{ round: 1, candidates: 0, evaluations: 0, beam: [] }]);
    expect([best, stopped, cost]).toEqual([undefined, undefined, undefined]);
    expect(summarize([]).rounds).toEqual([]);
  });
});
