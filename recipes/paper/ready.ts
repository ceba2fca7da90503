/** Makes the tasks of an invocation ready: which ones, their rows, and the task that a search is given. */
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { UsageError } from "../../src/core/errors.ts";
import { dataFolders, divide, folderOf, loadTask } from "./data.ts";
import type { Options } from "./options.ts";
import type { Ready, Recipe } from "./recipe.ts";
import { settingsFor } from "./settings.ts";
import { isSimulated } from "./simulated/model.ts";
import { world, worldRows } from "./simulated/world.ts";
import { tasks } from "./tasks/index.ts";
import type { PaperTask } from "./tasks/task.ts";

const DEFAULT_TASK = "ethos";

/**
 * @param note told what a person should know about the data
 * @throws UsageError when there is no such task, or its data is not there
 */
export async function readyTasks(
  recipe: Recipe,
  options: Options,
  env: Readonly<Record<string, string | undefined>>,
  note: (text: string) => void,
): Promise<Ready[]> {
  const wanted = tasksOf(recipe, options);
  if (isSimulated(options.model)) return [simulatedTask(recipe, options, note)];
  const folders = dataFolders(options.data, env);
  const there = wanted.filter((task) => folderOf(task, folders) !== undefined);
  const left = wanted.filter((task) => !there.includes(task));
  // Of several tasks those are left out whose data is missing; a single one is missed.
  if (there.length > 0)
    for (const { name, files, source } of left)
      note(`Without ${name}: ${files.join(" and ")} are not there. ${source}`);
  const chosen = there.length > 0 ? there : left.slice(0, 1);
  const ready: Ready[] = [];
  for (const paper of chosen) {
    const { train, dev, test } = divide(await loadTask(paper, folders));
    const rows = { train: train.slice(0, recipe.most), dev, test };
    const { splits } = settingsFor(options, {}, options.seed);
    const task = buildTask({ prompt: paper.prompt, examples: rows, label: "label" }, splits, (text) =>
      note(`${paper.name}: ${text}`),
    );
    ready.push({ paper, task });
  }
  return ready;
}

/** In the place of any task of the paper. */
function simulatedTask(recipe: Recipe, options: Options, note: (text: string) => void): Ready {
  const { train, dev, test } = worldRows();
  const { splits } = settingsFor(options, {}, options.seed);
  const rows = { train: train.slice(0, recipe.most), dev, test };
  return { paper: world, task: buildTask({ prompt: world.prompt, examples: rows, label: "label" }, splits, note) };
}

function tasksOf({ tasks: own }: Recipe, { task }: Options): PaperTask[] {
  if (own !== undefined) {
    if (task === undefined) return own.map((name) => tasks[name]!);
    throw new UsageError(task, "this recipe has its tasks already, and takes none", "See: npm run paper");
  }
  const name = task ?? DEFAULT_TASK;
  if (Object.hasOwn(tasks, name)) return [tasks[name]!];
  throw new UsageError(name, "there is no such task", `Known: ${Object.keys(tasks).join(", ")}.`);
}
