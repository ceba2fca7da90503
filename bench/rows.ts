/** A large file: how long 100,000 rows take to load and split, how much memory, and whether a run touches more rows than it needs. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { rng } from "../src/core/rng.ts";
import type { Loaded } from "./lib/rows-process.ts";

const ROWS = 100_000;
const WORDS =
  "the order came late and box was torn but support answered soon with a refund so all is well again after two weeks of waiting".split(
    " ",
  );

export async function run(_args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "protegi-bench-"));
  const file = join(folder, "rows.csv");
  try {
    await pipeline(csv(), createWriteStream(file));
    const { readSeconds, loadSeconds, cpuSeconds, memoryMb, calls, rowsTouched } = await load(file);
    print(
      `${ROWS} rows: read in ${readSeconds.toFixed(2)} s, split after ${loadSeconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU, ${memoryMb.toFixed(0)} MB`,
    );
    print(`a run of ${calls} calls touched ${rowsTouched} rows`);
    return { loadSeconds, memoryMb, cpuSeconds, rowsTouched };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** In a process of its own, whose memory is that of loading alone. */
async function load(file: string): Promise<Loaded> {
  const child = fork(new URL("./lib/rows-process.ts", import.meta.url), [file], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const early = once(child, "exit").then(() => Promise.reject(new Error("The process that loads ended early.")));
  return (await Promise.race([once(child, "message"), early]))[0] as Loaded;
}

function* csv(): Generator<string> {
  const random = rng("rows");
  yield "text,label\n";
  for (let i = 0; i < ROWS; i++) {
    const words = Array.from({ length: 12 }, () => WORDS[Math.floor(random.next() * WORDS.length)]);
    yield `"Order ${i}: ${words.join(" ")}.",${random.next() < 0.5 ? "good" : "bad"}\n`;
  }
}
