/** The lint rules that hold the architecture do fire: each is broken once in a copy of the layout. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedFolder } from "../temp.ts";

const root = join(import.meta.dirname, "../..");
const IMPORTS = "no-restricted-imports";

/** A file, what stands in it, and the rule that must refuse it (none: it must pass). */
type Case = readonly [file: string, code: string, rule?: string];

const cases: readonly Case[] = [
  ["core/a.ts", imports("../engine/retry.ts"), IMPORTS],
  ["core/b.ts", imports("../options/settings.ts"), IMPORTS],
  ["core/c.ts", imports("node:fs"), IMPORTS],
  ["core/d.ts", imports("zod"), IMPORTS],
  ["core/e.ts", `export type T = import("../models/index.ts").T;`, "consistent-type-imports"],
  ["core/f.ts", `export const later = () => import("../models/index.ts");`, IMPORTS],
  ["core/g.ts", imports("./rng.ts", "pure-rand/generator/xoroshiro128plus", "@noble/hashes/sha2.js", "jsonrepair")],
  ["core/h.ts", `export const now = Date.now();`, "no-restricted-globals"],
  ["core/i.ts", `export const any = Math.random();`, "no-restricted-properties"],
  ["core/selection/a.ts", imports("../../stores/store.ts"), IMPORTS],
  ["core/selection/b.ts", imports("undici"), IMPORTS],
  ["core/selection/c.ts", imports("../rng.ts", "./selector.ts", "../stats/estimate.ts", "pure-rand/types/x")],
  ["core/selection/d.ts", `export const now = new Date();`, "no-restricted-globals"],
  ["core/methods/beam/a.ts", imports("../../../stores/store.ts"), IMPORTS],
  ["core/methods/beam/b.ts", imports("../../rng.ts", "../frame.ts", "./plan.ts", "pure-rand/types/x")],
  ["core/methods/beam/c.ts", `export const now = new Date();`, "no-restricted-globals"],
  ["facts/a.ts", imports("../report/words.ts"), IMPORTS],
  ["facts/b.ts", imports("../core/events.ts", "./of.ts")],
  ["engine/a.ts", imports("../models/hosted/ai-sdk.ts"), IMPORTS],
  ["engine/b.ts", imports("../stores/memory.ts"), IMPORTS],
  ["engine/c.ts", imports("../core/model.ts", "../stores/store.ts", "./retry.ts", "node:crypto")],
  ["models/a.ts", imports("../engine/retry.ts"), IMPORTS],
  ["models/b.ts", imports("../core/model.ts", "./hosted/ai-sdk.ts", "undici")],
  ["models/local/a.ts", imports("../../engine/retry.ts"), IMPORTS],
  ["models/local/b.ts", imports("../../core/model.ts", "../settings.ts")],
  ["metrics/a.ts", imports("../options/groups.ts"), IMPORTS],
  ["datasets/a.ts", imports("../metrics/index.ts"), IMPORTS],
  ["stores/a.ts", imports("../engine/clock.ts"), IMPORTS],
  ["stores/sqlite/a.ts", imports("../../models/index.ts"), IMPORTS],
  ["stores/sqlite/b.ts", imports("../store.ts", "./open.ts", "better-sqlite3")],
  ["interop/a.ts", imports("../models/index.ts"), IMPORTS],
  ["interop/b.ts", imports("../core/errors.ts", "../datasets/index.ts")],
  ["report/a.ts", imports("../run/run.ts"), IMPORTS],
  ["report/b.ts", imports("../trials/run-trials.ts"), IMPORTS],
  ["report/c.ts", imports("../trials/summary.ts", "../core/events.ts", "../facts/rounds.ts", "./words.ts")],
  ["tasks/a.ts", imports("../models/index.ts"), IMPORTS],
  ["tasks/b.ts", imports("../metrics/index.ts", "../core/task.ts", "../datasets/index.ts")],
  ["options/a.ts", imports("../run/run.ts"), IMPORTS],
  ["options/b.ts", imports("../core/selection/index.ts", "../metrics/index.ts", "../engine/prices.ts")],
  ["run/a.ts", imports("../stores/sqlite.ts"), IMPORTS],
  ["run/b.ts", imports("../jobs/optimize.ts"), IMPORTS],
  ["run/c.ts", imports("../facts/rounds.ts", "../stores/store.ts", "../stores/stored.ts", "../engine/retry.ts")],
  ["testing/a.ts", imports("../cli/program.ts"), IMPORTS],
  ["testing/b.ts", imports("../jobs/optimize.ts"), IMPORTS],
  ["testing/c.ts", imports("../core/model.ts", "../models/index.ts", "../stores/store.ts", "../engine/retry.ts")],
  ["testing/reviews/a.ts", imports("../../cli/program.ts"), IMPORTS],
  ["testing/reviews/b.ts", imports("../../core/model.ts", "../pause.ts")],
  ["trials/a.ts", imports("../stores/sqlite.ts"), IMPORTS],
  ["trials/b.ts", imports("../cli/main.ts"), IMPORTS],
  ["trials/c.ts", imports("../run/run.ts", "../stores/store.ts", "../core/measuring/verdict.ts")],
  ["jobs/a.ts", imports("../cli/program.ts"), IMPORTS],
  ["jobs/b.ts", imports("../stores/sqlite.ts"), IMPORTS],
  ["jobs/c.ts", imports("../report/words.ts"), IMPORTS],
  ["jobs/d.ts", imports("../run/run.ts", "../models/index.ts", "../trials/run-trials.ts", "../facts/rounds.ts")],
  ["jobs/optimize.ts", imports("../stores/memory.ts"), IMPORTS],
  ["jobs/task/a.ts", imports("../../stores/sqlite.ts"), IMPORTS],
  ["jobs/task/b.ts", imports("../../report/words.ts"), IMPORTS],
  ["jobs/task/c.ts", imports("../extensions.ts", "../../datasets/index.ts", "../../core/task.ts")],
  ["engine/limiter/a.ts", imports("../../stores/sqlite.ts"), IMPORTS],
  ["engine/limiter/b.ts", imports("../clock.ts", "../../core/model.ts")],
  ["jobs/open.ts", imports("../stores/sqlite.ts", "../models/providers.ts")],
  ["index.ts", imports("./cli/program.ts"), IMPORTS],
  ["cli/a.ts", `${imports("../stores/sqlite.ts", "../run/run.ts")}\nconsole.log("shown");`],
  ["metrics/b.ts", `console.log("lost");`, "no-console"],
  ["metrics/c.ts", `async function later(): Promise<void> {}\nlater();`, "no-floating-promises"],
  ["metrics/d.ts", `export const wait = [1].filter(async (n) => n > 1);`, "no-misused-promises"],
  ["metrics/e.ts", `export const known = (value: any): unknown => value;`, "no-explicit-any"],
  ["metrics/ring-1.ts", `import { two } from "./ring-2.ts";\nexport const one = (): number => two();`, "no-cycle"],
  ["metrics/ring-2.ts", `import { one } from "./ring-1.ts";\nexport const two = (): number => one();`, "no-cycle"],
  ["metrics/types-1.ts", `import type { Two } from "./types-2.ts";\nexport interface One { two?: Two }`, "no-cycle"],
  ["metrics/types-2.ts", `import type { One } from "./types-1.ts";\nexport interface Two { one?: One }`, "no-cycle"],
];

