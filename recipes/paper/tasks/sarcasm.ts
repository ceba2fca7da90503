/** ArSarcasm (Abu Farha, Magdy 2020): Arabic tweets, 8,437 of train and 2,110 of test. */
import { join } from "node:path";
import { readDataset } from "../../../src/datasets/index.ts";
import { answerOf, paperPrompt, type PaperRow, type PaperTask, valueOf } from "./task.ts";

export const sarcasm: PaperTask = {
  name: "sarcasm",
  about: "is the Arabic tweet sarcastic",
  prompt: paperPrompt("Is this tweet sarcastic?"),
  files: ["arsarcasm/train.csv", "arsarcasm/test.csv"],
  source:
    "They are ArSarcasm_train.csv and ArSarcasm_test.csv of https://github.com/iabufarha/ArSarcasm, folder dataset, under these names.",
  positive: "Yes",
  reported: { protegi: { value: 0.87, error: 0.003 }, "monte-carlo": { value: 0.86, error: 0.002 } },
  load: async (folder) => ({
    train: await tweets(join(folder, "arsarcasm/train.csv")),
    test: await tweets(join(folder, "arsarcasm/test.csv")),
  }),
};

async function tweets(path: string): Promise<PaperRow[]> {
  const data = await readDataset(path);
  return data.rows.map((_, i) => ({
    text: valueOf(data, i, "tweet"),
    label: answerOf(data, i, "sarcasm", { True: "Yes", False: "No" }),
  }));
}
