/** Loads node-llama-cpp, an optional package, and says what to install when it is not there. */
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../../core/errors.ts";
import type { Llama, LlamaPackage } from "./package.ts";
import type { Environment } from "../settings.ts";

const PACKAGE = "node-llama-cpp";
const VERSION = "3.22.1";

/** The platform packages that hold the binary for CPUs; on Macs with Apple silicon it uses Metal. */
const BINARIES: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-arm": "linux-armv7l",
  "linux-riscv64": "linux-riscv64",
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
};

/** The command that installs the package without the CUDA and Vulkan binaries: 85 MB instead of 725 MB. */
export function installCommand(platform: string = process.platform, arch: string = process.arch): string {
  const binary = BINARIES[`${platform}-${arch}`];
  const both = binary === undefined ? "" : ` @node-llama-cpp/${binary}@${VERSION}`;
  return `npm i --omit=optional ${PACKAGE}@${VERSION}${both}`;
}

/**
 * @param env `PROTEGI_LLAMA_DIR` names a folder whose node_modules has the package; default: where protegi itself finds it
 * @throws UsageError when the package is not installed or does not load
 */
export async function importLlama(env: Environment): Promise<LlamaPackage> {
  const found = await findLlama(env);
  if (found !== undefined) return found;
  const folder = env["PROTEGI_LLAMA_DIR"];
  const place = folder ? ` in ${resolve(folder)} (PROTEGI_LLAMA_DIR)` : "";
  throw new UsageError("local models", `${PACKAGE} is not installed${place}`, `Install it: ${installCommand()}`);
}

/** The package, or undefined when it is not installed. */
async function findLlama(env: Environment): Promise<LlamaPackage | undefined> {
  const folder = env["PROTEGI_LLAMA_DIR"];
  try {
    const entry = folder ? createRequire(join(resolve(folder), "package.json")).resolve(PACKAGE) : PACKAGE;
    // A name in a variable: the compiler and bundlers need not find the package.
    return (await import(folder ? pathToFileURL(entry).href : entry)) as LlamaPackage;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const missing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
    if (missing && message.includes(PACKAGE)) return undefined;
    throw new UsageError(
      "local models",
      `${PACKAGE} does not load: ${message}`,
      `Install it again: ${installCommand()}`,
    );
  }
}

/** A runtime that has been started. */
export interface Runtime {
  readonly llama: Llama;
  /** What llama.cpp complained of last, once; empty when there was nothing. */
  complaint(): string;
}

const runtimes = new WeakMap<LlamaPackage, Promise<Runtime>>();

/**
 * The runtime with the best binary that is installed; it never compiles and never downloads. There is one for the whole
 * process, for as long as it lives, so that two models share the cores instead of fighting for them.
 * @throws UsageError when there is no binary for this machine
 */
export function startLlama(llama: LlamaPackage): Promise<Runtime> {
  let runtime = runtimes.get(llama);
  if (runtime === undefined) {
    runtime = start(llama);
    runtimes.set(llama, runtime);
    runtime.catch(() => runtimes.delete(llama));
  }
  return runtime;
}

async function start({ getLlama }: LlamaPackage): Promise<Runtime> {
  let said = "";
  const logger = (level: string, message: string): void => {
    if (level === "error" || level === "fatal") said = message.trim();
  };
  const maxThreads = availableParallelism();
  try {
    const llama = await getLlama({ gpu: "auto", build: "never", skipDownload: true, maxThreads, logger });
    const complaint = (): string => {
      const words = said;
      said = "";
      return words;
    };
    return { llama, complaint };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      "local models",
      `llama.cpp does not start: ${reason}`,
      `Install its binary: ${installCommand()}`,
    );
  }
}

export interface LocalRuntime {
  readonly state: "works" | "missing" | "broken";
  readonly detail: string;
}

/** Whether local models can run here, for people. */
export async function localRuntime(env: Environment = process.env): Promise<LocalRuntime> {
  try {
    const found = await findLlama(env);
    if (found === undefined) return { state: "missing", detail: installCommand() };
    const { gpu } = (await startLlama(found)).llama;
    const device = gpu === false ? "the CPU" : gpu;
    return { state: "works", detail: `${PACKAGE} on ${device}, ${availableParallelism()} cores` };
  } catch (error) {
    return { state: "broken", detail: (error as Error).message };
  }
}
