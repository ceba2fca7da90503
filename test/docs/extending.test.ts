/** docs/extending.md: its modules pass their suites under vitest and node:test, its config runs, as in a project of a user's. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { blocksOf, ROOT } from "./pages.ts";
import { sharedFolder } from "../temp.ts";

const PAGE = "docs/extending.md";
const files = blocksOf(PAGE).flatMap(({ text }) => {
  const [, name] = /^\/\/ ([\w.-]+\.ts)\b/.exec(text) ?? [];
  return name === undefined ? [] : [{ name, text }];
});

const folder = sharedFolder();
beforeAll(() => {
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT, stdio: "ignore" });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/protegi"));
  for (const name of ["vitest", "@types"])
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "mine", type: "module" }));
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
}, 120_000);

function node(...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", env });
  return { code: status, output: stdout + stderr };
}

describe("docs/extending.md", { timeout: 240_000 }, () => {
  it("has a module of every kind", () => {
    const kinds = ["selector", "method", "metric", "task", "model", "format", "store"].map((kind) => `my-${kind}.ts`);
    expect(files.map(({ name }) => name)).toEqual([...kinds, "suites.test.ts", "suites.node.ts"]);
  });

  it("compiles, each file with those that it imports", () => {
    const compilerOptions = {
      target: "es2024",
      lib: ["es2024", "esnext.disposable"],
      module: "nodenext",
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      skipLibCheck: true,
      types: ["node"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    expect(node(join(ROOT, "node_modules/typescript/bin/tsc"), "-p", ".")).toEqual({ code: 0, output: "" });
  });

  it("passes its suites under vitest", () => {
    const { code, output } = node(join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--root", ".", "suites.test.ts");
    expect(code, output).toBe(0);
    expect(Number(/Tests\s+(\d+) passed/.exec(output)?.[1])).toBeGreaterThan(15);
  });

  it("passes its suites under node:test", () => {
    const { code, output } = node("--test", "--test-reporter=tap", "suites.node.ts");
    expect(code, output).toBe(0);
    expect(Number(/^# pass (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(30);
    expect(output).toMatch(/^# fail 0$/m);
  });

  it("the suite of a user's own in docs/library.md passes", () => {
    const [suite] = blocksOf("docs/library.md").filter(({ text }) => text.startsWith("// prompt.test.ts"));
    writeFileSync(join(folder, "prompt.test.ts"), suite!.text);
    for (const name of ["reviews.csv", "prompt.md"])
      copyFileSync(join(ROOT, "examples/reviews", name), join(folder, name));
    const { code, output } = node(join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--root", ".", "prompt.test.ts");
    expect(code, output).toBe(0);
    expect(output).toMatch(/Tests\s+1 passed/);
  });

  it("has a config that runs, with all that it names", () => {
    const [config] = blocksOf(PAGE).filter(({ info }) => info === "yaml");
    writeFileSync(join(folder, "protegi.yaml"), config!.text);
    const rows = Array.from({ length: 80 }, (_, i) =>
      i % 2 === 0 ? `text: Lamp ${i} works well\nlabel: praise\n` : `text: Lamp ${i} broke at once\nlabel: blame\n`,
    );
    writeFileSync(join(folder, "rows.blocks"), rows.join("\n"));
    const { code, output } = node(join(ROOT, "dist/cli/main.js"), "optimize", "--json", "--quiet");
    expect(code, output).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      best: expect.stringContaining("Answer in one word."),
      verdict: { word: "better" },
    });
  });
});
