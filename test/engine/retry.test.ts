import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelError, type ModelErrorKind } from "../../src/core/errors.ts";
import { mayRetry, retryDelay, type Tries } from "../../src/engine/retry.ts";
import { answer, request, setup } from "./helpers.ts";

const error = (kind: ModelErrorKind, retryAfter?: number): ModelError =>
  new ModelError(kind, kind, retryAfter === undefined ? {} : { retryAfter });
const fresh = (): Tries => ({ failed: 0, refused: 0, cut: 0 });

function triesAllowed(kind: ModelErrorKind, retries: number): number {
  const tries = fresh();
  let count = 0;
  while (mayRetry(error(kind), tries, retries)) count++;
  return count;
}

describe("retry", () => {
  it.each(["timeout", "network", "server", "malformed"] as const)("tries %s again as often as allowed", (kind) => {
    expect(triesAllowed(kind, 5)).toBe(5);
    expect(triesAllowed(kind, 0)).toBe(0);
  });

  it.each(["rate-limit", "overloaded"] as const)("waits for %s four times as often", (kind) => {
    expect(triesAllowed(kind, 5)).toBe(20);
  });

  it.each(["auth", "unknown-model", "quota", "bad-request", "aborted"] as const)("never tries %s again", (kind) => {
    expect(triesAllowed(kind, 5)).toBe(0);
  });

  it("waits exactly as long as the provider asks, without jitter", () => {
    for (const random of [0, 0.5, 0.999])
      expect(retryDelay(error("rate-limit", 1.5), { ...fresh(), refused: 3 }, () => random)).toBe(1500);
    expect(retryDelay(error("server", 0), { ...fresh(), failed: 1 }, () => 0.9)).toBe(0);
  });

  it("backs off within bounds that grow and then stay", () => {
    const most = (kind: ModelErrorKind, tries: Partial<Tries>): number =>
      retryDelay(error(kind), { ...fresh(), ...tries }, () => 1);
    expect([1, 2, 3, 4, 5, 6, 9].map((failed) => most("server", { failed }))).toEqual([
      50, 200, 800, 3200, 12_800, 30_000, 30_000,
    ]);
    expect([1, 2, 3, 4, 9].map((refused) => most("overloaded", { refused }))).toEqual([50, 200, 800, 2000, 2000]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failed, random) => {
          const delay = retryDelay(error("network"), { ...fresh(), failed }, () => random);
          return delay >= 0 && delay <= 30_000;
        },
      ),
    );
  });

  it("tries at once after the first cut", () => {
    expect(retryDelay(error("timeout"), { failed: 1, refused: 0, cut: 1 }, () => 0.9)).toBe(0);
  });

  it("honours retry-after to the millisecond in the path", async () => {
    let asked = 0;
    const times: number[] = [];
    const { path, clock } = setup((_, __, time) => {
      times.push(time.now());
      if (asked++ === 0) throw error("rate-limit", 7.25);
      return answer("yes");
    });
    await clock.until(path.call("task", request("a")));
    expect(times).toEqual([0, 7250]);
  });

  it("does not wait for hours: it stops, and says how long", async () => {
    const { path, clock } = setup(() => {
      throw error("rate-limit", 3600);
    });
    await expect(clock.until(path.call("task", request("a")))).rejects.toMatchObject({
      kind: "quota",
      message: expect.stringContaining("60 minutes"),
    });
    expect(clock.now()).toBe(0);
    await expect(path.call("task", request("b"))).rejects.toMatchObject({ kind: "quota" });
  });
});
