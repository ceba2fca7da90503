/** Two processes on one folder: different runs go on side by side and end as they would alone; of one run the second is told who has it. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { openSqliteStore, optimize } from "../../src/index.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { tempFolder } from "../temp.ts";
import { startChild } from "./child.ts";
import { startModelServer, type ModelServer } from "./model-server.ts";
import { SMALL } from "./small-run.ts";

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer(simulatedReviews());
});
afterAll(() => server.close());

const model = () => ({ model: "openai-compatible:reviews", baseURL: server.baseURL, apiKey: "none" });

describe("two processes on one folder", { timeout: 60_000 }, () => {
  it("make two runs at once, each as it would alone", async () => {
    const file = join(tempFolder(), "protegi.db");
    const seeds = [3, 4];
    const ended = await Promise.all(seeds.map((seed) => startChild({ model: model(), seed, file }).ended));
    for (const [i, { how, result }] of ended.entries()) {
      expect(how).toBe(0);
      const alone = await optimize({ ...SMALL, model: model(), seed: seeds[i]! });
      const { candidates, stopped, best, verdict } = JSON.parse(JSON.stringify(alone)) as typeof alone;
      expect(result).toMatchObject({ candidates, stopped, best });
      // Who of the two read the test rows first is up to chance.
      expect(result!.verdict).toEqual({ ...verdict, earlierReads: expect.any(Number) });
    }
    const store = await openSqliteStore(file);
    expect((await store.listRuns()).map(({ status }) => status)).toEqual(["finished", "finished"]);
    await store.close();
  });

  it("do not both work on one run: the second is told, and nothing is asked twice", async () => {
    const file = join(tempFolder(), "protegi.db");
    server.forget();
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    server.at(100, resolve);
    const first = startChild({ model: model(), file });
    await begun;
    const store = await openSqliteStore(file);
    const refused: unknown = await optimize({ ...SMALL, model: model(), store }).catch((error: unknown) => error);
    await store.close();
    expect(refused).toBeInstanceOf(UsageError);
    expect((refused as Error).message).toMatch(/^run \S+: another process is at work on this run\n {2}Wait until/);
    expect((await first.ended).how).toBe(0);
    expect(Math.max(...server.answered.values())).toBe(1);
  });
});
