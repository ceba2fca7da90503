/** Reads the authors' own files: JSON lines of a text and a label, 1 for Yes and 0 for No. */
import { join } from "node:path";
import { readDataset } from "../../../src/datasets/index.ts";
import { answerOf, type PaperRow, valueOf } from "./task.ts";

/** The rows of `file` in `folder`. Throws `UsageError` naming the line that is something else. */
export async function markedTexts(folder: string, file: string): Promise<PaperRow[]> {
  const data = await readDataset(join(folder, file));
  return data.rows.map((_, i) => ({
    text: valueOf(data, i, "text"),
    label: answerOf(data, i, "label", { 1: "Yes", 0: "No" }),
  }));
}
