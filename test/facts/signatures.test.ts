/** When failure signatures are raised, on searches made by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { signaturesOf } from "../../src/facts/signatures.ts";
import { about, candidate, devScore, gradient, rejected, selected } from "../report/events.ts";

const kinds = (events: readonly RunEvent[]) => signaturesOf(events).map(({ kind }) => kind);
const verdict = (word: "better" | "not shown"): RunEvent => {
  const score = about(0.7, 0.05);
  const none = { initial: 0, winner: 0 };
  const rest = { fixed: [], broken: [], invalid: none, missing: 0, earlierReads: 0, metric: "accuracy" };
  return { type: "verdict", verdict: { word, initial: score, winner: score, difference: score, ...rest } };
};
/** A search in which something is gained in each round. */
const HEALTHY: readonly RunEvent[] = [1, 2, 3, 4].flatMap((round) => [
  gradient(round, `It leaves out case ${round} of "${"abcd"[round]}".`),
  candidate(round),
  selected(round, about(0.6 + round / 20, 0.1)),
  devScore(round, about(0.6 + round / 20, 0.06)),
]);

describe("a healthy search", () => {
  it("has no signature, nor has one that was cut off anywhere", () => {
    for (let end = 0; end <= HEALTHY.length; end++) expect(signaturesOf(HEALTHY.slice(0, end))).toEqual([]);
  });
});

describe("degrading", () => {
  const fall = (dev: number) => [
    selected(1, about(0.7, 0.1)),
    devScore(1, about(0.7, 0.05)),
    selected(2, about(0.75, 0.1)),
    devScore(2, about(0.8, 0.05)),
    selected(3, about(0.85, 0.1)),
    devScore(3, about(dev, 0.05)),
  ];

  it("is a fall on dev beyond both intervals, and says from which round on", () => {
    expect(signaturesOf(fall(0.69))).toEqual([
      {
        kind: "degrading",
        round: 2,
        message:
          "Prompts got worse after round 2: the leader's score on dev fell from 0.800 [0.750, 0.850] to 0.690 [0.640, 0.740] by round 3, while on train it went from 0.750 to 0.850. The best on dev was taken. Stop after 2 rounds (search.rounds), or give train more rows.",
        evidence: { train: 0.85, optimism: 0.02, dev: 0.69, devBefore: 0.8, trainBefore: 0.75 },
      },
    ]);
    expect(kinds(fall(0.71))).toEqual([]);
  });

  it("is a score on train above the one on dev beyond both intervals and luck, where dev was read once", () => {
    const gap = (dev: number) => [
      selected(1, about(0.7, 0.1)),
      selected(2, about(0.9, 0.1)),
      devScore(2, about(dev, 0.05)),
    ];
    const [found] = signaturesOf(gap(0.72));
    expect(found).toMatchObject({ kind: "degrading", evidence: { train: 0.9, dev: 0.72 } });
    expect(found).not.toHaveProperty("round");
    expect(found!.message).toContain("search.patience");
    expect(kinds(gap(0.74))).toEqual([]);
  });
});

describe("guessing", () => {
  const choice = (...regrets: number[]) =>
    regrets.map((regret, i) => selected(i + 1, about(1, 0.1), { regret, gains: [0.1, 0, 0], evaluations: 8 }));

  it("is an expected shortfall above 0.1 on average over the rounds, with the evaluations that would do", () => {
    expect(signaturesOf(choice(0.3, 0.1))).toEqual([
      {
        kind: "guessing",
        message:
          "Selection was guessing: with about 2 evaluations for each prompt, the prompts kept are expected to be up to 0.200 below the best. About 32 for each (selection.perCandidate), 30 more, would tell them apart to within 0.050; fewer prompts a round (search.maxSuccessors) help too.",
        evidence: { regret: 0.2, perCandidate: 2, needed: 32 },
      },
    ]);
    expect(kinds(choice(0.15, 0.04))).toEqual([]);
  });

  it("takes no comfort from one row for each prompt, which shows no scatter where all answer it alike", () => {
    const alike = (n: number) => kinds([selected(1, { ...about(1, 0.1), n }, { regret: 0, evaluations: 3 * n })]);
    expect(alike(1)).toEqual(["guessing"]);
    expect(alike(2)).toEqual([]);
  });

  it("is no matter where nothing was dropped or nothing evaluated", () => {
    expect(kinds([selected(1, about(1, 0.1), { regret: 1, gains: [] })])).toEqual([]);
    expect(kinds([selected(1, about(1, 0.1), { regret: 1, evaluations: 0 })])).toEqual([]);
  });
});

