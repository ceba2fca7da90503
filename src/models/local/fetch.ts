/** Gets files over HTTP: what arrives, or a short reason why nothing does. */
import { SourceError } from "./save.ts";

export type Fetch = typeof globalThis.fetch;

/** Milliseconds until a server that says nothing counts as down. */
const SILENCE = 30_000;

/** The reply's body. @throws SourceError when the server cannot be reached or says no */
export async function download(
  fetch: Fetch,
  url: string,
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<Uint8Array>> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE);
  try {
    const signals = signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]);
    const response = await fetch(url, { signal: signals });
    if (response.ok && response.body !== null) return arriving(response.body, new URL(url).host, signal);
    await response.body?.cancel();
    throw new SourceError(`${new URL(url).host} answers HTTP ${response.status}`);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    signal?.throwIfAborted();
    const reason = silence.signal.aborted
      ? `sends nothing for ${SILENCE / 1000} s`
      : `cannot be reached (${codeOf(error)})`;
    throw new SourceError(`${new URL(url).host} ${reason}`);
  } finally {
    clearTimeout(timer);
  }
}

async function* arriving(
  body: AsyncIterable<Uint8Array>,
  host: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    signal?.throwIfAborted();
    throw new SourceError(`${host} broke off (${codeOf(error)})`);
  }
}

/** The system's name for what went wrong, which fetch hides in a cause. */
function codeOf(error: unknown): string {
  const { cause, message } = error as Error;
  const code: unknown = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : message;
}
