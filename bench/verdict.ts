/** The verdict where no prompt is better than another: how often does a whole run claim a gain all the same? */
import { parseArgs } from "node:util";
import { count } from "../src/core/values/words.ts";
import { rng } from "../src/core/rng.ts";
import { optimize, type RunResult } from "../src/index.ts";
import type { Model } from "../src/models/index.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { meanOf } from "./lib/example.ts";

/** Share of rows that every prompt gets right. */
const ACCURACY = 0.7;

const ROWS = Array.from({ length: 400 }, (_, i) => ({
  text: `row ${i} says ${i % 2 === 0 ? "a" : "b"}`,
  label: i % 2 === 0 ? "a" : "b",
}));

/** Answers every request by a throw of its own, so that prompts differ in luck only; writes prompts that are as good. */
function luck(seed: number): Model {
  return {
    id: `luck:${seed}`,
    holds: { choice: true, json: true },
    async generate({ messages, format, sample }) {
      const text = messages.map(({ content }) => content).join("\n");
      const stream = rng(seed).fork(`${sample} ${text}`);
      const right = text.endsWith("says a") ? "a" : "b";
      const items = (): string[] =>
        Array.from({ length: 2 }, () => `Which letter does it say? (${stream.next().toString(36).slice(2, 8)})`);
      const reply =
        format.kind === "json"
          ? JSON.stringify({ items: items() })
          : stream.next() < ACCURACY
            ? right
            : right === "a"
              ? "b"
              : "a";
      return { text: reply, finish: "stop", usage: { input: 0, output: 0, cachedInput: 0, reasoning: 0 } };
    },
  };
}

/** One whole run on 100 test rows in that world. */
export function runWithoutGain(seed: number): Promise<RunResult> {
  return optimize({
    prompt: "# Task\nWhich letter?\n\n# Row\n{{text}}",
    examples: ROWS,
    model: luck(seed),
    search: { rounds: 2, beamWidth: 2, minibatchSize: 16, errorGroups: 2, headroom: false },
    selection: { perCandidate: 8 },
    splits: { maxDev: 40, maxTest: 100 },
    seed,
  });
}

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: "string", default: "1000" } } });
  const runs = Number(values.runs);
  const results: RunResult[] = [];
  for (let seed = 1; seed <= runs; seed++) results.push(await runWithoutGain(seed));
  const verdicts = results.map(({ verdict }) => verdict!);
  const said = (word: string): number => verdicts.filter((verdict) => verdict.word === word).length;
  const onDev = meanOf(results.map(({ candidates }) => candidates[0]!.dev.value));
  const onTest = meanOf(verdicts.map(({ winner }) => winner.value));
  const gain = meanOf(verdicts.map(({ difference }) => difference.value));
  print(`${runs} runs in which no prompt is better than another: every one gets ${ACCURACY} of the rows right`);
  print(`said better ${said("better")}, worse ${said("worse")}, not shown ${said("not shown")}`);
  print(
    `the best prompt found scored ${onDev.mean.toFixed(3)} on dev, which picked it, and ${onTest.mean.toFixed(3)} on test`,
  );
  print(`mean difference to the initial prompt on test ${gain.mean.toFixed(4)} ± ${gain.half.toFixed(4)}`);
  keepTable("words", [
    ["verdict", `of ${count(runs)} runs`],
    ...["better", "worse", "not shown"].map((word) => [word, count(said(word))]),
  ]);
  keepTable("scores", [
    ["the best prompt found", "mean score"],
    ["on dev, the rows that picked it", onDev.mean.toFixed(3)],
    ["on test", onTest.mean.toFixed(3)],
  ]);
  return {
    runs,
    saidBetter: said("better"),
    saidWorse: said("worse"),
    devMean: onDev.mean,
    testMean: onTest.mean,
    gainMean: gain.mean,
  };
}
