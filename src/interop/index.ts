/** Reads configs of other tools: the table of tools, and the way in. */
import { isObject } from "../core/values/is-object.ts";
import { extname } from "node:path";
import { UsageError } from "../core/errors.ts";
import { readSmallText, readYaml } from "../datasets/index.ts";
import type { ForeignConfig, Imported, Importer, ImportOptions } from "./importer.ts";
import { promptfoo } from "./promptfoo/index.ts";

export type { Imported, Importer, ImportOptions } from "./importer.ts";

/** Every tool whose configs are read; of several that recognise a config, the first is taken. */
export const IMPORTERS: readonly Importer[] = [promptfoo];

/**
 * Reads a config of another tool.
 * @throws UsageError when no tool of the table recognises it, or its reader refuses it
 */
export async function importConfig(path: string, options: ImportOptions): Promise<Imported> {
  const config = await readConfig(path);
  const importer = IMPORTERS.find((one) => one.recognises(config));
  if (importer !== undefined) return importer.read(config, options);
  const known = IMPORTERS.map(({ name, usualFile }) => `${name} (${usualFile})`).join(", ");
  const keys = Object.keys(config.options);
  throw new UsageError(
    path,
    `expected a config of ${known}, got ${keys.length === 0 ? "an empty one" : `one with the keys ${keys.slice(0, 5).join(", ")}`}`,
    "Name the file with the prompts and the tests.",
  );
}

async function readConfig(path: string): Promise<ForeignConfig> {
  if (/\.(?:[cm]?[jt]s|py)$/.test(path))
    throw new UsageError(
      path,
      `expected a config in YAML or JSON, got code (${extname(path)}), which is not run`,
      "Write the config out as YAML.",
    );
  const text = await readSmallText(path).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof UsageError) throw error;
    const problem =
      error.code === "ENOENT" ? "there is no such file" : error.code === "EISDIR" ? "this is a folder" : error.message;
    throw new UsageError(path, problem, "Name the config of the other tool.");
  });
  const { value } = readYaml(text, path);
  return { path, options: isObject(value) ? value : {} };
}
