/** The command under a Node that is too old, and under ours. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const main = join(import.meta.dirname, "../../src/cli/main.ts");

describe("the command", () => {
  it.each(["18.20.4", "20.20.2", "22.18.0"])("refuses Node %s in one line and imports nothing", (version) => {
    const { status, stdout, stderr } = command(version);
    expect(stderr).toBe(`protegi needs Node 22.19 or newer; this is ${version}.\n`);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it.each(["22.19.0", "23.0.0", process.versions.node])("runs on Node %s", (version) => {
    const { status, stdout } = command(version);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(status).toBe(0);
  });
});

/** `protegi --version`, in a process that claims another version of Node. */
function command(version: string): { status: number | null; stdout: string; stderr: string } {
  const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const options = ["--no-warnings", "--import", `data:text/javascript,${encodeURIComponent(pretend)}`];
  return spawnSync(process.execPath, [...options, main, "--version"], { encoding: "utf8" });
}
