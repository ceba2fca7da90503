/** protegi.yaml: its shape, and how it is read. */
import { readFile } from "node:fs/promises";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { UsageError } from "./core/errors.ts";
import { groupsSchema } from "./options.ts";
import { checkedBy } from "./schema-errors.ts";

const modelSchema = z.union([
  z.string().min(1),
  z.strictObject({
    model: z.string().min(1).describe("provider:name"),
    baseURL: z.string().optional().describe("Where the provider's API is"),
    apiKey: z.string().optional().describe("A key, as ${NAME} of an environment variable; default: the provider's usual variable"),
    headers: z.record(z.string(), z.string()).optional().describe("Further headers of every request"),
    contextSize: z.int().min(256).optional().describe("Tokens of context, for ollama and local models"),
    structuredOutputs: z.boolean().optional().describe("Whether an openai-compatible server can hold replies to a JSON schema"),
  }),
]);

export const configSchema = groupsSchema.extend({
  prompt: z.string().min(1).describe("A file with the prompt, or the text itself; {{name}} are columns of the data"),
  section: z.string().min(1).optional().describe("Markdown heading of the part that may change; default Task, or the whole prompt"),
  data: z
    .union([z.string().min(1), z.strictObject({ train: z.string().min(1), dev: z.string().min(1), test: z.string().min(1) })])
    .describe("A file with labelled rows: csv, tsv, jsonl, json, yaml; or one file for each split"),
  label: z.string().min(1).optional().describe("The column with the right answer; guessed from its name when left out"),
  task: z.enum(["classification", "custom"]).optional().describe("custom: the metric is a module of yours"),
  metric: z
    .union([z.string().min(1), z.strictObject({ f1: z.string().min(1) })])
    .optional()
    .describe("accuracy, macro-f1, f1:LABEL, or a module that exports a function (answer, example) => score from 0 to 1"),
  model: modelSchema.describe("The task model"),
  optimizer: modelSchema.optional().describe("The model that writes gradients and edits; default: the same"),
});

export type Config = z.output<typeof configSchema>;

/**
 * Reads a config.
 * @param overrides values that take the place of those in the file, by option path, such as `search.rounds`
 * @throws UsageError naming file, line and option
 */
export async function readConfig(
  path: string,
  overrides: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Config> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(path, error.code === "ENOENT" ? "there is no such file" : error.message, "Write one with `protegi init`, or name another.");
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    throw new UsageError(`${path}:${line}:${col}`, `this is not YAML: ${fault.message}`);
  }
  const raw: unknown = document.toJS({ maxAliasCount: 100 });
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    throw new UsageError(path, `expected options such as "prompt: prompt.md", got ${raw === null ? "an empty file" : "no options"}`);
  }
  const filled = fillEnvironment(raw as Record<string, unknown>, env, path);
  for (const [option, value] of Object.entries(overrides)) if (value !== undefined) set(filled, option.split("."), value);
  return checkedBy(configSchema, filled, path);
}

/** The JSON Schema of protegi.yaml, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  return { title: "protegi.yaml", ...z.toJSONSchema(configSchema, { io: "input" }) };
}

/** Texts in which `${NAME}` stays as it is: they are prompts. */
const PROMPTS: readonly string[] = ["prompt", "instructions"];

function fillEnvironment(raw: Record<string, unknown>, env: Readonly<Record<string, string | undefined>>, path: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, PROMPTS.includes(key) ? value : fill(value, key)]));

  function fill(value: unknown, option: string): unknown {
    if (typeof value === "string") {
      return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
        const found = env[name];
        if (found === undefined) throw new UsageError(`${path}: ${option}`, `the environment variable ${name} is not set`, `Set it, or write the value in the place of \${${name}}.`);
        return found;
      });
    }
    if (Array.isArray(value)) return value.map((item, i) => fill(item, `${option}.${i}`));
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, `${option}.${key}`)]));
    return value;
  }
}

function set(target: Record<string, unknown>, [head, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    target[head!] = value;
    return;
  }
  const inner = target[head!];
  // A preset name stands for the group that it names.
  const group = typeof inner === "object" && inner !== null ? { ...inner } : typeof inner === "string" ? { preset: inner } : {};
  target[head!] = group;
  set(group as Record<string, unknown>, rest, value);
}
