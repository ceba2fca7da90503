/** The real tasks of the benchmark of kinds: a first prompt, rows of each split, and the kind of task. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../src/core/errors.ts";
import { rng, shuffle } from "../../src/core/rng.ts";
import type { OptimizeOptions } from "../../src/jobs/optimize.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Data sets that may not be in the repository. */
const DATA = process.env["PROTEGI_DATA_DIR"] ?? join(ROOT, "../shared/data");

export type KindRow = Readonly<Record<string, unknown>>;

export interface KindTask {
  readonly about: string;
  readonly file: string;
  /** Where the rows are published. */
  readonly source: string;
  /** The column with the right answer. */
  readonly label: string;
  readonly task: "extraction" | "numeric";
  readonly metric: "json-fields" | "within-tolerance";
  readonly prompt: string;
  /** Rows of each split: few, since answers are long. */
  readonly sizes: { readonly train: number; readonly dev: number; readonly test: number };
  /** Tokens after which an answer is cut. */
  readonly maxOutputTokens: number;
  /** Most calls, the verdict's included. */
  readonly calls: number;
}

export const KIND_TASKS = {
  orders: {
    about: "orders in mails, as JSON with six fields",
    file: join(ROOT, "examples/extraction/orders.jsonl"),
    source: "`examples/extraction/`",
    label: "order",
    task: "extraction",
    metric: "json-fields",
    prompt:
      "Extract the order as JSON with the fields item, quantity, unit_price, currency, deliver_by and city.\n\nMail: {{text}}\nOrder:",
    sizes: { train: 60, dev: 20, test: 60 },
    maxOutputTokens: 120,
    calls: 240,
  },
  gsm8k: {
    about: "word problems whose answer is a number",
    file: join(DATA, "gsm8k/test.jsonl"),
    source: "GSM8K (Cobbe et al. 2021), MIT",
    label: "answer",
    task: "numeric",
    metric: "within-tolerance",
    prompt: "Solve this problem. Answer with the number only.\n\n{{question}}",
    sizes: { train: 60, dev: 15, test: 50 },
    maxOutputTokens: 200,
    calls: 180,
  },
} as const satisfies Readonly<Record<string, KindTask>>;

export type KindTaskName = keyof typeof KIND_TASKS;

/** @throws UsageError when there is no such task */
export function asKindTask(name: string, where: string): KindTaskName {
  const names = Object.keys(KIND_TASKS) as KindTaskName[];
  const found = names.find((known) => known === name);
  if (found === undefined) throw new UsageError(where, `there is no task ${name}`, `Tasks: ${names.join(", ")}.`);
  return found;
}

/**
 * The rows of each split, the same for all runs.
 * @throws UsageError when the data is not here
 */
export function splitsOf(
  name: KindTaskName,
): Extract<OptimizeOptions<KindRow>["examples"], { readonly train: unknown }> {
  const { file, source, sizes }: KindTask = KIND_TASKS[name];
  if (!existsSync(file))
    throw new UsageError(`--task ${name}`, `there is no ${file}`, `Get the rows of ${source}, and put them there.`);
  const lines = readFileSync(file, "utf8").split("\n");
  const rows = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as KindRow);
  const [dev, train] = [sizes.test + sizes.dev, sizes.test + sizes.dev + sizes.train];
  const mixed = shuffle(rows, rng(1).fork(`rows of ${name}`));
  return { test: mixed.slice(0, sizes.test), dev: mixed.slice(sizes.test, dev), train: mixed.slice(dev, train) };
}
