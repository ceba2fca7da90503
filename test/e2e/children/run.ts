/**
 * A process of its own that makes the small run: `node run.ts JSON`, with `JSON` the options that differ from it
 * (`budget`, `requests`, ...), `model` and, for a run on disk, `file`. Prints the result as one line of JSON.
 */
import { optimize, openSqliteStore } from "../../../src/index.ts";
import { SMALL } from "../small-run.ts";

const { file, ...options } = JSON.parse(process.argv[2]!);
const store = file === undefined ? undefined : await openSqliteStore(file);
const result = await optimize({ ...SMALL, ...options, ...(store && { store }) });
await store?.close();
process.stdout.write(`${JSON.stringify(result)}\n`);
