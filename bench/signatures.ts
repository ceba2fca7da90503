/**
 * Failure signatures: each raised in runs built to have it, and none raised in healthy ones. Healthy are the example reviews at
 * default settings, and four families of simulated worlds in which gradients name what there is to find.
 */
import { parseArgs } from "node:util";
import { optimize, type RunResult } from "../src/index.ts";
import { simulatedWorld } from "../src/testing/simulated-world.ts";
import type { FamilyName } from "../src/testing/worlds/families.ts";
import { BUILT_RUNS } from "./lib/built-runs.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { runExample } from "./lib/example.ts";

const FAMILIES: readonly FamilyName[] = ["rules", "definitions", "formats", "harmful"];

export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({
    args: [...args],
    options: { seeds: { type: "string", default: "20" }, built: { type: "string", default: "5" } },
  });
  const seeds = upTo(Number(values.seeds));
  const raised = new Map<string, boolean>();
  const table = [["runs", "raised"]];
  let builtRaised = 0;
  for (const { kind, flaw, run: runBuilt } of BUILT_RUNS) {
    const results: RunResult[] = [];
    for (const seed of upTo(Number(values.built))) results.push(await runBuilt(seed));
    const hits = results.flatMap(({ signatures }) => signatures.filter((one) => one.kind === kind));
    const others = results.flatMap(({ signatures }) => signatures.filter((one) => one.kind !== kind));
    builtRaised += hits.length;
    raised.set(kind, (raised.get(kind) ?? true) && hits.length === results.length);
    table.push([`built for \`${kind}\`: ${flaw}`, `${hits.length} of ${results.length}`]);
    print(`${kind}, where ${flaw}: raised in ${hits.length} of ${results.length}, others in ${others.length}`);
    if (hits[0] !== undefined) print(`  ${hits[0].message}`);
  }

  let falseAlarms = 0;
  for (const seed of seeds) falseAlarms += alarms(`reviews, seed ${seed}`, await runExample(seed), print);
  let worldRuns = 0;
  let worldAlarms = 0;
  for (const family of FAMILIES) {
    for (const seed of upTo(Math.ceil(seeds.length / FAMILIES.length))) {
      const world = simulatedWorld({ family, seed, rows: 600, noise: 0.03 });
      worldAlarms += alarms(`${family}, seed ${seed}`, await optimize({ ...world, seed }), print);
      worldRuns += 1;
    }
  }
  print(
    `${falseAlarms} raised in ${seeds.length} healthy runs of the example, ${worldAlarms} in ${worldRuns} of worlds`,
  );
  keepTable("raised", [
    ...table,
    [`healthy: the example reviews at default settings, ${seeds.length} seeds`, `${falseAlarms} of ${seeds.length}`],
    [
      `simulated worlds whose gradients name what there is to find, ${FAMILIES.length} families, ${worldRuns} runs`,
      `${worldAlarms} of ${worldRuns}`,
    ],
  ]);
  return {
    kinds: raised.size,
    raised: [...raised.values()].filter(Boolean).length,
    builtRuns: BUILT_RUNS.length * Number(values.built),
    builtRaised,
    healthyRuns: seeds.length,
    falseAlarms,
    worldRuns,
    worldAlarms,
  };
}

function alarms(name: string, { signatures, verdict }: RunResult, print: (line: string) => void): number {
  for (const { kind, message } of signatures) print(`${name}, verdict ${verdict?.word}: ${kind}, ${message}`);
  return signatures.length;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
