/** A disk that is full, or that may only be read: the message says what to do, nothing is lost, and with room the result is the same. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../src/run/result.ts";
import { exampleFolder, SMALL, type Folder } from "../cli/helpers.ts";
import { comparable } from "./small-run.ts";

const PROTEGI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
/** A shell that may mount what only it sees, and that is gone with it. */
const UNSHARE = ["--user", "--map-root-user", "--mount", "sh", "-euc"];
const canMount = spawnSync("unshare", [...UNSHARE, "mount -t tmpfs tmpfs /mnt"]).status === 0;

let folder: Folder;
let disk = "";
beforeAll(async () => {
  folder = await exampleFolder();
  disk = join(folder.path, "disk");
  mkdirSync(disk);
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Runs this script with `optimize NAME` as a command that keeps its runs on the disk and what it says in `NAME.out` and `NAME.err`. */
function onDisk(script: string): void {
  const optimize = `optimize() { PROTEGI_HOME="$DISK" "$NODE" --no-warnings "$PROTEGI" optimize --json --quiet "$@" > "$name.out" 2> "$name.err" || echo $? > "$name.code"; }`;
  const { status, stderr } = spawnSync("unshare", [...UNSHARE, `${optimize}\n${script}`, "sh", ...SMALL], {
    cwd: folder.path,
    env: { ...process.env, DISK: disk, NODE: process.execPath, PROTEGI },
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}

const read = (name: string): string => readFileSync(join(folder.path, name), "utf8");

describe.skipIf(!canMount)(
  `a disk${canMount ? "" : " (not tried: no mounts may be made here)"}`,
  { timeout: 120_000 },
  () => {
    it("that is full ends the run in words, and with room it goes on and finds the same", async () => {
      onDisk(`
      mount -t tmpfs -o size=300k tmpfs "$DISK"
      name=full; optimize "$@"
      mount -o remount,size=64m "$DISK"
      name=roomy; optimize "$@"`);
      expect(read("full.code")).toBe("1\n");
      expect(read("full.err")).toBe(
        `${join(disk, "protegi.db")}: the disk is full; nothing more can be kept.\n  Make room, then start again: what was kept is still there.\n`,
      );
      const roomy = JSON.parse(read("roomy.out")) as RunResult;
      expect(roomy.resumed).toBe(true);
      expect(roomy.cost.cached).toBeGreaterThan(20);
      const whole = (await folder.run(["optimize", "--json", "--quiet", ...SMALL])).json();
      expect(comparable(roomy)).toEqual(comparable(whole as unknown as RunResult));
    });

    it("that may only be read is refused before any call", () => {
      onDisk(`
      mount -t tmpfs -o size=64m,ro tmpfs "$DISK"
      name=readonly; optimize "$@"`);
      expect(read("readonly.code")).toBe("2\n");
      expect(read("readonly.err")).toMatch(
        /protegi\.db: cannot be written \(.*\)\.\n {2}Choose a folder that you may write to; on the command line, PROTEGI_HOME names one\.\n$/,
      );
    });
  },
);
