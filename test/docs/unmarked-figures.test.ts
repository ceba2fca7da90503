/** Figures of the documents that look measured have a source: a mark, or a reason why they need none. */
import { describe, expect, it } from "vitest";
import { documents } from "../../bench/lib/doc-tables.ts";
import { unmarkedIn } from "../../bench/lib/measured-prose.ts";
import { pageText } from "./pages.ts";

/** Lines whose numbers no benchmark measures: a part of each, and where its numbers are from. */
const EXCEPTIONS: readonly (readonly [page: string, part: string, reason: string])[] = [
  ["docs/budget.md", "wrong on 3%", "the rule of three"],
  ["docs/data.md", "found with a chance of 98%", "what MinHash's formula gives"],
  ["docs/data.md", "with 99.9%", "what MinHash's formula gives"],
  ["docs/gradients.md", "6% of the labels are wrong", "a setting of the simulated world"],
  ["docs/limits.md", "(`95%` is 0.95)", "a number in two ways to write it"],
  ["docs/methods.md", "3% of the answers are mistakes", "a setting of the simulated worlds"],
  ["docs/metrics.md", "| `1-5` | from 1 to 5 | 0.75, a 4 |", "a bound in the code"],
  ["docs/models.md", "than 15 minutes.", "a limit in the code"],
  ["docs/models.md", "it is 120 s, and 600 s for servers", "limits in the code"],
  ["docs/paper.md", "| ProTeGi | 0.95 (0.003)", "the paper's table 1"],
  ["docs/paper.md", "| Monte Carlo | 0.94 (0.001)", "the paper's table 1"],
  ["docs/paper.md", "add up to 15,266", "what the formula gives; test/e2e/paper.test.ts checks a run against it"],
  ["docs/paper.md", "The paper reports up to 31%", "the paper's"],
  ["docs/paper.md", "640 of 998, 200 of them for test", "rows of a published data set"],
  ["docs/selection.md", "69% of what decides", "a setting of the simulated world"],
  ["docs/selection.md", "need 626 test rows", "what Connor's formula gives"],
  ["docs/selection.md", "the tolerance (0.005, half a point)", "a default"],
  ["docs/selection.md", "distance to the cut at 0.72", "an example, worked out by hand"],
  ["docs/selection.md", "| A | 0.94 | 0.06 |", "an example, worked out by hand"],
  ["docs/selection.md", "| B | 0.75 | 0.11 |", "an example, worked out by hand"],
  ["docs/selection.md", "| C | 0.69 | 0.12 |", "an example, worked out by hand"],
  ["docs/selection.md", "| D | 0.31 | 0.12 |", "an example, worked out by hand"],
  ["docs/verdict.md", "in 93 to 97% of the samples", "bounds that test/core/stats/clusters.test.ts checks"],
  ["docs/verdict.md", "half as many as edits do", "a bound in the code"],
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
    ["It takes 47% of the selection calls.", ["47%"]],
    ["It took some 40% fewer calls.", ["40%"]],
    ["It fixed 12.5%\nof the rows.", ["12.5%"]],
    ["It covers the truth in 93 to 97% of the samples.", ["97%"]],
    [
      "Two threads are twice as fast. Twice as many calls do half as well.",
      ["twice as fast", "Twice as many", "half as well"],
    ],
    ["It is right ten times as often, or 2.5 times as often.", ["ten times as often", "2.5 times as often"]],
    ["It took 2,920 calls and 15,266 tokens.", ["2,920", "15,266"]],
    ["It took 142 calls, 73 of them, and 626 test rows.", ["142", "626"]],
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
    "At least 60% of its words, more\nthan 5% of all, from 50% on, up to 31%.",
    "With a chance of 80%, at a level of 5%. The whole 95%\ninterval.",
    "It pays for none twice, and reads twice the rows.",
    "8,192 tokens, 1,024 calls, 1,500 calls, 600 repetitions, 100,000 rows, 250 rows, seeds 101 to 120.",
    "Status 422, EMNLP 2023, ISO 8601, http://127.0.0.1:11434, files 0700.",
    "95% intervals, 2.5% of the runs, half a point (0.01), 1,000 calls, 400 rows, temperature 0.7.",
    "[arXiv 2305.03495](https://arxiv.org/abs/2305.03495), version 0.1.2, Node 24.21.0",
  ])("are not: %s", (page) => {
    expect(unmarkedIn(page)).toEqual([]);
  });
});
