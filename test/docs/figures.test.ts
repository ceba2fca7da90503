/** Single figures of the documents that benchmarks measure are those that were kept. `npm run bench -- NAME --write` renews them. */
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { figureMarksOf, renewed, sourcesIn, withFigures } from "../../bench/lib/doc-figures.ts";
import { documents, keptResults, marksOf, renewedBy } from "../../bench/lib/doc-tables.ts";
import { pageText, ROOT } from "./pages.ts";

const SHOWN = documents().flatMap((page) => figureMarksOf(pageText(page)).map((mark) => ({ page, ...mark })));
const KEPT = globSync("*.json", { cwd: join(ROOT, "bench/results") }).map((file) => file.replace(/\.json$/, ""));

describe.each(SHOWN)("$page, “$source”", (mark) => {
  const kept = keptResults(mark.bench);

  it("is measured by a benchmark that there is", () => {
    expect(existsSync(join(ROOT, `bench/${mark.bench}.ts`))).toBe(true);
  });

  it.skipIf(kept === undefined)("is as the benchmark has kept it", () => {
    expect(mark.shown).toBe(renewed(mark, kept!));
  });
});

describe.each(KEPT)("npm run bench -- %s --write", (bench) => {
  it("would change no document", () => {
    expect(renewedBy(bench).flatMap(({ document, before, after }) => (after === before ? [] : document))).toEqual([]);
  });
});

/** Benchmarks that take the weights of models and a quiet machine; until one has run, pages show what it printed before. */
const WITH_WEIGHTS = ["calibrated", "local"];

it("every other benchmark that a page names has kept what it measured", () => {
  const named = documents().flatMap((page) => [...marksOf(pageText(page)), ...figureMarksOf(pageText(page))]);
  const missing = new Set(named.map(({ bench }) => bench).filter((bench) => !KEPT.includes(bench)));
  expect([...missing].filter((bench) => !WITH_WEIGHTS.includes(bench))).toEqual([]);
});

it("every source stands behind a number", () => {
  for (const page of documents()) expect(sourcesIn(pageText(page)), page).toBe(figureMarksOf(pageText(page)).length);
  expect(SHOWN.length).toBeGreaterThan(5);
});

describe("putting figures into a page", () => {
  const kept = {
    figures: { calls: 2919.75, share: 0.4716, gain: 0.19, gainLow: 0.1737, gainHigh: 0.2053, loss: -0.0081 },
    tables: {
      scores: [
        "| method | rules | at 50, fresh |",
        "| --- | --- | --- |",
        "| initial prompt | 0.426 ±0.012 |  |",
        "| `protegi` | **0.689 ±0.066** | 0.0240 ±0.0026, 13%, used 9.8 |",
        "| ucb, fresh rows (paper) | −0.159 ±0.068 | 17 of 20 |",
        "| ucb | −0.035 ±0.024 | 1,262 |",
        "| shares | 26.1% | 0.190 [0.174, 0.205] |",
      ],
    },
  };

  it.each(["some<!-- demo: calls -->", "1 call<!-- demo: calls -->"])(
    "finds a source without its number: %s",
    (text) => {
      expect(figureMarksOf(text)).toEqual([]);
      expect(sourcesIn(text)).toBe(1);
    },
  );

  it.each([
    // What the page shows, its source, and what it shows afterwards.
    ["1", "demo: calls", "2,920"],
    ["1.0", "demo: calls", "2,919.8"],
    ["9%", "demo: share", "47%"],
    ["9.9%", "demo: share", "47.2%"],
    ["0.1", "demo: gain", "0.2"],
    ["+0.10", "demo: gain", "+0.19"],
    ["0.111 [0.111, 0.111]", "demo: gain", "0.190 [0.174, 0.205]"],
    ["+0.111 [-0.111, +0.111]", "minus demo: gain", "−0.190 [-0.205, −0.174]"],
    ["0.111", "demo: loss", "−0.008"],
    ["-0.111", "demo: loss", "-0.008"],
    ["0.111", "minus demo: loss", "0.008"],
    ["0.1 ±0.1", "demo scores: protegi, rules", "0.7 ±0.1"],
    ["0.111\n±0.111", "demo scores: initial prompt, rules", "0.426\n±0.012"],
    ["0.1234", "demo scores: protegi, at 50, fresh", "0.0240"],
    ["0.111 ±0.111", "minus demo scores: ucb, fresh rows (paper), rules", "0.159 ±0.068"],
    ["0.111 ±0.111", "minus demo scores: ucb, fresh, rules", "0.159 ±0.068"],
    ["0.111 ±0.111", "demo scores: ucb, rules", "−0.035 ±0.024"],
    ["1", "demo scores: ucb, at 50", "1,262"],
    ["9", "demo scores: ucb, fresh rows (paper), at 50, fresh", "17"],
    ["9%", "demo scores: shares, rules", "26%"],
    ["0.11 [0.11, 0.11]", "demo scores: shares, at", "0.19 [0.17, 0.20]"],
  ])("writes %s<!-- %s --> as %s", (shown, source, expected) => {
    const page = (figure: string): string =>
      `It gains **${figure}<!-- ${source} -->**, and 7<!-- other: seven --> more.\n`;
    expect(withFigures(page(shown), "demo", kept)).toBe(page(expected));
    expect(withFigures(page(expected), "demo", kept)).toBe(page(expected));
    expect(withFigures(page(shown), "third", kept)).toBe(page(shown));
  });

  it.each([
    "demo: none",
    "demo: toString",
    "demo none: protegi, rules",
    "demo scores: protegi, blind",
    "demo scores: none, rules",
    "demo scores: protegi",
    "demo scores: initial prompt, at 50, fresh",
    // Both rows of UCB begin like this.
    "demo scores: uc, rules",
  ])("refuses “%s”, which was not kept", (source) => {
    expect(() => withFigures(`0.1<!-- ${source} -->`, "demo", kept)).toThrow(/was not kept/);
  });

  it("refuses an interval that was not kept", () => {
    expect(() => withFigures("0.1 ±0.1<!-- demo: share -->", "demo", kept)).toThrow(/with an interval, which was not/);
    expect(() => withFigures("0.1 [0.1, 0.1]<!-- demo scores: ucb, rules -->", "demo", kept)).toThrow(
      /with an interval/,
    );
  });
});
