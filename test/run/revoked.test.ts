/** A key that is turned down at the first or at the thousandth call: the run ends at once, in words, and goes on with another key. */
import { afterEach, describe, expect, it } from "vitest";
import { startFaultServer, type FaultServerOptions } from "../../bench/fault-server.ts";
import { ModelError } from "../../src/core/errors.ts";
import type { Model } from "../../src/core/model.ts";
import { createModel } from "../../src/models/index.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { comparable, SEARCH } from "../e2e/small-run.ts";
import { failureOf, onlyRun, smallRun, type Options } from "./runs.ts";

const CONCURRENCY = 32;
/** Some 1,600 calls. */
const LONG: Partial<Options> = {
  search: { ...SEARCH, rounds: 4, beamWidth: 4, minibatchSize: 32, maxSuccessors: 8 },
  selection: { perCandidate: 20 },
  requests: { concurrency: CONCURRENCY },
};

const open: { close?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close?.();
});

/** A model on a server of its own, under one name whatever the address; `refusedAt` is when its key was first turned down. */
async function served(
  options: FaultServerOptions,
): Promise<Model & { readonly refusedAt: number; seen(): Promise<number> }> {
  const server = await startFaultServer({ answers: "reviews", ...options });
  const model = await createModel({ model: "openai-compatible:reviews", baseURL: server.baseURL }, {});
  open.push(server, model);
  let refusedAt = Infinity;
  return {
    ...model,
    id: "openai-compatible:reviews",
    get refusedAt() {
      return refusedAt;
    },
    seen: async () => (await server.seen()).requests,
    generate: (request, signal) =>
      model.generate(request, signal).catch((error: unknown) => {
        refusedAt = Math.min(refusedAt, performance.now());
        throw error;
      }),
  };
}

describe("a key that is turned down", { timeout: 60_000 }, () => {
  it.each([0, 1000])("after %i calls ends the run within a second, and it resumes from there", async (revokedAt) => {
    const store = memoryStore();
    const model = await served({ revokedAt, latency: 5 });
    const error = await failureOf(smallRun({ ...LONG, store, model }));
    expect(performance.now() - model.refusedAt).toBeLessThan(1000);
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({ kind: "auth" });
    const [line] = (error as Error).message.split("\n");
    expect(line).toMatch(/^openai-compatible:reviews \[127\.0\.0\.1:\d+\]: the key was not accepted \(HTTP 401\)$/);
    expect(await model.seen()).toBeLessThanOrEqual(revokedAt + 2 * CONCURRENCY);
    const { answers } = await store.cacheSize();
    // What was in flight is given up with the rest.
    expect(answers).toBeLessThanOrEqual(revokedAt);
    expect(answers).toBeGreaterThanOrEqual(revokedAt - CONCURRENCY);
    const { id } = await onlyRun(store);

    const result = await smallRun({ ...LONG, store, model: await served({}) });
    expect(result).toMatchObject({ runId: id, resumed: true });
    expect(result.cost.cached).toBeGreaterThanOrEqual(answers);
    const whole = await smallRun({ ...LONG, model: await served({}) });
    expect(whole.cost.calls).toBeGreaterThan(1200);
    expect(comparable(result)).toEqual(comparable(whole));
  });
});
