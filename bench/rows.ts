/** A large file: how long 100,000 rows take to load and split, how much memory, and whether a run touches more rows than it needs. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { taskFrom } from "../src/build-task.ts";
import { rng } from "../src/core/rng.ts";
import { readDataset } from "../src/datasets/index.ts";
import { parseGroups } from "../src/options.ts";
import { run as optimizeTask } from "../src/run.ts";
import { memoryStore } from "../src/stores/memory.ts";
import { scriptedModel } from "../src/testing/index.ts";

const ROWS = 100_000;
const WORDS =
  "the order came late and box was torn but support answered soon with a refund so all is well again after two weeks of waiting".split(
    " ",
  );

export async function run(_args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "protegi-bench-"));
  const file = join(folder, "rows.csv");
  try {
    await writeFile(file, csv());
    const began = performance.now();
    const data = await readDataset(file);
    const read = (performance.now() - began) / 1000;
    const settings = parseGroups({});
    const task = taskFrom({ prompt: "Is it good or bad? {{text}}", data }, settings.splits, () => undefined);
    const loadSeconds = (performance.now() - began) / 1000;
    const memoryMb = process.resourceUsage().maxRSS / 1024;
    print(
      `${ROWS} rows: read in ${read.toFixed(2)} s, split after ${loadSeconds.toFixed(2)} s, ${memoryMb.toFixed(0)} MB`,
    );

    const model = scriptedModel(({ messages: [message] }) => (message!.content.length % 2 === 0 ? "good" : "bad"), {
      holds: { choice: true, json: false },
    });
    const { cost } = await optimizeTask({
      task,
      models: { task: model, optimizer: model },
      settings,
      store: memoryStore(),
    });
    const touched = new Set(model.calls.map(({ messages }) => messages[0]!.content)).size;
    print(`a run of ${cost.calls} calls touched ${touched} rows`);
    return { loadSeconds, memoryMb, rowsTouched: touched };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function csv(): string {
  const random = rng("rows");
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const words = Array.from({ length: 12 }, () => WORDS[Math.floor(random.next() * WORDS.length)]);
    return `"Order ${i}: ${words.join(" ")}.",${random.next() < 0.5 ? "good" : "bad"}`;
  });
  return `text,label\n${lines.join("\n")}\n`;
}
