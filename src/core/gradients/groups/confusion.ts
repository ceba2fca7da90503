/** Groups of rows with one confusion cell in common: what was expected, and what was answered. */
import { shuffle, type Rng } from "../../rng.ts";
import { shown } from "../../example.ts";
import type { Observation } from "../../task.ts";
import type { ErrorGroupOptions } from "./group.ts";

/** One pool for each group: the cells take turns by their size, and a cell with several groups is divided among them. */
export function poolsByCell(
  errors: readonly Observation[],
  { errorGroups: groups, errorsPerGroup }: Pick<ErrorGroupOptions, "errorGroups" | "errorsPerGroup">,
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
  return JSON.stringify([example.expected, invalid ? null : shown(predicted)]);
}

/** The confusion cells of these rows, each once: what was expected and what was answered, "" for what could not be read. */
export function cellsOf(rows: readonly Observation[]): (readonly [expected: string, answered: string])[] {
  const cells = new Map(
    rows.map((row) => [cellOf(row), [shown(row.example.expected), row.invalid ? "" : shown(row.predicted)] as const]),
  );
  return [...cells.values()];
}