describe("repeating", () => {
  const barren = [1, 2, 3, 4].flatMap((round) => [
    candidate(round),
    selected(round, about(0.7, 0.1), { gains: [round === 1 ? 0.1 : 0] }),
  ]);
  const repeats = (...texts: string[]) => [
    ...HEALTHY.filter(({ type }) => type !== "gradient"),
    ...texts.map((text, i) => gradient(1 + (i % 4), text, i)),
  ];
  const same = Array.from({ length: 16 }, () => "The prompt is not clear enough.");

  it("is three rounds in a row in which no new prompt beats its parent, and says since when", () => {
    const [found] = signaturesOf(barren);
    expect(found).toMatchObject({ kind: "repeating", round: 1, evidence: { barrenRounds: 3 } });
    expect(found!.message).toMatch(
      /^The search repeats itself: no new prompt beat its parent in the last 3 rounds\. .*monte-carlo/,
    );
    expect(kinds(barren.slice(0, -2))).toEqual([]);
    expect(kinds([...barren, verdict("not shown")])).toEqual(["repeating"]);
    // It found what there was, and gains no more.
    expect(kinds([...barren, verdict("better")])).toEqual([]);
  });

  it("is not told from gains where selection guesses", () => {
    const starved = barren.map((event) => (event.type === "selected" ? { ...event, regret: 0.4 } : event));
    expect(kinds(starved)).toEqual(["guessing"]);
  });

  it("is gradients that say what others said, where the search was in vain", () => {
    expect(signaturesOf([...repeats(...same), verdict("not shown")])).toMatchObject([
      { kind: "repeating", evidence: { gradients: 16, repeated: 15 } },
    ]);
    expect(kinds([...repeats(...same), verdict("better")])).toEqual([]);
    expect(kinds(repeats(...same))).toEqual([]);
    const distinct = same.map((_, i) => `Case number ${i} goes unsaid, of kind ${i + 20}.`);
    expect(kinds([...repeats(...distinct), verdict("not shown")])).toEqual([]);
  });

  it("is more edits that change nothing than new prompts, where the search was in vain", () => {
    const unchanged = Array.from({ length: 5 }, () => rejected(1, "unchanged"));
    expect(kinds([...HEALTHY, ...unchanged, verdict("not shown")])).toEqual(["repeating"]);
    expect(kinds([...HEALTHY, ...unchanged.slice(1), verdict("not shown")])).toEqual([]);
    const other = Array.from({ length: 5 }, () => rejected(1, "heading"));
    expect(kinds([...HEALTHY, ...other, verdict("not shown")])).toEqual([]);
  });
});

it("does not hang on the order of events within a round", () => {
  const events = [...HEALTHY.slice(0, 12), ...Array.from({ length: 20 }, (_, i) => gradient(3, "It is vague.", i + 1))];
  const expected = signaturesOf([...events, verdict("not shown")]);
  expect(expected).toHaveLength(1);
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      expect(signaturesOf([...shuffled, verdict("not shown")])).toEqual(expected);
    }),
  );
});

describe("unreadable answers", () => {
  const errors = (round: number, parent: string, invalid: number, rows = 20): RunEvent => ({
    type: "errors-found",
    round,
    parent,
    rows,
    errors: invalid,
    invalid,
    ...(invalid > 0 && { unread: { cut: invalid } }),
  });

  it("are at least half of those of the prompt of the last round that is read best", () => {
    const [found] = signaturesOf([errors(1, "p0", 20), errors(2, "p0", 18), errors(2, "c1", 10)]);
    expect(found).toMatchObject({ kind: "unreadable-answers", evidence: { unread: 10, of: 20 } });
    expect(found!.message).toBe(
      "10 of 20 answers cannot be read. Most of them are cut off at the cap on output tokens. Raise requests.maxOutputTokens.",
    );
    expect(kinds([errors(1, "p0", 20), errors(2, "c1", 9)])).toEqual([]);
    expect(kinds([errors(1, "p0", 11, 11)])).toEqual([]);
  });

  it("are what the search stopped for, with an example", () => {
    const reason = { kind: "unreadable-answers", why: "empty", unread: 15, of: 16, example: "..." } as const;
    const [found] = signaturesOf([{ type: "search-ended", reason, best: "p0", foundInRound: 0 }]);
    expect(found).toMatchObject({ kind: "unreadable-answers", evidence: { unread: 15, of: 16 } });
    expect(found!.message).toContain("An answer: “...”");
  });
});

describe("an optimizer model that is not understood", () => {
  const drop = (reason: string, reply?: string): RunEvent => ({
    type: "reply-dropped",
    round: 1,
    parent: "p0",
    asked: "edit",
    reason,
    ...(reply !== undefined && { reply }),
  });
  const unreadable = Array.from({ length: 4 }, (_, i) => drop("unreadable", `reply ${i}`));

  it("has at least 4 replies dropped, and half of all", () => {
    const events = [...unreadable, gradient(1, "It is short."), candidate(1), candidate(1, 1), rejected(1, "heading")];
    expect(signaturesOf(events)[0]).toMatchObject({
      kind: "optimizer-not-understood",
      evidence: { dropped: 4, of: 8 },
    });
    expect(signaturesOf(events)[0]!.message).toContain("4 of 8 replies of the optimizer model could be used.");
    expect(signaturesOf(events)[0]!.message).toContain("unreadable. A reply: “reply 0”");
    expect(kinds([...events, candidate(2)])).toEqual([]);
    expect(kinds([...unreadable.slice(1), drop("undelivered")])).toEqual([]);
  });
});

describe("no candidates", () => {
  it("are new prompts that were all rejected, once something was decided", () => {
    const events = [rejected(1, "unchanged"), rejected(1, "heading"), rejected(1, "heading")];
    expect(kinds(events)).toEqual([]);
    const decided = [...events, selected(1, about(0.5, 0.1), { gains: [] })];
    expect(signaturesOf(decided)).toEqual([
      {
        kind: "no-candidates",
        message:
          "No new prompt could be tried: 3 were written, and each was rejected. 2 of them have a heading that changes the prompt's sections. Name the part that may change with section.",
        evidence: { rejected: 3, heading: 2 },
      },
    ]);
    expect(kinds([...decided, candidate(2)])).toEqual([]);
  });
});
