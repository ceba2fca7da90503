/** Outcome tables: which of the same rows each of many real prompts gets right. Prompts as texts, rows by hash alone. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shown, type Example } from "../../src/core/example.ts";
import type { Model } from "../../src/core/model.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { rng, sample, shuffle } from "../../src/core/rng.ts";
import { all } from "../../src/facts/of.ts";
import { evaluate, type Store } from "../../src/index.ts";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { parseGroups } from "../../src/options/settings.ts";
import type { LocalModelName } from "./local-models.ts";
import { REAL_SPLITS, realTask, type RealTaskName, rowsOf, unread } from "./real-tasks.ts";

/** Rows that every prompt answers. */
const ROWS = 200;

export interface OutcomeTable {
  readonly task: RealTaskName;
  /** The model that answered. */
  readonly model: string;
  /** Ids of the rows (`exampleId` in src/core/example.ts) with their right answers. */
  readonly rows: readonly { readonly id: string; readonly label: string }[];
  readonly prompts: readonly {
    readonly prompt: string;
    /** A digit for each row: 1 where the answer is right. */
    readonly correct: string;
  }[];
}

/** Where the table of a task and its model is. */
export function tableFile(task: RealTaskName, model: LocalModelName): string {
  return join(import.meta.dirname, `../outcomes/${task}-${model}.json`);
}

/**
 * Scores prompts that writers wrote in the runs of a store, the initial one among them. Answers are kept in the store, so
 * it goes on where it was cut off.
 * @param most prompts in the table
 * @param known prompts that are in it whatever the store has: those of the table that is there
 */
export async function outcomesOf(
  task: RealTaskName,
  model: Model,
  store: Store,
  most: number,
  known: readonly string[],
  print: (line: string) => void,
): Promise<OutcomeTable> {
  const { prompt, label } = realTask(task);
  const { examples } = await rowsOf(task);
  const { splits } = parseGroups({ splits: REAL_SPLITS });
  const { train } = buildTask({ prompt, label, examples }, splits, () => undefined);
  const shuffled = shuffle(train, rng("outcomes").fork("rows"));
  const [rows, rest] = [shuffled.slice(0, ROWS), shuffled.slice(ROWS)];
  const given = { ...unread(rest.map(rowOf), label), dev: rows.map(rowOf) };
  // The cap of the runs, so that what they asked is not asked again.
  const options = { label, examples: given, model, store, section: "all", requests: { maxOutputTokens: 120 } };
  const prompts: OutcomeTable["prompts"][number][] = [];
  for (const text of await writtenIn(store, prompt, most, known)) {
    const { observations, score } = await evaluate({ ...options, prompt: text });
    const right = new Map(observations.map(({ example, correct }) => [example.id, correct]));
    prompts.push({ prompt: text, correct: rows.map(({ id }) => (right.get(id) === true ? "1" : "0")).join("") });
    print(`${score.value.toFixed(3)}  ${JSON.stringify(text)}`);
  }
  return {
    task,
    model: model.name ?? model.id,
    rows: rows.map(({ id, expected }) => ({ id, label: shown(expected) })),
    prompts,
  };

  function rowOf({ fields, expected }: Example): Record<string, string> {
    return { ...fields, [label]: shown(expected) };
  }
}

/** The prompts of all runs in a store: the initial one, and a sample of the others. Examples from the data are no writer's words. */
async function writtenIn(store: Store, initial: string, most: number, known: readonly string[]): Promise<string[]> {
  const first = parsePrompt(initial, "all");
  const texts = new Set<string>();
  for (const { id } of (await store.listRuns()).toReversed()) {
    const written = all(await store.readEvents(id), "candidate").filter(
      ({ origin }) => origin.kind !== "demonstrations",
    );
    for (const { parts } of written) texts.add(first.withParts(parts).text);
  }
  const kept = [...new Set([first.text, ...known])];
  for (const text of kept) texts.delete(text);
  return [...kept, ...sample([...texts], Math.max(0, most - kept.length), rng("outcomes"))];
}

/** The table in a file; undefined where there is none. */
export function readTable(file: string): OutcomeTable | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as OutcomeTable) : undefined;
}

/** Writes a table, a line for each prompt. */
export function writeTable(table: OutcomeTable, file: string): void {
  const { prompts, rows, ...head } = table;
  const lines = prompts.map((line) => JSON.stringify(line)).join(",\n");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...head, rows }).slice(0, -1)},\n"prompts":[\n${lines}\n]}\n`);
}
