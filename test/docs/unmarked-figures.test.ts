/** Figures of the documents that look measured have a source: a mark, or a reason why they need none. */
import { describe, expect, it } from "vitest";
import { documents } from "../../bench/lib/doc-tables.ts";
import { unmarkedIn } from "../../bench/lib/measured-prose.ts";
import { pageText } from "./pages.ts";

/** Lines whose numbers no benchmark measures: a part of each, and where its numbers are from. */
const EXCEPTIONS: readonly (readonly [page: string, part: string, reason: string])[] = [
  ["docs/limits.md", "(`95%` is 0.95)", "a number in two ways to write it"],
  ["docs/metrics.md", "| `1-5` | from 1 to 5 | 0.75, a 4 |", "a bound in the code"],
  ["docs/models.md", "than 15 minutes.", "a limit in the code"],
  ["docs/models.md", "it is 120 s, and 600 s for servers", "limits in the code"],
  ["docs/paper.md", "| ProTeGi | 0.95 (0.003)", "the paper's table 1"],
  ["docs/paper.md", "| Monte Carlo | 0.94 (0.001)", "the paper's table 1"],
  ["docs/paper.md", "640 of 998, 200 of them for test", "rows of a published data set"],
  ["docs/selection.md", "the tolerance (0.005, half a point)", "a default"],
  ["docs/selection.md", "distance to the cut at 0.72", "an example, worked out by hand"],
  ["docs/selection.md", "| A | 0.94 | 0.06 |", "an example, worked out by hand"],
  ["docs/selection.md", "| B | 0.75 | 0.11 |", "an example, worked out by hand"],
  ["docs/selection.md", "| C | 0.69 | 0.12 |", "an example, worked out by hand"],
  ["docs/selection.md", "| D | 0.31 | 0.12 |", "an example, worked out by hand"],
  ["docs/verdict.md", "gain (p = 0.031); with 2 broken, 10 fixed (p = 0.039)", "what McNemar's formula gives"],
];

const FOUND = documents().flatMap((page) => unmarkedIn(pageText(page)).map((found) => ({ page, ...found })));

it("every figure that looks measured has a source", () => {
  const excepted = ({ page, text }: { readonly page: string; readonly text: string }): boolean =>
    EXCEPTIONS.some(([of, part]) => of === page && text.includes(part));
  expect(FOUND.filter((found) => !excepted(found))).toEqual([]);
});

it.each(EXCEPTIONS)("%s needs its exception: %s", (page, part) => {
  expect(FOUND.some((found) => found.page === page && found.text.includes(part))).toBe(true);
});

describe("figures without a source", () => {
  it.each([
    ["It gains 0.190 on the mean.", ["0.190"]],
    ["It gains +0.19 ±0.02 on the mean.", ["+0.19 ±0.02"]],
    ["It gains −0.19\n±0.02 on the mean.", ["±0.02"]],
    ["It gains 19% ±2 on the mean.", ["19% ±2"]],
    ["It gains 0.1 [0.09, 0.11].", ["[0.09, 0.11]"]],
    ["It was better in 19 of 20 runs, and in 17 of the 1,000.", ["19 of 20", "17 of the 1,000"]],
    ["It takes 52 seconds.", ["52 seconds"]],
    ["- It takes 0.5 s", ["0.5 s"]],
    ["| reviews | 0.84 | 12 |", ["0.84"]],
    ["| covered | 96.1% | 95% |", ["96.1%"]],
    ["It gains 0.190<!-- demo: gain --> here and 0.180 there.", ["0.180"]],
    ["<!-- bench demo runs -->\n| 0.190 |\n<!-- end -->\n\n| 0.180 |", ["0.180"]],
  ])("are found: %s", (page, numbers) => {
    expect(unmarkedIn(page).flatMap((found) => found.numbers)).toEqual(numbers);
  });

  it.each([
    "It gains 0.190<!-- demo: gain --> on the mean.",
    "It gains 0.190 ±0.020<!-- minus demo runs: 20, mean gain --> on the mean.",
    "<!-- bench demo runs -->\n| 0.190 |\n<!-- end -->",
    "<!-- runs -->\n| 0.190 |\n<!-- end of runs -->",
    "```console\n0.190 ±0.020\n```",
    "A screen:\n\n    gain 0.190 [0.174, 0.205]\n\n    more 0.190\n\nThat is all.",
    "Set `tolerance: 0.005`.",
    "95% intervals, 2.5% of the runs, half a point (0.01), 1,000 calls, 400 rows, temperature 0.7.",
    "[arXiv 2305.03495](https://arxiv.org/abs/2305.03495), version 0.1.2, Node 24.21.0",
  ])("are not: %s", (page) => {
    expect(unmarkedIn(page)).toEqual([]);
  });
});
