/** Where the data of a task is looked for, and how its rows are divided for a recipe. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../../src/core/errors.ts";
import { rng, shuffle } from "../../src/core/rng.ts";
import type { PaperRow, PaperRows, PaperTask } from "./tasks/task.ts";

const CLONE = fileURLToPath(new URL("../../", import.meta.url));

/** Drawn from the test set, as in the paper. */
const DEV_ROWS = 50;
const TEST_ROWS = 150;

/** The folders that data is looked for in: the one that was named, or those of a clone. */
export function dataFolders(named: string | undefined, env: Readonly<Record<string, string | undefined>>): string[] {
  const own = named ?? env["PROTEGI_DATA"];
  return own === undefined || own === "" ? [join(CLONE, "data"), resolve(CLONE, "../shared/data")] : [resolve(own)];
}

/** The first of these folders that holds all files of a task; undefined when none does. */
export function folderOf({ files }: PaperTask, folders: readonly string[]): string | undefined {
  return folders.find((folder) => files.every((file) => existsSync(join(folder, file))));
}

/** The rows of a task. Throws `UsageError` saying what is missing, where it goes and where to get it. */
export async function loadTask(task: PaperTask, folders: readonly string[]): Promise<PaperRows> {
  const folder = folderOf(task, folders);
  if (folder !== undefined) return task.load(folder);
  throw new UsageError(
    `the data of ${task.name}`,
    `expected ${task.files.join(" and ")} in ${folders.join(" or ")}, found none such`,
    `${task.source}\n  Name another folder with --data or PROTEGI_DATA.`,
  );
}

/** What a recipe searches with and judges by. */
export interface Division {
  readonly train: readonly PaperRow[];
  readonly dev: readonly PaperRow[];
  readonly test: readonly PaperRow[];
}

/**
 * 50 rows of dev and 150 of test, drawn from the test set; the same ones whatever the seed of the search, so that all
 * trials are judged alike. Texts that stand in them are taken out of train, which the authors leave in.
 */
export function divide({ train, test }: PaperRows): Division {
  const drawn = shuffle([...byText(test).values()], rng(1).fork("dev and test")).slice(0, DEV_ROWS + TEST_ROWS);
  const known = byText(drawn);
  return {
    train: train.filter(({ text }) => !known.has(text.trim())),
    dev: drawn.slice(0, DEV_ROWS),
    test: drawn.slice(DEV_ROWS),
  };
}

/** Each text once. */
function byText(rows: readonly PaperRow[]): Map<string, PaperRow> {
  return new Map(rows.toReversed().map((row) => [row.text.trim(), row]));
}
