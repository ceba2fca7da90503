/** The headroom in words. */
import { expect, it } from "vitest";
import type { Headroom } from "../../src/core/measuring/headroom/facts.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { headroomLines, suspiciousRows } from "../../src/report/headroom.ts";

const TRAIN = Array.from({ length: 6 }, (_, i) => ({
  id: `row${i}`,
  fields: { ticket: `T-${i}`, text: `Text ${i}` },
  expected: i,
}));
const TASK = { prompt: parsePrompt("Which number? {{text}}"), train: TRAIN };
const GO: Headroom = {
  word: "go",
  reasons: ["There is room."],
  initial: { value: 0.7, low: 0.6, high: 0.8, n: 32 },
  noise: 0.05,
  suspicious: ["row4", "row0", "row2", "row5"],
  discordance: 0.1,
  smallestGain: 0.045,
  room: 0.29,
};

it("gives the word, why, the figures, and a few rows in the order of the data, by the columns of the prompt", () => {
  expect(headroomLines(GO, TASK)).toEqual([
    "Headroom: GO",
    "There is room.",
    "",
    "  initial prompt  0.700 [0.600, 0.800] with its 95% interval, on 32 rows of train",
    "  possible gain   0.290 (to a perfect score, noise subtracted)",
    "  noise           5.0% of the rows that were asked again were answered differently",
    "  detectable gain 4.5% of the test rows (found with 80% probability)",
    "  4 rows answered against the label every time, under another wording too: look at the labels, such as",
    "    0: Text 0",
    "    2: Text 2",
    "    4: Text 4",
  ]);
  expect(suspiciousRows(GO, TRAIN).map(({ id }) => id)).toEqual(["row0", "row2", "row4", "row5"]);
});

it("only counts rows that are not at hand, and says when the test rows can show no gain", () => {
  const { smallestGain: _, ...none } = GO;
  const lines = headroomLines(none);
  expect(lines.at(-1)).toMatch(/^ {2}4 rows answered against the label every time/);
  expect(lines).toContain("  detectable gain none: the test rows are too few");
  expect(headroomLines({ ...GO, suspicious: [] }, TASK)).toHaveLength(7);
});

it("says how many answers moved, and what bounds the gain then", () => {
  const movement = { rows: 32, moved: 12, errors: 0, movedErrors: 0, wordings: 1, constant: false };
  const lines = headroomLines({ ...GO, movement });
  expect(lines).toContain("  movement        answers changed on 12 of 32 rows under 1 other wording");
  expect(lines).toContain("  possible gain   0.290 (to a perfect score, noise subtracted)");
  const stuck = headroomLines({ ...GO, movement: { ...movement, moved: 0, wordings: 7, movedByWhole: 5 } });
  expect(stuck).toContain(
    "  movement        answers changed on 0 of 32 rows under 7 other wordings; on 5 under other wordings of the whole prompt",
  );
  expect(stuck).toContain("  possible gain   0.290 (the errors that other wordings may change, noise subtracted)");
  expect(headroomLines({ ...GO, movement: { ...movement, rows: 0, moved: 0, wordings: 0 } }).join()).toContain(
    "no other wording was tried",
  );
});
