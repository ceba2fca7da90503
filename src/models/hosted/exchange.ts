/** One request on its way through undici, and what comes back. undici's own `request` makes a stream of each reply, which costs as much again. */
import type { Dispatcher } from "undici";
import { Reply } from "./reply.ts";
import { unpack } from "../local/unpack.ts";
import { inOneText } from "./whole-reply.ts";

export class Exchange implements Dispatcher.DispatchHandler {
  /** Resolves when the headers have come. */
  readonly reply: Promise<Reply>;
  readonly #ends: PromiseWithResolvers<Reply> = Promise.withResolvers();
  readonly #signal: AbortSignal | null | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #body: PromiseWithResolvers<Uint8Array> | undefined;
  readonly #chunks: Buffer[] = [];

  constructor(signal: AbortSignal | null | undefined) {
    this.reply = this.#ends.promise;
    this.#signal = signal;
    signal?.addEventListener("abort", this);
  }

  /** The caller has stopped it. */
  handleEvent(): void {
    if (this.#controller === undefined) this.#fail(this.#signal!.reason);
    else this.#controller.abort(this.#signal!.reason as Error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal?.aborted === true) controller.abort(this.#signal.reason as Error);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // 100 Continue and the like.
    if (status < 200) return;
    const body = Promise.withResolvers<Uint8Array>();
    const packing = headers["content-encoding"];
    const bytes = (packing === undefined ? body.promise : unpack(body.promise, String(packing))).then(inOneText);
    // Throws at a status or a header that no `Response` may have; undici hands that on as the error of the request.
    this.#ends.resolve(new Reply(status, headers as Record<string, string>, bytes));
    this.#body = body;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#signal?.removeEventListener("abort", this);
    this.#body?.resolve(this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #fail(error: unknown): void {
    this.#signal?.removeEventListener("abort", this);
    this.#ends.reject(error);
    this.#body?.reject(error);
  }
}
