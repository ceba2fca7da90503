/** What starts the command line and the library loads: not what only a run needs. The times themselves are measured by the benchmark. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { run } from "../../bench/startup.ts";

const ROOT = join(import.meta.dirname, "../..");
const HOOKS = `data:text/javascript,${encodeURIComponent(
  `import { registerHooks } from "node:module";
const loaded = [];
registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
process.on("exit", () => process.stderr.write(JSON.stringify(loaded)));`,
)}`;

beforeAll(() => {
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT, stdio: "ignore" });
}, 120_000);

/** The packages and the own files that a program loads. */
function loadedBy(...args: readonly string[]): { readonly packages: ReadonlySet<string>; readonly own: number } {
  const command = `${JSON.stringify(process.execPath)} --import ${JSON.stringify(HOOKS)} ${args.map((arg) => JSON.stringify(arg)).join(" ")}`;
  const output = execFileSync("/bin/sh", ["-c", `${command} 2>&1 >/dev/null`], { cwd: ROOT, encoding: "utf8" });
  const files = JSON.parse(output) as readonly string[];
  const packages = files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  return { packages: new Set(packages), own: files.filter((file) => file.includes("/dist/")).length };
}

describe.skipIf(process.platform === "win32")("what is loaded", () => {
  it.each([["--help"], ["--version"]])("by protegi %s: commander, and no command", (flag) => {
    const { packages, own } = loadedBy("dist/cli/main.js", flag);
    expect([...packages]).toEqual(["commander"]);
    expect(own).toBeLessThan(20);
  });

  it("by protegi check --help: that command", () => {
    const { packages, own } = loadedBy("dist/cli/main.js", "check", "--help");
    expect(packages).toContain("commander");
    expect(own).toBeGreaterThan(50);
  });

  it('by import "protegi": none of the readers of options and files, and no provider', () => {
    const { packages, own } = loadedBy("--input-type=module", "-e", 'await import("protegi")');
    for (const name of ["zod", "yaml", "csv-parse", "better-sqlite3", "undici", "commander", "@ai-sdk/openai"])
      expect(packages).not.toContain(name);
    expect(own).toBeLessThan(120);
  });
});

it("the benchmark compares starts, each with its own kind", { timeout: 120_000 }, async () => {
  const lines: string[] = [];
  const figures = await run(["--rounds", "1"], (line) => void lines.push(line));
  expect(figures["helpRatio"]).toBeCloseTo(figures["helpMs"]! / figures["nodeMs"]!, 10);
  expect(figures["importMs"]).toBeCloseTo(figures["protegiMs"]! / figures["zodMs"]!, 10);
  expect(Math.min(...Object.values(figures))).toBeGreaterThan(0);
  expect(lines).toHaveLength(5);
});
