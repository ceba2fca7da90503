/** Loads a module of the user's that a config names: a file such as `./my-selector.ts`, or an installed package. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire, findPackageJSON } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../core/errors.ts";
import { isObject } from "../core/values/is-object.ts";

/** What a module exports under the name that was asked for. */
export interface Loaded {
  readonly value: unknown;
  /** As the config has it. */
  readonly option: string;
  /** The module's text: another text is another module. */
  readonly source: string;
  /** Its path. */
  readonly file: string;
}

/** Whether an option names the file of a module: `./`, `../` or `/` in front, and an ending of JavaScript or TypeScript. */
export function namesFile(option: string): boolean {
  return /^(?:\.{0,2}\/|[A-Za-z]:[\\/]).*\.m?[jt]s(?:#\w+)?$/.test(option);
}

/** Whether an option may be the name of a package, with a path in it or not. */
const PACKAGE = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*(?:\/[\w.-]+)*(?:#\w+)?$/;

/** Whether an option can name nothing but a package, installed or not: one with a scope. */
export function namesPackage(option: string): boolean {
  return option.startsWith("@") && PACKAGE.test(option);
}

/**
 * The file of the installed package that an option names; undefined for any other option, and for one that is not installed.
 * @param folder where it is looked for, and in the folders above, as Node does
 */
export function packageFile(option: string, folder: string): string | undefined {
  if (!PACKAGE.test(option)) return undefined;
  const [name] = option.split("#") as [string];
  const base = join(folder, "protegi.yaml");
  try {
    const file = createRequire(base).resolve(name);
    return existsSync(file) ? file : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ERR_PACKAGE_PATH_NOT_EXPORTED" ? importedFile(name, base) : undefined;
  }
}

/** The file of a package that is for `import` alone. */
function importedFile(name: string, base: string): string | undefined {
  const manifest = findPackageJSON(name, pathToFileURL(base));
  if (manifest === undefined) return undefined;
  const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly exports?: unknown };
  const inside = name.split("/").slice(name.startsWith("@") ? 2 : 1);
  const entry = inside.length === 0 ? "." : `./${inside.join("/")}`;
  const target = conditional(
    isObject(exports) && entry in exports ? exports[entry] : entry === "." ? exports : undefined,
  );
  return target === undefined ? undefined : resolve(dirname(manifest), target);
}

function conditional(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (!isObject(target)) return undefined;
  const found = Object.entries(target).find(([condition]) => ["node", "import", "default"].includes(condition));
  return found === undefined ? undefined : conditional(found[1]);
}

/**
 * What the module exports: its default, or the name behind `#`.
 * @param option as the config has it
 * @param file where it is
 * @param where what messages call the option
 * @throws UsageError when it is not there, throws while it is loaded, or exports nothing of that name
 */
export async function loadModule(option: string, file: string, where: string): Promise<Loaded> {
  const [, name = "default"] = option.split("#");
  if (!existsSync(file))
    throw new UsageError(where, `there is no file ${file}`, "A path is relative to the folder of the config.");
  const exported = (await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw new UsageError(where, `${option} cannot be loaded: ${wordsOf(error)}`, "Mend the module, or name another.");
  })) as Readonly<Record<string, unknown>>;
  if (exported[name] !== undefined) return { value: exported[name], option, source: readFileSync(file, "utf8"), file };
  const others = Object.keys(exported).filter((one) => one !== "default");
  throw new UsageError(
    where,
    `${option} has no ${name === "default" ? "default export" : `export ${name}`}`,
    others.length === 0
      ? "Export it as default."
      : `It exports ${others.join(", ")}: write ${option.split("#")[0]}#${others[0]}.`,
  );
}

/** What was thrown, with the first place of the user's own code. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A frame, or the first line of what Node says of text that it cannot read.
  const [, place] =
    /(?:^|\s{4}at (?:.*\()?)(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/])[^\s()]+:\d+(?::\d+)?)/m.exec(error.stack ?? "") ?? [];
  return `${error.name}: ${error.message}${place === undefined ? "" : ` (${place})`}`;
}
