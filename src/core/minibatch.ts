/** The minibatch of a round, and a parent's errors on it (Algorithm 2 of arXiv 2305.03495, steps 1 and 2). */
import { poolsByMeaning } from "./meaning.ts";
import { sample, shuffle, type Rng } from "./rng.ts";
import type { Work } from "./evaluation.ts";
import type { Example } from "./example.ts";
import type { Prompt } from "./prompt.ts";
import type { Observation } from "./task.ts";
import type { Tools } from "./tools.ts";

/** All of train in the order in which the parents of one round meet it; the minibatch is its head. */
export function drawMinibatch(train: readonly Example[], rng: Rng): readonly Example[] {
  return shuffle(train, rng);
}

/**
 * What `parent` does on the minibatch. When it has fewer than `enough` errors there, goes on along the
 * shared order, a minibatch at a time, until it has enough or train is used up.
 */
export async function observeParent(
  parent: Prompt,
  order: readonly Example[],
  minibatchSize: number,
  enough: number,
  evaluate: Tools["evaluate"],
  work: Work,
): Promise<readonly Observation[]> {
  const seen: Observation[] = [];
  for (let start = 0; start < order.length; start += minibatchSize) {
    seen.push(...(await evaluate(parent, order.slice(start, start + minibatchSize), work)));
    if (seen.filter(({ correct }) => !correct).length >= enough || work.budget.left === 0) break;
  }
  return seen;
}

/** A group of errors that one gradient request is shown, with a few right rows beside them. */
export interface ErrorGroup {
  readonly errors: readonly Observation[];
  readonly correct: readonly Observation[];
}

export interface GroupOptions {
  /** Groups of errors a parent, each shown in one request for gradients. */
  readonly errorGroups: number;
  readonly errorsPerGroup: number;
  /** Right rows shown beside each group, so that edits do not break them. */
  readonly correctPerGroup: number;
  /**
   * `confusion`: the errors of a group have one confusion cell in common, what was expected and what was answered,
   * and cells get groups by their share of the errors. `meaning`: the errors of a group have telling words in common.
   * `random`: as in the paper, each group is drawn from all errors.
   */
  readonly grouping: "confusion" | "meaning" | "random";
}

/**
 * The groups of errors that gradients are asked for.
 * @param fields the fields that the prompt fills in, by whose words errors are alike
 */
export function errorGroups(
  seen: readonly Observation[],
  fields: readonly string[],
  options: GroupOptions,
  rng: Rng,
): ErrorGroup[] {
  const errors = seen.filter(({ correct }) => !correct);
  const right = seen.filter(({ correct }) => correct);
  const pools = {
    confusion: () => poolsByCell(errors, options, rng),
    meaning: () => poolsByMeaning(seen, fields, options, rng.fork("meaning")),
    random: () => Array.from({ length: options.errorGroups }, () => errors),
  }[options.grouping]();
  return pools.map((pool, g) => ({
    errors: sample(pool, options.errorsPerGroup, rng.fork(`group ${g} errors`)),
    correct: sample(right, options.correctPerGroup, rng.fork(`group ${g} correct`)),
  }));
}

/** One pool for each group: the cells take turns by their size, and a cell with several groups is divided among them. */
function poolsByCell(
  errors: readonly Observation[],
  { errorGroups: groups, errorsPerGroup }: GroupOptions,
  rng: Rng,
): (readonly Observation[])[] {
  const cells = [...Map.groupBy(errors, cellOf)].map(([name, rows]) => ({
    rows: shuffle(rows, rng.fork(`cell ${name}`)),
    groups: 0,
  }));
  for (let g = 0; g < groups; g++) {
    // D'Hondt's rule: the next group goes to the cell with the most errors for each group it would then have.
    const next = cells.reduce((best, cell) =>
      cell.rows.length / (cell.groups + 1) > best.rows.length / (best.groups + 1) ? cell : best,
    );
    next.groups += 1;
  }
  return cells.flatMap((cell) =>
    Array.from({ length: cell.groups }, (_, i) => {
      const own = cell.rows.filter((_row, at) => at % cell.groups === i);
      return own.length >= errorsPerGroup ? own : cell.rows;
    }),
  );
}

function cellOf({ example, predicted, invalid }: Observation): string {
  return JSON.stringify([example.expected, invalid ? null : String(predicted)]);
}

/** The confusion cells of these rows, each once: what was expected and what was answered, "" for what could not be read. */
export function cellsOf(rows: readonly Observation[]): (readonly [expected: string, answered: string])[] {
  const cells = new Map(
    rows.map((row) => [cellOf(row), [String(row.example.expected), row.invalid ? "" : String(row.predicted)] as const]),
  );
  return [...cells.values()];
}
