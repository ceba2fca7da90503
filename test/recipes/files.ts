/** Small files in the form of the paper's data. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { dataFolders, folderOf } from "../../recipes/paper/data.ts";
import type { PaperTask } from "../../recipes/paper/tasks/task.ts";
import { tempFolder } from "../temp.ts";

/** The folder with the true data of a task; undefined where it is not there, which is said. */
export function trueData(task: PaperTask): string | undefined {
  const folder = folderOf(task, dataFolders(undefined, process.env));
  if (folder === undefined)
    process.stderr.write(`Skipped without the data of ${task.name}, ${task.files.join(" and ")}. ${task.source}\n`);
  return folder;
}

/** A new folder with these files. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const NOUNS = ["harbor", "lamp", "window", "copper", "garden", "letter", "bridge", "river", "paper", "candle"];

/** Comments in which one word tells hate speech, and no two say nearly the same. */
export function comments(count: number): string {
  const lines = Array.from({ length: count }, (_, i) => {
    const words = Array.from(
      { length: 5 },
      (_noun, k) => `${NOUNS[(i + 3 * k) % NOUNS.length]!}${(i * 7 + k * 11) % 89}`,
    );
    return i % 2 === 0 ? `vermin ${words.join(" ")};1.0` : `lovely ${words.join(" ")};0`;
  });
  return `comment;isHate\n${lines.join("\n")}\n`;
}

/** Texts with labels, one JSON object a line. */
export function marked(rows: readonly (readonly [string, unknown])[]): string {
  return rows.map(([text, label]) => `${JSON.stringify({ label, text })}\n`).join("");
}
