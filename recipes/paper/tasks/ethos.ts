/** Ethos (Mollas et al. 2020, arXiv 2006.08328): comments, each with the share of its readers who called it hate speech. */
import { join } from "node:path";
import { UsageError } from "../../../src/core/errors.ts";
import { rng, shuffle } from "../../../src/core/rng.ts";
import { placeOf, readDataset } from "../../../src/datasets/index.ts";
import { paperPrompt, type PaperRow, type PaperTask, valueOf } from "./task.ts";

const FILE = "ethos/binary.csv";
/** Rows of the test set, the first of the shuffled rows. */
const TEST_ROWS = 200;

export const ethos: PaperTask = {
  name: "ethos",
  about: "is the comment hate speech",
  prompt: paperPrompt("Is the following text hate speech?"),
  files: [FILE],
  source:
    "It is Ethos_Dataset_Binary.csv of https://github.com/intelligence-csd-auth-gr/Ethos-Hate-Speech-Dataset, folder ethos/ethos_data, under this name.",
  positive: "Yes",
  reported: { protegi: { value: 0.95, error: 0.003 }, "monte-carlo": { value: 0.94, error: 0.001 } },
  load: async (folder) => {
    const rows = shuffle(await clearComments(join(folder, FILE)), rng(1).fork("ethos"));
    return { train: rows.slice(TEST_ROWS), test: rows.slice(0, TEST_ROWS) };
  },
};

/** The comments on which readers agree, by the authors' rule: shares of 0 at most or 0.7 at least; above 0.4 is hate speech. */
async function clearComments(path: string): Promise<PaperRow[]> {
  const data = await readDataset(path);
  return data.rows.flatMap((_, i) => {
    const share = Number(valueOf(data, i, "isHate") || NaN);
    if (Number.isNaN(share))
      throw new UsageError(
        placeOf(data, i),
        "expected a number from 0 to 1 as “isHate”",
        "Take the file as its authors publish it.",
      );
    if (share > 0 && share < 0.7) return [];
    return [{ text: valueOf(data, i, "comment"), label: share > 0.4 ? "Yes" : "No" }];
  });
}