function imports(...modules: readonly string[]): string {
  return modules.map((module, i) => `export * as m${i} from "${module}";`).join("\n");
}

describe("the lint rules", () => {
  const folder = sharedFolder();
  let fired = new Map<string, Set<string>>();

  beforeAll(async () => {
    for (const name of [".oxlintrc.json", "tsconfig.base.json"]) await copyFile(join(root, name), join(folder, name));
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "./tsconfig.base.json",
        compilerOptions: { types: [], noEmit: true },
        include: ["src"],
      }),
    );
    for (const [file, code] of cases) {
      await mkdir(join(folder, "src", dirname(file)), { recursive: true });
      await writeFile(join(folder, "src", file), `${code}\n`);
    }
    fired = await lint(folder);
  });

  it.each(cases.map(([file, , rule]) => ({ file, expected: rule === undefined ? [] : [rule] })))(
    "say of src/$file: $expected",
    ({ file, expected }) => {
      expect([...(fired.get(file) ?? [])]).toEqual(expected);
    },
  );

  it("reach every file: no folder of src is deeper than the rules are written for", async () => {
    const files = await readdir(join(root, "src"), { recursive: true });
    expect(files.filter((file) => file.split(/[\\/]/).length > (file.startsWith("core") ? 4 : 3))).toEqual([]);
  });
});

/** The rules that fired, by file of src. */
async function lint(folder: string): Promise<Map<string, Set<string>>> {
  const bin = join(root, "node_modules/.bin");
  // Finding faults, oxlint exits with 1, and execFile rejects with its output.
  const { stdout } = await promisify(execFile)(join(bin, "oxlint"), ["--format", "json", "src"], {
    cwd: folder,
    env: { ...process.env, OXLINT_TSGOLINT_PATH: join(bin, "tsgolint") },
    timeout: 25_000,
    maxBuffer: 1e8,
  }).catch((error: { stdout: string }) => error);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { filename: string; code: string }[] };
  const fired = new Map<string, Set<string>>();
  for (const { filename, code } of diagnostics) {
    const file = filename.slice(filename.indexOf("src/") + "src/".length);
    const rule = /\((.*)\)/.exec(code)?.[1] ?? code;
    fired.set(file, (fired.get(file) ?? new Set()).add(rule));
  }
  return fired;
}
