/** The commands that screens name: about the same config, with the same options, as a shell takes them. */
import { execFileSync } from "node:child_process";
import { copyFile, cp } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { inShell, nextCommand } from "../../src/cli/next-command.ts";
import { EXAMPLE, exampleFolder } from "./helpers.ts";

it.each([
  ["check elsewhere/protegi.yaml", "Start with: protegi optimize elsewhere/protegi.yaml\n"],
  ["check elsewhere/protegi.yaml", "protegi check elsewhere/protegi.yaml --live\n"],
  ["check --rounds 2 --set search.beamWidth=2", "Start with: protegi optimize --rounds 2 --set search.beamWidth=2\n"],
  ["step elsewhere/protegi.yaml --seed 3", "in the store: protegi optimize elsewhere/protegi.yaml --seed 3\n"],
  ["runs --config elsewhere/protegi.yaml", "Start one with: protegi optimize elsewhere/protegi.yaml\n"],
])("%s names what follows it", async (command, next) => {
  await using folder = await exampleFolder();
  await cp(EXAMPLE, join(folder.path, "elsewhere"), { recursive: true });
  const { code, stdout } = await folder.run(command);
  expect(code).toBe(0);
  expect(stdout).toContain(next);
});

it("show names the config where there is no run", async () => {
  await using folder = await exampleFolder();
  await copyFile(join(folder.path, "protegi.yaml"), join(folder.path, "other.yaml"));
  const { code, stderr } = await folder.run("show --config other.yaml");
  expect(code).toBe(2);
  expect(stderr).toContain("Start one with: protegi optimize other.yaml");
});

it("shows no header that may hold a key", () => {
  const terminal = { program: "protegi", io: { cwd: "/here" } } as Parameters<typeof nextCommand>[0];
  const overrides = { "model.headers.X-Key": { value: "sk-123", from: "--set model.headers.X-Key" } };
  const next = nextCommand(terminal, "check --live", { file: "/here/a b/protegi.yaml", overrides });
  expect(next).toBe("protegi check 'a b/protegi.yaml' --set model.headers.X-Key=... --live");
});

it("quotes for a shell whatever a path holds", () => {
  const path = fc.string({
    unit: fc.constantFrom("a", "/", " ", "'", '"', "$", "`", "\\", ";", "&", "*", "é", "\n"),
    minLength: 1,
  });
  fc.assert(
    fc.property(path, (text) => {
      expect(execFileSync("sh", ["-c", `printf %s ${inShell(text)}`], { encoding: "utf8" })).toBe(text);
    }),
    { numRuns: 40 },
  );
});
