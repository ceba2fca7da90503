/** Liar (Wang 2017, arXiv 1705.00648), as the authors of the paper prepared it: 3,681 rows of train and 461 of test. */
import { markedTexts } from "./marked-texts.ts";
import { paperPrompt, type PaperTask } from "./task.ts";

export const liar: PaperTask = {
  name: "liar",
  about: "is the statement a lie, given who said it where",
  prompt: paperPrompt(
    "Determine whether the Statement is a lie (Yes) or not (No) based on the Context and other information.",
  ),
  files: ["liar/train.jsonl", "liar/test.jsonl"],
  source:
    "They are in the authors' repository, https://github.com/microsoft/LMOps, folder prompt_optimization/data/liar.",
  positive: "Yes",
  reported: { protegi: { value: 0.64, error: 0.005 }, "monte-carlo": { value: 0.62, error: 0.007 } },
  load: async (folder) => ({
    train: await markedTexts(folder, "liar/train.jsonl"),
    test: await markedTexts(folder, "liar/test.jsonl"),
  }),
};
