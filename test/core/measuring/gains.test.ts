import { describe, expect, it } from "vitest";
import { type Candidate, type Origin, lineage } from "../../../src/core/candidate.ts";
import { gains } from "../../../src/core/measuring/gains.ts";
import type { Observation } from "../../../src/core/task.ts";
import { accuracy, toyRows, toyTask } from "../toy.ts";

const { prompt } = toyTask();
const ROWS = toyRows(8);
const candidate = (section: string, origin: Origin): Candidate => ({
  prompt: prompt.withParts({ task: section }),
  origin,
  round: 1,
});
const parent = candidate("Start.", { kind: "initial" });
const edit = candidate("Edit.", { kind: "edit", parent: parent.prompt.id, gradient: "g1" });
const reworded = candidate("Reworded.", {
  kind: "paraphrase",
  parent: edit.prompt.id,
  edit: { kind: "edit", parent: parent.prompt.id, gradient: "g1" },
});

/** What was seen on the rows from `from` on, a digit each. */
const seen = (from: number, scores: string): Observation[] =>
  scores.split("").map((digit, i) => ({
    example: ROWS[from + i]!,
    answer: "",
    score: Number(digit),
    correct: digit === "1",
    invalid: false,
  }));

describe("lineage", () => {
  it("takes a paraphrase of an edit for a child of the edit's parent, written against its gradient", () => {
    expect(lineage(parent.origin)).toEqual(parent.origin);
    expect(lineage(edit.origin)).toEqual(edit.origin);
    expect(lineage(reworded.origin)).toEqual(edit.origin);
    expect(lineage({ kind: "paraphrase", parent: "a" })).toEqual({ kind: "paraphrase", parent: "a" });
  });
});

describe("gains", () => {
  it("are paired with the parent on the rows that both have met", () => {
    const observed = [seen(0, "0101"), seen(2, "1111"), seen(0, "0000")];
    const [own, ofEdit, ofReworded] = gains(accuracy, [parent, edit, reworded], observed);
    expect(own).toBeUndefined();
    expect(ofEdit).toMatchObject({ parent: parent.prompt.id, value: 0.5, n: 2 });
    expect(ofReworded).toMatchObject({ value: -0.5, n: 4 });
    for (const { value, low, high } of [ofEdit!, ofReworded!]) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });

  it("are not known without the parent, or without a row in common", () => {
    expect(gains(accuracy, [edit], [seen(0, "11")])).toEqual([undefined]);
    expect(gains(accuracy, [parent, edit], [seen(0, "11"), seen(2, "11")])).toEqual([undefined, undefined]);
  });
});
