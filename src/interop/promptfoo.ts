/** Reads a promptfoo config (https://www.promptfoo.dev/docs/configuration/reference/): its first prompt, its provider, its tests as rows. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { UsageError } from "../core/errors.ts";
import { readDataset } from "../datasets/index.ts";

export interface Imported {
  readonly prompt: string;
  /** `provider:name`, when the config names one that we know how to call. */
  readonly model: string | undefined;
  /** One object for each test: its variables, and the right answer under `label`. */
  readonly rows: readonly Record<string, string>[];
  /** What was left out, each a sentence. */
  readonly notices: readonly string[];
}

/** Assertions whose value is the right answer. */
const ANSWERS: ReadonlySet<string> = new Set(["equals", "icontains", "contains", "iequals", "starts-with"]);

/** @throws UsageError when there is no prompt, or no test that names a right answer */
export async function readPromptfoo(path: string): Promise<Imported> {
  const folder = dirname(resolve(path));
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(path, error.code === "ENOENT" ? "there is no such file" : error.message);
  });
  let config: Record<string, unknown>;
  try {
    config = parse(text, { maxAliasCount: 100 }) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(path, `this is not YAML: ${error instanceof Error ? error.message.split("\n")[0]! : String(error)}`);
  }
  const notices: string[] = [];
  const prompts = list(config["prompts"]);
  if (prompts.length === 0) throw new UsageError(`${path}: prompts`, "expected at least one prompt, got none");
  if (prompts.length > 1) notices.push(`The config has ${prompts.length} prompts; the first one was taken.`);
  const prompt = await promptOf(prompts[0], folder, path);
  const rows = await rowsOf(config["tests"], folder, path, notices);
  return { prompt, model: modelOf(list(config["providers"])[0]), rows, notices };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

async function promptOf(given: unknown, folder: string, path: string): Promise<string> {
  const named = typeof given === "object" && given !== null ? ((given as Record<string, unknown>)["raw"] ?? (given as Record<string, unknown>)["id"]) : given;
  if (typeof named !== "string") throw new UsageError(`${path}: prompts`, "expected text or a file://, got something else");
  const file = /^file:\/\/(.+)$/.exec(named)?.[1] ?? (/^[^\n{]+\.(txt|md)$/.test(named) ? named : undefined);
  if (file === undefined) return named;
  if (!/\.(txt|md)$/.test(file)) throw new UsageError(`${path}: prompts`, `${file} is not a text file`, "Chat and code prompts are not read; write the text as prompt.md.");
  return readFile(resolve(folder, file), "utf8").catch(() => {
    throw new UsageError(`${path}: prompts`, `${file} cannot be read`);
  });
}

async function rowsOf(tests: unknown, folder: string, path: string, notices: string[]): Promise<Record<string, string>[]> {
  if (typeof tests === "string") {
    const { rows } = await readDataset(resolve(folder, tests.replace(/^file:\/\//, "")));
    return rows.map(({ fields: { __expected: expected = "", ...vars } }) => ({ ...vars, label: expected.replace(/^(equals|icontains|contains):\s*/, "") }));
  }
  const rows = list(tests).flatMap((test) => {
    const { vars, assert } = test as { vars?: Record<string, unknown>; assert?: unknown };
    const answer = list(assert).find((one): one is { type: string; value: string } => ANSWERS.has((one as { type?: string }).type ?? "") && typeof (one as { value?: unknown }).value === "string");
    if (vars === undefined || answer === undefined) return [];
    return [{ ...Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)])), label: answer.value }];
  });
  const left = list(tests).length - rows.length;
  if (left > 0) notices.push(`${left} tests were left out: they have no assertion with a right answer (${[...ANSWERS].join(", ")}).`);
  if (rows.length === 0) throw new UsageError(`${path}: tests`, "expected tests with vars and an assertion that names the right answer, got none");
  return rows;
}

/** `openai:chat:gpt-5.6` and its like; undefined for what we do not know. */
function modelOf(provider: unknown): string | undefined {
  const id = typeof provider === "string" ? provider : (provider as { id?: unknown } | undefined)?.id;
  if (typeof id !== "string") return undefined;
  const [family, ...rest] = id.split(":");
  const name = rest.filter((part) => part !== "chat" && part !== "messages").join(":");
  return family !== undefined && ["openai", "anthropic", "google", "ollama"].includes(family) && name !== "" ? `${family}:${name}` : undefined;
}
