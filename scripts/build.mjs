/** Compiles src to dist, if anything that goes into it changed; a failed build leaves the last one in place. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

process.chdir(join(import.meta.dirname, ".."));

/** Of what the compiled files were made. */
const STAMP = ".sources";

const sources = globSync("src/**/*", { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted();
const stamp = fingerprint([
  ...sources,
  "tsconfig.base.json",
  "tsconfig.build.json",
  "package-lock.json",
  "scripts/build.mjs",
]);

if (!existsSync(join("dist", STAMP)) || readFileSync(join("dist", STAMP), "utf8") !== stamp) {
  process.stderr.write("protegi: building\n");
  process.exitCode = build();
}

function build() {
  const made = "node_modules/.cache/protegi/dist";
  rmSync(made, { recursive: true, force: true });
  const { status } = spawnSync("node_modules/.bin/tsc", ["-p", "tsconfig.build.json", "--outDir", made], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) return status ?? 1;
  for (const file of sources.filter((file) => !/(?:\.ts|tsconfig\.json)$/.test(file))) {
    const target = join(made, file.slice("src/".length));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
  chmodSync(join(made, "cli/main.js"), 0o755);
  writeFileSync(join(made, STAMP), stamp);
  rmSync("dist", { recursive: true, force: true });
  renameSync(made, "dist");
  return 0;
}

function fingerprint(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}
