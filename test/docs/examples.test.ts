/** Every example in TypeScript compiles; those that need no key run, and print what they say they print. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/options/config-file.ts";
import { blocksOf, examplesOf, PAGES, runnableOf, type Block } from "./pages.ts";
import { workbench, type Workbench } from "./workbench.ts";
import { tempFolder } from "../temp.ts";

const runnable = PAGES.filter((page) => runnableOf(page).length > 0);
let bench: Workbench;
beforeAll(() => {
  bench = workbench();
});
afterAll(() => bench[Symbol.dispose]());

// Each starts a process, which takes long on a busy machine.
describe("the examples of the documents", { timeout: 120_000 }, () => {
  it("are found", () => {
    expect(runnable).toContain("README.md");
    expect(PAGES.flatMap(examplesOf).length).toBeGreaterThan(10);
  });

  it("compile", () => {
    expect(bench.compile()).toEqual({ code: 0, output: "" });
  });

  it.each(runnable)("of %s run, and print what they say", (page) => {
    const blocks = runnableOf(page);
    const { code, output } = bench.run(blocks);
    expect(code, output).toBe(0);
    expect(output.trimEnd().split("\n")).toEqual(blocks.flatMap(printedBy));
  });
});

it("the protegi.yaml of README.md is one", async () => {
  const folder = tempFolder();
  const configs = blocksOf("README.md").filter(({ info }) => info === "yaml");
  expect(configs).toHaveLength(1);
  writeFileSync(join(folder, "protegi.yaml"), configs[0]!.text);
  expect(await readConfig(join(folder, "protegi.yaml"), {}, {})).toMatchObject({
    label: "queue",
    budget: { calls: 5000 },
  });
});

/** What an example says it prints: the remark behind each `console.log`. */
function printedBy({ text, place }: Block): string[] {
  const said = Array.from(text.matchAll(/\); \/\/ prints (.+)$/gm), (match) => match[1]!);
  expect(text.split("console.log(").length - 1, `remarks on what is printed in ${place}`).toBe(said.length);
  return said;
}
