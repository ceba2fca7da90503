/** What came of each gradient, from events. */
import { namesOf } from "../../src/facts/names.ts";
import { gradientLines } from "../../src/report/gradients.ts";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { gradientsOf } from "../../src/facts/gradients.ts";

const gradient = (id: string, text: string, rows: readonly string[], round = 1): RunEvent => ({
  type: "gradient",
  round,
  parent: "p0",
  id,
  text,
  rows,
  relevance: 0.25,
});
const edit = (id: string, of: string, round = 1): RunEvent => ({
  type: "candidate",
  round,
  id,
  parts: { task: id },
  origin: { kind: "edit", parent: "p0", gradient: of },
});
const gain = (value: number) => ({ parent: "p0", value, low: value - 0.2, high: value + 0.2, n: 9 });
const arm = (id: string, gained?: number) => ({
  id,
  arm: 0,
  value: 0.5,
  low: 0.4,
  high: 0.6,
  n: 9,
  ...(gained !== undefined && { gain: gain(gained) }),
});

const EVENTS: readonly RunEvent[] = [
  gradient("g1", "It does not name negations.", ["1", "2"]),
  gradient("g2", "It does not name any negation or defect.", ["2", "1"]),
  gradient("g3", "It is long.", ["3"]),
  gradient("g3", "It is long.", ["4"]),
  edit("a", "g1"),
  {
    type: "candidate",
    round: 1,
    id: "b",
    parts: { task: "b" },
    origin: { kind: "paraphrase", parent: "x", edit: { kind: "edit", parent: "p0", gradient: "g1" } },
  },
  edit("c", "g2"),
  edit("d", "g1", 2),
  {
    type: "selected",
    round: 1,
    selector: "uniform",
    evaluations: 36,
    calls: 36,
    optimism: 0,
    regret: 0,
    kept: ["b"],
    ranking: [arm("b", 0.3), arm("p0"), arm("a", 0.1), arm("c")],
  },
];

describe("the quality of gradients", () => {
  it("has the children of each, the greatest gain first", () => {
    expect(gradientsOf(EVENTS).map(({ id, rows, children }) => [id, rows, children])).toEqual([
      [
        "g1",
        ["1", "2"],
        [
          { id: "b", kept: true, gain: gain(0.3) },
          { id: "a", kept: false, gain: gain(0.1) },
        ],
      ],
      ["g2", ["2", "1"], [{ id: "c", kept: false }]],
      ["g3", ["3", "4"], []],
    ]);
  });

  it("tells how alike the ones for the same errors are, whatever the order of the rows", () => {
    const [first, second, third] = gradientsOf(EVENTS);
    // Of name, negation and any, defect two are common.
    expect(first!.consistency).toBe(0.5);
    expect(second!.consistency).toBe(0.5);
    expect(third!.consistency).toBeUndefined();
    expect(gradientsOf([])).toEqual([]);
  });

  it("is shown as its first words, with a line for each prompt that was written against it", () => {
    const names = namesOf(EVENTS);
    const lines = gradientLines(gradientsOf(EVENTS), names, 80);
    expect(lines).toHaveLength(1 + 2 + 1 + 1 + 1);
    expect(lines[0]).toMatch(/^ {2}G\d {1,2}It does not name negations\./);
    expect(lines[1]).toBe(`    + ${names.prompt("b")}  +0.300 [+0.100, +0.500] on 9 rows`);
    expect(lines[4]).toBe(`      ${names.prompt("c")}  no rows in common with its parent`);
    expect(lines[5]).toContain("It is long.");
    expect(gradientLines([], names, 80)).toEqual([]);
  });
});
