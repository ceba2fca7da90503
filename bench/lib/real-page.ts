/** The tables of docs/real-models.md, made from the results. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCAL_MODEL_NAMES, LOCAL_MODELS } from "./local-models.ts";
import type { RealResult } from "./real-results.ts";
import { cellsOf, HEADER, latest, withInterval, wordOf } from "./real-summary.ts";
import { REAL_TASK_NAMES, realTask } from "./real-tasks.ts";

const PAGE = join(import.meta.dirname, "../../docs/real-models.md");

/** Puts the tables of these results into the page. */
export function writePage(results: readonly RealResult[]): void {
  writeFileSync(PAGE, withTables(readFileSync(PAGE, "utf8"), results));
}

/** The page with the tables of these results between its marks. */
export function withTables(page: string, results: readonly RealResult[]): string {
  const runs = latest(results);
  const tables = {
    setup: setup(runs),
    runs: markdown(HEADER, runs.map(cellsOf)),
    earlier: earlier(results),
    yields: yields(results),
    fresh: fresh(runs),
    prompts: prompts(runs),
  };
  return Object.entries(tables).reduce((text, [name, lines]) => between(text, name, lines), page);
}

function between(page: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${PAGE}: expected the marks ${start} and ${end}`);
  return `${page.slice(0, from + start.length)}\n${lines.join("\n")}\n${page.slice(to)}`;
}

/** Tasks, models and machines of the runs. */
function setup(runs: readonly RealResult[]): string[] {
  const tasks = REAL_TASK_NAMES.map((name) => {
    const { about, source, prompt } = realTask(name);
    return [`\`${name}\``, about, `“${prompt.split("\n")[0]}”`, source];
  });
  const models = LOCAL_MODEL_NAMES.map((name) => [`\`${name}\``, LOCAL_MODELS[name].title]);
  const machines = new Set(
    runs.map(
      ({ machine: { cpu, cores, memoryGb, system, node } }) =>
        `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node.js ${node}`,
    ),
  );
  const dates = runs.map(({ date }) => date.slice(0, 10)).toSorted();
  const when = dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`;
  return [
    ...markdown(["task", "rows", "first prompt", "from"], tasks),
    "",
    ...markdown(["model", "is"], models),
    "",
    ...[...machines].map((one) => `Machine: ${one}. Date: ${when ?? "-"}.`),
  ];
}

/** Runs that were played again, with other requests to the writer. */
function earlier(results: readonly RealResult[]): string[] {
  const last = new Set(latest(results));
  const before = results.filter((result) => !last.has(result));
  return markdown(
    ["wording", ...HEADER],
    before.map((run) => [wordingOf(results, run), ...cellsOf(run)]),
  );
}

/** Of all runs, by the wording of the requests. */
function yields(results: readonly RealResult[]): string[] {
  const groups = Map.groupBy(results, (run) => `${wordingOf(results, run)} ${run.writer}`);
  const rows = [...groups.values()].flatMap((own) => {
    const kinds = [...new Set(own.flatMap((run) => Object.keys(run.yield)))];
    return kinds.map((kind) => {
      const counts = own.flatMap((run) => run.yield[kind] ?? []);
      const sum = (name: keyof (typeof counts)[number]): string =>
        String(counts.reduce((total, one) => total + one[name], 0));
      const numbers = (["asked", "usable", "admitted", "different", "better"] as const).map(sum);
      return [wordingOf(results, own[0]!), own[0]!.writer, kind, ...numbers];
    });
  });
  return markdown(["wording", "writer", "request", "asked", "usable", "admitted", "different", "better"], rows);
}

/** Which wording of the requests a run had, in the order in which they were tried. */
function wordingOf(results: readonly RealResult[], { requests }: RealResult): string {
  return String([...new Set(results.map((result) => result.requests))].indexOf(requests) + 1);
}

/** What was recommended, on rows that no run had seen. */
function fresh(runs: readonly RealResult[]): string[] {
  const rows = runs.flatMap((run) =>
    run.fresh === undefined || wordOf(run) !== "better"
      ? []
      : [[run.task, run.model, run.writer, String(run.seed), String(run.fresh.rows), withInterval(run.fresh)]],
  );
  return markdown(["task", "model", "writer", "seed", "rows", "difference"], rows);
}

/** The prompts that were better, where rows may be shown. */
function prompts(runs: readonly RealResult[]): string[] {
  return runs.flatMap((run) => {
    if (wordOf(run) !== "better" || run.best === undefined) return [];
    const { task, model, writer, seed, best } = run;
    return [
      `${task}, ${model}, ${writer}, seed ${seed}:`,
      "",
      ...best
        .trimEnd()
        .split("\n")
        .map((line) => `    ${line}`.trimEnd()),
      "",
    ];
  });
}

function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return ["No run yet."];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), `|${"---|".repeat(header.length)}`, ...rows.map(line)];
}
