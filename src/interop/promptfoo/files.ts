/** The files that a config names: `file://` or bare, alone or as a pattern such as `tests/*.yaml`. */
import { glob } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";

/** Where a config is, for what it names. */
export interface Place {
  /** The config's path, for messages. */
  readonly path: string;
  /** The config's folder. */
  readonly folder: string;
}

/** Most files that a pattern may stand for. */
const MOST_FILES = 1000;

const CODE = /\.(?:[cm]?[jt]s|py|rb|go)(?::[\w.]+)?$/i;

/** The path in a reference such as `file://tests.yaml`. */
export function pathIn(reference: string): string {
  return reference.replace(/^file:\/\//, "");
}

/** Why a reference is not followed; undefined when it is a file of data. */
export function notFollowed(reference: string): string | undefined {
  const path = pathIn(reference);
  if (CODE.test(path)) return "code is not run";
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) return "nothing is fetched from other services";
  return /\.(?:xlsx?|pdf|png|jpe?g|webp|gif|mp[34]|wav)(?:#.*)?$/i.test(path) ? "it is no text" : undefined;
}

/**
 * The files that a reference names, in the order of their paths.
 * @param option what messages call the place of the reference
 * @throws UsageError when there is none, or more than a thousand
 */
export async function filesOf(reference: string, { path, folder }: Place, option: string): Promise<string[]> {
  const named = pathIn(reference);
  if (!/[*?[\]{}]/.test(named)) return [resolve(folder, named)];
  const found: string[] = [];
  for await (const file of glob(named, { cwd: folder })) {
    if (found.push(resolve(folder, file)) > MOST_FILES)
      throw new UsageError(`${path}: ${option}`, `${named} stands for more than ${MOST_FILES} files`, "Name fewer.");
  }
  if (found.length > 0) return found.toSorted();
  throw new UsageError(`${path}: ${option}`, `there is no file like ${named}`, `It is looked for in ${folder}.`);
}
