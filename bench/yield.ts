/**
 * What writers bring when they are asked about the same errors in the words of the first edition of the requests (commit
 * f71cc5e), in today's, and in small questions. Replies are recorded, so this takes seconds. `--record` asks the local model
 * what has no recorded reply, and `--record --large ADDRESS` the large one.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Model } from "../src/core/model.ts";
import type { WriterYield } from "../src/facts/writer.ts";
import { buildTask } from "../src/jobs/task/build-task.ts";
import { parseGroups } from "../src/options/settings.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { LOCAL_MODELS } from "./lib/local-models.ts";
import { largeWriter, realModel, recorded } from "./lib/real-models.ts";
import { pairsIn, recordingOf } from "./lib/real-recording.ts";
import { realTask, rowsOf } from "./lib/real-tasks.ts";
import { type Edition, yieldsIn } from "./lib/yield-play.ts";
import { questionOf } from "./lib/yield-questions.ts";

const FOLDER = join(import.meta.dirname, "recorded/yield");

const OPTIONS = { record: { type: "boolean", default: false }, large: { type: "string" } } as const;

/** Who is asked in which edition, and the name of the figure. */
const ROWS = [
  { edition: "first", writer: "large", figure: "firstLarge" },
  { edition: "second", writer: "large", figure: "secondLarge" },
  { edition: "first", writer: "1.5b", figure: "firstSmall" },
  { edition: "second", writer: "1.5b", figure: "secondSmall" },
  { edition: "piecewise", writer: "1.5b", figure: "piecewiseSmall" },
] as const satisfies readonly { edition: Edition; writer: "1.5b" | "large"; figure: string }[];

const FACTS = { pricing: "free", holds: { choice: true, json: true } } as const;

/** What is known of both local models, asked or recorded. */
const TASK: Model = {
  ...FACTS,
  id: `local:${LOCAL_MODELS.smollm2.title}`,
  parameters: 0.135,
  generate: () => Promise.reject(new Error("The task model's answers are known.")),
};
const SMALL = { ...FACTS, id: `local:${LOCAL_MODELS["qwen-1.5b"].title}`, parameters: 1.5 };

/** Figures: the admitted share of the prompts that were asked for. */
export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const { prompt, label } = realTask("reviews");
  const { examples, fresh } = await rowsOf("reviews");
  const { splits } = parseGroups({});
  const task = buildTask({ prompt, label, examples: [...examples, ...fresh], section: "all" }, splits, () => undefined);
  const questions = await Promise.all(pairsIn(join(FOLDER, "first-large.jsonl")).map((pair) => questionOf(pair, task)));
  const live = values.record ? await realModel("qwen-1.5b", "optimizer") : undefined;
  const figures: Record<string, number> = {};
  const table: string[][] = [["requests", "writer", "kind", "asked", "usable", "admitted", "different"]];
  try {
    for (const { edition, writer, figure } of ROWS) {
      const recording = recordingOf(join(FOLDER, `${edition}-${writer}.jsonl`));
      const optimizer =
        writer === "large"
          ? await largeWriter(values.large, recording)
          : recorded(SMALL, recording, live, "record it: --record");
      const yields = await yieldsIn(edition, { task: TASK, optimizer }, task, questions);
      figures[figure] = admittedShare(yields);
      for (const one of yields) table.push([edition, writer, ...cellsOf(one)]);
    }
  } finally {
    await live?.close?.();
  }
  for (const cells of table)
    print(
      cells
        .map((cell) => cell.padEnd(11))
        .join(" ")
        .trimEnd(),
    );
  keepTable("writers", table);
  return figures;
}

function cellsOf({ asked, wanted, usable, admitted, different }: WriterYield): string[] {
  return [asked, String(wanted), String(usable), admitted === undefined ? "-" : String(admitted), String(different)];
}

/** Of requests for prompts: admitted for each one asked for. */
function admittedShare(yields: readonly WriterYield[]): number {
  const prompts = yields.filter(({ admitted }) => admitted !== undefined);
  const sum = (of: (one: WriterYield) => number): number => prompts.reduce((total, one) => total + of(one), 0);
  return sum(({ admitted = 0 }) => admitted) / sum(({ wanted }) => wanted);
}
