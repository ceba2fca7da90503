/**
 * The way in for a clone: installs what the lock file says, builds what is out of date, and goes on under the Node
 * that the lock file pins. Runs on any Node >= 18, without packages: node scripts/run.mjs COMMAND [arguments]
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");
const pinnedNode = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** Each takes the rest of the command line and resolves to an exit code. */
const commands = {
  install: async () => 0,
  build,
  check: (args) => node("scripts/check.mjs", ...args),
  // With --recorded it is a run of real models, whose answers are in the repository.
  demo: async (args) => {
    const config = args.includes("--recorded")
      ? "examples/reviews/recorded/protegi.yaml"
      : "examples/reviews/protegi.yaml";
    const others = args.filter((arg) => arg !== "--recorded");
    return (await build()) || node("dist/cli/main.js", "optimize", config, ...others);
  },
  // Coverage has thresholds, which only the whole suite can meet, and takes time: it is counted where CI is set.
  test: async (args) => {
    const own = args.length > 0 || !process.env.CI ? args : ["--coverage"];
    return (await build()) || node("node_modules/vitest/vitest.mjs", "run", ...own);
  },
  bench: (args) => node("bench/main.ts", ...args),
  paper: (args) => node("recipes/paper/main.ts", ...args),
};

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !Object.hasOwn(commands, name)) {
  say(`expected one of ${Object.keys(commands).join(", ")}; got ${name ?? "nothing"}`);
  process.exitCode = 2;
} else {
  process.exitCode = (await install()) || (await commands[name](rest));
}

async function install() {
  if (isInstalled()) return 0;
  say("installing packages from package-lock.json; the first time takes about a minute");
  const args = ["ci", "--include=dev", "--loglevel=error", "--no-audit", "--no-fund"];
  // The npm that started this script, if one did, on its own Node: ours is about to be replaced.
  const npm = process.env.npm_execpath;
  const code =
    npm !== undefined && basename(npm) === "npm-cli.js"
      ? await run(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], "quiet")
      : await run("npm", args, "quiet");
  if (code !== 0) say("npm ci failed: see above; it needs the npm registry and some 500 MB of disk");
  return code;
}

/** Whether node_modules holds what the lock file says; npm writes its own record there once all is in place. */
function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  return (
    present !== undefined &&
    existsSync(pinnedNode) &&
    Object.entries(wanted).every(([path, { version, integrity, optional, devOptional }]) => {
      const found = present[path];
      if (found === undefined) return path === "" || optional || devOptional;
      return found.version === version && found.integrity === integrity;
    })
  );
}

function packagesOf(lockFile) {
  const file = join(root, lockFile);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined;
}

function build() {
  return node("scripts/build.mjs");
}

/** Runs a script of this folder under the pinned Node. */
function node(...args) {
  return run(pinnedNode, args);
}

/** Resolves to the exit code; Ctrl-C reaches the child too, and it is the child that answers. */
function run(file, args, output = "shown") {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const stdio = output === "quiet" ? ["ignore", "ignore", "inherit"] : "inherit";
  const child = spawn(file, args, { cwd: root, env, stdio, shell: process.platform === "win32" && file === "npm" });
  const signals = ["SIGINT", "SIGTERM"];
  const passOn = (signal) => signal !== "SIGINT" && child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve) => {
    const done = (code) => {
      for (const signal of signals) process.off(signal, passOn);
      resolve(code);
    };
    child.on("error", (error) => {
      say(`cannot start ${file}: ${error.message}`);
      done(1);
    });
    child.on("close", (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

function say(text) {
  process.stderr.write(`protegi: ${text}\n`);
}
