/** What the engine's tests share: models by script, requests, a path on a fake clock. */
import type { RequestPathOptions } from "../../src/engine/path-options.ts";
import type { Model, ModelAnswer, ModelRequest, Usage, Pricing } from "../../src/core/model.ts";
import { createRequestPath, type RequestPath } from "../../src/engine/request-path.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { Store } from "../../src/stores/store.ts";
import { scriptedModel } from "../../src/testing/scripted.ts";
import { FakeClock } from "./fake-clock.ts";

export function request(text: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [{ role: "user", content: text }], format: { kind: "text" }, sample: 0, ...more };
}

export function textOf({ messages }: ModelRequest): string {
  return messages.map(({ content }) => content).join("\n");
}

export function answer(text: string, usage: Partial<Usage> = {}): ModelAnswer {
  return { text, finish: "stop", usage: { input: 10, output: 2, cachedInput: 0, reasoning: 0, ...usage } };
}

/** A promise that never ends, until the signal says so. */
export function hang(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) =>
    signal?.addEventListener("abort", () => reject(new Error("aborted")), { once: true }),
  );
}

export interface Setup {
  readonly clock: FakeClock;
  readonly path: RequestPath;
  readonly store: Store;
  readonly model: Model & { readonly calls: ModelRequest[] };
}

/** A path whose both roles are played by one scripted model. */
export function setup(
  reply: (
    request: ModelRequest,
    signal: AbortSignal | undefined,
    clock: FakeClock,
  ) => ModelAnswer | Promise<ModelAnswer>,
  options: Partial<RequestPathOptions> & { readonly id?: string; readonly pricing?: Pricing } = {},
): Setup {
  const clock = (options.clock as FakeClock | undefined) ?? new FakeClock();
  const model = scriptedModel((asked, signal) => reply(asked, signal, clock), {
    id: options.id ?? "function:test",
    pricing: options.pricing ?? "free",
  });
  const store = options.store ?? memoryStore();
  const path = createRequestPath({ models: { task: model, optimizer: model }, ...options, store, clock });
  return { clock, path, store, model };
}
