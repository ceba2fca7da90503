/** The tasks of the real benchmark: a plain first prompt, rows, and rows that no run sees until its recommendation is tried. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../src/core/errors.ts";
import { rng, shuffle } from "../../src/core/rng.ts";
import { readDataset } from "../../src/datasets/index.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Data sets that may not be in the repository. */
const DATA = process.env["PROTEGI_DATA_DIR"] ?? join(ROOT, "../shared/data");

/** Rows kept from every run, to try what it recommends. */
const FRESH = 200;
/** Most rows of a task: enough for all splits. */
const MOST = 2000;

export type RealRow = Readonly<Record<string, string>>;

export interface RealTask {
  readonly about: string;
  readonly file: string;
  /** The first prompt: one line, and the row. All of it may change. */
  readonly prompt: string;
  /** The column with the right answer. */
  readonly label: string;
  /** Where the rows are published. */
  readonly source: string;
  /** Whether rows may be shown in this repository. */
  readonly copyable: boolean;
  /** A row as the task reads it; undefined for one that it leaves out. Default: as it is. */
  readonly read?: (row: RealRow) => RealRow | undefined;
  /** Whether each label gets the rows of the rarest one, so that no constant answer gains. */
  readonly balanced?: boolean;
}

export const REAL_TASKS = {
  reviews: {
    about: "sentences of reviews of products and films, positive or negative",
    file: join(ROOT, "examples/reviews/reviews.csv"),
    prompt: "Is this review positive or negative?\n\n{{text}}",
    label: "label",
    source: "UCI Sentiment Labelled Sentences, CC BY 4.0",
    copyable: true,
  },
  sms: {
    about: "text messages, spam or ham, half of each",
    file: join(DATA, "sms/messages.csv"),
    prompt: "Is this message spam or ham?\n\n{{text}}",
    label: "label",
    source: "UCI SMS Spam Collection, CC BY 4.0",
    copyable: true,
    balanced: true,
  },
  trec: {
    about: "questions by the type of their answer, six labels",
    file: join(DATA, "trec/train.jsonl"),
    prompt:
      "What type of answer does this question ask for: abbreviation, description, entity, person, location or number?\n\n{{question}}",
    label: "type",
    source: "TREC question classification (Li and Roth, 2002)",
    copyable: false,
  },
  ethos: {
    about: "comments, hate speech or not, where their readers agree",
    file: join(DATA, "ethos/binary.csv"),
    prompt: "Is this comment hate speech? Answer yes or no.\n\n{{comment}}",
    label: "hate",
    source: "ETHOS (Mollas et al. 2020), GPL-3.0",
    copyable: false,
    // The authors' rule: shares of 0 at most or 0.7 at least; above 0.4 is hate speech.
    read: ({ comment = "", isHate }) => {
      const share = Number(isHate);
      return share > 0 && share < 0.7 ? undefined : { comment, hate: share > 0.4 ? "yes" : "no" };
    },
  },
} as const satisfies Readonly<Record<string, RealTask>>;

export type RealTaskName = keyof typeof REAL_TASKS;

export const REAL_TASK_NAMES: readonly RealTaskName[] = Object.keys(REAL_TASKS) as RealTaskName[];

/** Rows of the verdict, and of the split that picks the final prompt. */
export const REAL_SPLITS = { maxTest: 300, maxDev: 150 };

/** @throws UsageError when there is no such task */
export function asTaskName(name: string, where: string): RealTaskName {
  const found = REAL_TASK_NAMES.find((known) => known === name);
  if (found === undefined)
    throw new UsageError(where, `there is no task ${name}`, `Tasks: ${REAL_TASK_NAMES.join(", ")}.`);
  return found;
}

/** A task of the table, by its name. */
export function realTask(name: RealTaskName): RealTask {
  return REAL_TASKS[name];
}

/**
 * The rows of a task in an order of their own, the same for all runs: those that a run splits, and those that it never sees.
 * @throws UsageError when the data is not here
 */
export async function rowsOf(name: RealTaskName): Promise<{ examples: readonly RealRow[]; fresh: readonly RealRow[] }> {
  const { file, source, label, balanced, read = (row) => row } = realTask(name);
  if (!existsSync(file))
    throw new UsageError(`--task ${name}`, `there is no ${file}`, `Get the rows of ${source}, and put them there.`);
  const found = (await readDataset(file)).rows.map(({ fields }) => read(fields)).filter((row) => row !== undefined);
  const rows = shuffle(found, rng(1).fork(`rows of ${name}`));
  const byLabel = Map.groupBy(rows, (row) => row[label]);
  const least = Math.min(...[...byLabel.values()].map((own) => own.length));
  const few = rows.filter((row) => byLabel.get(row[label])!.indexOf(row) < least);
  // Again in another order: those that are left of a frequent label are the first ones.
  const kept = balanced === true ? shuffle(few, rng(1).fork(`balanced rows of ${name}`)) : rows;
  return { fresh: kept.slice(0, FRESH), examples: kept.slice(FRESH, FRESH + MOST) };
}

/** The two splits that nobody reads where dev is what counts: each needs ten rows, and one of every label. */
export function unread(rows: readonly RealRow[], label: string): { train: RealRow[]; test: RealRow[] } {
  const byLabel = [...Map.groupBy(rows, (row) => row[label]).values()];
  return { train: byLabel.flatMap((own) => own.slice(0, 5)), test: byLabel.flatMap((own) => own.slice(-5)) };
}
