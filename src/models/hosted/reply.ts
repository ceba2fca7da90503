/**
 * A `Response` whose body comes in one piece. A web stream created for each reply would take a sixth of what a call
 * costs, and the provider packages ask for nothing but status, headers and a reader that they read to the end.
 */
export class Reply extends Response {
  override readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #bytes: Promise<Uint8Array>;

  /** @param bytes of the body; when this rejects, so does its reader */
  constructor(status: number, headers: Record<string, string>, bytes: Promise<Uint8Array>) {
    super(null, { status, headers });
    // A reply that is left unread fails nobody.
    bytes.catch(() => undefined);
    this.#bytes = bytes;
    this.body = inOnePiece(bytes);
  }

  override readonly text = async (): Promise<string> => (await this.#whole()).text();
  override readonly json = async (): Promise<unknown> => (await this.#whole()).json();
  override readonly arrayBuffer = async (): Promise<ArrayBuffer> => (await this.#whole()).arrayBuffer();
  override readonly blob = async (): Promise<Blob> => (await this.#whole()).blob();
  override readonly clone = (): Response => new Reply(this.status, Object.fromEntries(this.headers), this.#bytes);

  async #whole(): Promise<Response> {
    return new Response((await this.#bytes) as Uint8Array<ArrayBuffer>);
  }
}

/** The part of a stream that is used of a body. */
function inOnePiece(bytes: Promise<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const cancel = async (): Promise<void> => undefined;
  const getReader = (): unknown => {
    let read = false;
    return {
      async read() {
        if (read) return { done: true };
        read = true;
        return { done: false, value: await bytes };
      },
      cancel,
      releaseLock: () => undefined,
    };
  };
  return { cancel, getReader } as ReadableStream<Uint8Array<ArrayBuffer>>;
}
