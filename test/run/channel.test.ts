import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channel } from "../../src/jobs/channel.ts";

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe("channel", () => {
  it("hands over every value in order, whoever is faster", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), fc.boolean(), async (waits, early) => {
        const { push, end, values } = channel<number>();
        const read = early ? collect(values()) : undefined;
        for (const [i, wait] of waits.entries()) {
          push(i);
          if (wait) await new Promise<void>((resolve) => setImmediate(resolve));
        }
        end();
        expect(await (read ?? collect(values()))).toEqual(waits.map((_, i) => i));
      }),
    );
  });

  it("throws the error it ends with, after the values before it", async () => {
    const { push, end, values } = channel<string>();
    push("first");
    end(new Error("over"));
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const value of values()) seen.push(value);
      })(),
    ).rejects.toThrow("over");
    expect(seen).toEqual(["first"]);
  });

  it("ends at once for a reader that comes late", async () => {
    const { end, values } = channel<never>();
    end();
    expect(await collect(values())).toEqual([]);
  });
});
