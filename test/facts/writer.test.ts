/** What came of the requests to the optimizer model, and the signature of one that writes poorly, from events made by hand. */
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { signaturesOf } from "../../src/facts/signatures.ts";
import { writerYieldsOf } from "../../src/facts/writer.ts";
import { writerLines } from "../../src/report/yields.ts";
import { about, candidate, gradient, selected } from "../report/events.ts";

type Asked = Extract<RunEvent, { type: "asked" }>["asked"];
const asked = (kind: Asked, sample: number, wanted: number, usable: number): RunEvent => {
  return { type: "asked", round: 1, parent: "p0", asked: kind, sample, wanted, usable };
};
const refused = (kind: Asked, breach: "unchanged" | "heading"): RunEvent => {
  return { type: "candidate-rejected", round: 1, parent: "p0", parts: {}, breach: { kind: breach }, asked: kind };
};
const dropped = (why: "duplicate" | "cap"): RunEvent => {
  const origin = { kind: "edit", parent: "p0", gradient: "g" } as const;
  return { type: "candidate-dropped", round: 1, id: "d", parts: {}, origin, why };
};

describe("the yield of the writer", () => {
  const events: readonly RunEvent[] = [
    asked("edit", 1, 1, 1),
    // The headroom's alone.
    asked("paraphrase", 9, 1, 1),
    refused("edit", "heading"),
    { type: "round-started", round: 1, rounds: 1, beam: ["p0"] },
    asked("gradient", 1, 2, 2),
    gradient(1, "Negations are left out."),
    gradient(1, "Any negation is left out.", 1),
    ...[1, 2, 3, 4, 5].map((sample) => asked("edit", sample, 1, 1)),
    asked("edit", 6, 2, 0),
    candidate(1, 0),
    candidate(1, 1),
    dropped("cap"),
    dropped("duplicate"),
    refused("edit", "unchanged"),
    refused("edit", "heading"),
    selected(1, about(0.7, 0.1), { gains: [0.2, -0.1] }),
  ];

  it("counts each request once, and what became of each text by its kind", () => {
    expect(writerYieldsOf(events)).toEqual([
      { asked: "gradient", requests: 1, wanted: 2, usable: 2, different: 1, tried: 2, better: 1 },
      { asked: "edit", requests: 6, wanted: 7, usable: 5, admitted: 5, different: 3, tried: 2, better: 1 },
    ]);
  });

  it("counts what the headroom asked for where no round began", () => {
    const [edit, paraphrase] = writerYieldsOf(events.slice(0, 3));
    expect(edit).toMatchObject({ asked: "edit", requests: 1, usable: 1 });
    expect(paraphrase).toMatchObject({ asked: "paraphrase", requests: 1, usable: 1, admitted: 0 });
  });

  it("is shown with the shares and what they are of", () => {
    const lines = writerLines(writerYieldsOf(events));
    expect(lines[0]).toMatch(/request +asked +usable +admitted +different +better than the parent/);
    expect(lines[2]).toMatch(/edit +7 +5 \(0\.71\) +5 \(0\.71\) +3 \(0\.43\) +1 of 2 tried/);
    expect(writerLines([])).toEqual([]);
    expect(writerLines(writerYieldsOf(events.slice(0, -1)))[0]).not.toContain("better than");
  });
});

describe("a poor writer", () => {
  const poorly = (kind: Asked, more: readonly RunEvent[] = []): readonly RunEvent[] => [
    ...[1, 2, 3, 4, 5, 6].map((sample) => asked(kind, sample, 1, sample === 1 ? 1 : 0)),
    ...more,
    selected(1, about(0.5, 0.1), { gains: [] }),
  ];
  const found = (events: readonly RunEvent[]) => signaturesOf(events).find(({ kind }) => kind === "poor-writer");

  it("is advised to be asked small questions, and where it was, to be left out or exchanged", () => {
    expect(found(poorly("edit"))).toMatchObject({
      message:
        "The optimizer model writes little that can be tried: of 6 prompts asked for, 1 could be read, 0 kept the contract, and 0 were new. Use search.writer: piecewise, which asks small questions, or a larger optimizer model.",
      evidence: { asked: 6, usable: 1, admitted: 0, different: 0 },
    });
    expect(found(poorly("shorten"))!.message).toContain("search.writer: none");
  });

  it("is none where a third is new, or where little was asked for", () => {
    expect(found(poorly("edit", [candidate(1, 0), candidate(1, 1)]))).toBeUndefined();
    expect(found(poorly("edit").slice(1))).toBeUndefined();
  });
});
