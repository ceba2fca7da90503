/** A folder in which the examples of the documents compile and run as if protegi were installed there. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { examplesOf, PAGES, ROOT, type Block } from "./pages.ts";

/** Names that examples which are parts of a program take from around them. */
const AROUND = `
declare const prompt: string;
declare const examples: readonly { readonly text: string; readonly label: string }[];
declare const apiKey: string;
declare const myClient: { ask(prompt: string, options?: { signal?: AbortSignal | undefined }): Promise<string> };
declare function myModel(): Promise<import("protegi/models").Model>;
`;

const FROM_SOURCE = pathToFileURL(join(import.meta.dirname, "children/from-source.ts")).href;

const TSCONFIG = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024"],
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ["node"],
    paths: { protegi: [join(ROOT, "src/index.ts")], "protegi/*": [join(ROOT, "src/*/index.ts")] },
  },
  include: ["*.mts", "around.d.ts"],
};

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface Workbench extends Disposable {
  /** Type-checks every example of every page. */
  compile(): Ended;
  /** Runs examples one after another in one process; `output` is what they print. */
  run(blocks: readonly Block[]): Ended;
}

/** Lays out all examples, each as a file that is named for its page and line. */
export function workbench(): Workbench {
  const folder = mkdtempSync(join(tmpdir(), "protegi-docs-"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  symlinkSync(join(ROOT, "examples"), join(folder, "examples"));
  writeFileSync(join(folder, "around.d.ts"), AROUND);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  for (const { file, text } of PAGES.flatMap(examplesOf)) writeFileSync(join(folder, file), `${text}export {};\n`);

  function node(...args: readonly string[]): Ended {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    return { code: status, output: stdout + stderr };
  }

  return {
    compile: () => node(join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"),
    run(blocks) {
      const imports = blocks.map(({ file }) => `await import("./${file}");\n`).join("");
      writeFileSync(join(folder, "main.mjs"), imports);
      return node("--import", FROM_SOURCE, "main.mjs");
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
