/** docs/cli.md names every command, every flag and every exit code, and no flag that there is none of. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { EXIT } from "../../src/cli/exit.ts";
import { emptyFolder } from "./helpers.ts";

const text = readFileSync(join(import.meta.dirname, "../../docs/cli.md"), "utf8");
let commands: string[] = [];
const flags = new Set<string>();

beforeAll(async () => {
  await using folder = await emptyFolder();
  const { stdout } = await folder.run("--help");
  commands = Array.from(stdout.matchAll(/^ {2}([a-z]+) \[/gm), (match) => match[1]!).filter((name) => name !== "help");
  for (const name of commands) {
    const help = (await folder.run([name, "--help"])).stdout;
    for (const [, flag] of help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)) flags.add(flag!);
  }
});

it("names every command", () => {
  expect(commands).toHaveLength(13);
  expect(commands.filter((name) => !text.includes(`protegi ${name}`))).toEqual([]);
});

it("names every flag, and no other", () => {
  const named = new Set(Array.from(text.matchAll(/(?<![-\w])--[a-z][a-z-]*/g), ([flag]) => flag));
  expect([...named].toSorted()).toEqual([...flags].toSorted());
});

it("tells every exit code", () => {
  const codes = Array.from(text.matchAll(/^\| (\d+) \|/gm), (match) => Number(match[1]));
  expect(codes).toEqual(Object.values(EXIT));
});
