/** The file with the labelled rows: given, chosen from those of the folder, or the only one there. */
import { readdir } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import { turnsIn } from "../../core/prompt/turns.ts";
import { FORMATS, readDataset, type RawDataset } from "../../datasets/index.ts";
import type { Ask, Terminal } from "../terminal.ts";
import { FLAGS_IN_WORDS, type InitFlags } from "./flags.ts";

/** A file of rows by its name, as it was read. */
export interface DataFile {
  readonly data: string;
  readonly read: RawDataset;
}

/** Files that have an ending of data and hold settings. */
const SETTINGS =
  /^(?:\..*|prompt(?:-\d+)?\.ya?ml|protegi.*\.ya?ml|promptfooconfig.*|package(?:-lock)?\.json|tsconfig.*\.json|jsconfig\.json|.*\.config\.json|.*compose.*\.ya?ml|pnpm-.*\.ya?ml)$/i;
/** Files that a message lists. */
const SHOWN = 10;
/** The answer that none of the files is meant. It has no ending, so it is no file of the list. */
const OTHER = "another file";

/** The files of a folder that may hold rows, in the order of their names. */
export async function dataFiles(folder: string): Promise<string[]> {
  const endings = FORMATS.flatMap(({ endings: some }) => some);
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => endings.includes(extname(name).toLowerCase()) && !SETTINGS.test(name))
    .sort();
}

/**
 * @param ask absent where nobody can be asked; a file that cannot be read is asked for again
 * @throws UsageError when no file is known, or the one that a flag names cannot be read
 */
export async function dataFile(terminal: Terminal, flags: InitFlags, ask: Ask | undefined): Promise<DataFile> {
  const { cwd } = terminal.io;
  const opened = async (data: string): Promise<DataFile> => {
    const read = await readDataset(resolve(cwd, data));
    checkTable(data, read);
    return { data, read };
  };
  if (flags.data !== undefined) return opened(flags.data);
  const found = await dataFiles(cwd);
  const [first] = found;
  if (ask === undefined) {
    if (flags.yes === true && first !== undefined && found.length === 1) return opened(first);
    const here = `${found.slice(0, SHOWN).join(", ")}${found.length > SHOWN ? ", ..." : ""}`;
    throw new UsageError(
      "--data",
      "expected a file with labelled rows, got none",
      `${first === undefined ? "" : `In this folder: ${here}. `}Such as: ${terminal.program} init --data ${first ?? "tickets.csv"} --yes. ${FLAGS_IN_WORDS}`,
    );
  }
  for (;;) {
    const chosen =
      first === undefined ? OTHER : await ask.choose("Which file has your labelled rows?", [...found, OTHER]);
    const data =
      chosen === OTHER ? await ask.text("What is the path of the file with your labelled rows?", "data.csv") : chosen;
    try {
      return await opened(data);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.note(error.message);
    }
  }
}

/** @throws UsageError for a file that holds nothing to learn from */
function checkTable(data: string, { columns, rows }: RawDataset): void {
  if (rows.length === 0)
    throw new UsageError(data, "expected labelled rows, got none", "Add rows under the names of the columns.");
  if (columns.length === 1 && turnsIn(rows[0]?.fields[columns[0]!]) === undefined)
    throw new UsageError(
      data,
      `expected a column for the prompt and one with the right answers, got the one column “${columns[0]!}”`,
      "Add the right answers, or check what separates the values.",
    );
}
