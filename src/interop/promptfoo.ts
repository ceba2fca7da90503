/** Reads a promptfoo config (https://www.promptfoo.dev/docs/configuration/reference/): its first prompt, its provider, its tests as rows. */
import { dirname, resolve } from "node:path";
import { UsageError } from "../core/errors.ts";
import { readDataset, readSmallText, readYaml } from "../datasets/index.ts";

export interface Imported {
  readonly prompt: string;
  /** `provider:name`, when the config names one that we know how to call. */
  readonly model: string | undefined;
  /** One object for each test: its variables, and the right answer under `label`. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** The column of the right answer; no variable has this name. */
  readonly label: string;
  /** What was left out, each a sentence. */
  readonly notices: readonly string[];
}

/** A test that names its right answer. */
interface Test {
  readonly vars: Readonly<Record<string, string>>;
  readonly answer: string;
}

/** Assertions whose value is the right answer. */
const ANSWERS: readonly string[] = ["equals", "iequals", "contains", "icontains", "starts-with"];

/** Nodes that the aliases of one anchor may stand for. */
const MAX_ALIASES = 100;

const PROVIDERS: readonly string[] = ["openai", "anthropic", "google", "ollama"];

/** @throws UsageError when there is no prompt, or no test that names a right answer */
export async function readPromptfoo(path: string): Promise<Imported> {
  const folder = dirname(resolve(path));
  const config = await readConfig(path);
  const notices: string[] = [];
  const prompts = list(config["prompts"]);
  if (prompts.length === 0) throw new UsageError(`${path}: prompts`, "expected at least one prompt, got none");
  if (prompts.length > 1) notices.push(`The config has ${prompts.length} prompts; the first one was taken.`);
  const prompt = await promptOf(prompts[0], folder, path);
  const { tests, left } = await testsOf(config["tests"], folder);
  if (tests.length === 0)
    throw new UsageError(
      `${path}: tests`,
      "expected tests with vars and an assertion that names the right answer, got none",
      `Such as: assert: [{ type: equals, value: positive }]. Read are ${ANSWERS.join(", ")}.`,
    );
  if (left > 0)
    notices.push(
      `${left} of ${left + tests.length} tests were left out: they name no right answer (${ANSWERS.join(", ")}), or hold more than text.`,
    );
  const names = new Set(tests.flatMap(({ vars }) => Object.keys(vars)));
  const label = ["label", "expected", "right answer"].find((name) => !names.has(name)) ?? "label";
  return {
    prompt,
    model: modelOf(list(config["providers"])[0]),
    label,
    rows: tests.map(({ vars, answer }) => ({ ...vars, [label]: answer })),
    notices,
  };
}

async function readConfig(path: string): Promise<Record<string, unknown>> {
  const text = await readSmallText(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(path, error.code === "ENOENT" ? "there is no such file" : error.message);
  });
  const config = readYaml(text, path, MAX_ALIASES).value;
  if (isObject(config)) return config;
  throw new UsageError(path, "expected a promptfoo config with prompts, providers and tests, got none of them");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

async function promptOf(given: unknown, folder: string, path: string): Promise<string> {
  const named = isObject(given) ? (given["raw"] ?? given["id"]) : given;
  if (typeof named !== "string")
    throw new UsageError(`${path}: prompts`, "expected text or a file://, got something else");
  const file = /^file:\/\/(.+)$/.exec(named)?.[1] ?? (/^[^\n{]+\.(txt|md)$/.test(named) ? named : undefined);
  if (file === undefined) return named;
  if (!/\.(txt|md)$/.test(file))
    throw new UsageError(
      `${path}: prompts`,
      `${file} is not a text file`,
      "Chat and code prompts are not read; write the text as prompt.md.",
    );
  return readSmallText(resolve(folder, file)).catch(() => {
    throw new UsageError(`${path}: prompts`, `${file} cannot be read`);
  });
}

async function testsOf(given: unknown, folder: string): Promise<{ tests: Test[]; left: number }> {
  const found =
    typeof given === "string"
      ? await testsInFile(resolve(folder, given.replace(/^file:\/\//, "")))
      : list(given).map(testOf);
  const tests = found.filter((test) => test !== undefined);
  return { tests, left: found.length - tests.length };
}

/** Test files have a column for each variable, and the assertion under `__expected`. */
async function testsInFile(path: string): Promise<(Test | undefined)[]> {
  const { rows } = await readDataset(path);
  return rows.map(({ fields: { __expected = "", ...vars } }) => {
    const [, kind = "equals", value = __expected] = /^([a-z-]+):\s*(.*)$/s.exec(__expected) ?? [];
    return value === "" || !ANSWERS.includes(kind) ? undefined : { vars, answer: value };
  });
}

function testOf(test: unknown): Test | undefined {
  if (!isObject(test) || !isObject(test["vars"])) return undefined;
  const answer = list(test["assert"]).find(
    (one): one is { value: unknown } => isObject(one) && ANSWERS.includes(String(one["type"])),
  )?.value;
  const vars = Object.entries(test["vars"]);
  const isText = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);
  if (!isText(answer) || !vars.every(([, value]) => isText(value) && !String(value).startsWith("file://")))
    return undefined;
  return { vars: Object.fromEntries(vars.map(([name, value]) => [name, String(value)])), answer: String(answer) };
}

/** `openai:chat:gpt-5.6` and its like; undefined for what we do not know. */
function modelOf(provider: unknown): string | undefined {
  const id = isObject(provider) ? provider["id"] : provider;
  if (typeof id !== "string") return undefined;
  const [family = "", ...rest] = id.split(":");
  const name = rest.filter((part) => !["chat", "messages"].includes(part)).join(":");
  return PROVIDERS.includes(family) && name !== "" ? `${family}:${name}` : undefined;
}
