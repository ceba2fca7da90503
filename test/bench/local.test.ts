import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fewestTokens } from "../../bench/lib/fewest-tokens.ts";
import { ROOT, tempFolder } from "../models/local-setup.ts";

describe("the fewest tokens of some prompts", () => {
  it("count each beginning that prompts share once", () => {
    const [a, b, c, d] = [1, 2, 3, 4];
    expect(fewestTokens([])).toBe(0);
    expect(fewestTokens([[a, b, c], [a, b, d], [a, b, c], [a]])).toBe(4);
    // What they share further on does not count: it was evaluated after something else.
    expect(
      fewestTokens([
        [a, c, d],
        [b, c, d],
      ]),
    ).toBe(6);
  });

  it("do not depend on the order, and are no fewer than the longest prompt has", () => {
    const prompts = fc.array(fc.array(fc.nat(2), { maxLength: 8 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(prompts, (all) => {
        const fewest = fewestTokens(all);
        expect(fewestTokens(all.toReversed())).toBe(fewest);
        expect(fewestTokens([...all, ...all])).toBe(fewest);
        expect(fewest).toBeGreaterThanOrEqual(Math.max(...all.map(({ length }) => length)));
        expect(fewest).toBeLessThanOrEqual(all.flat().length);
      }),
    );
  });
});

it("the benchmark of local models reports that it is skipped where there is no llama", async () => {
  await using folder = await tempFolder();
  const env = { ...process.env, PROTEGI_LLAMA_DIR: folder.path };
  const args = [join(ROOT, "bench/main.ts"), "local", "--json"];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
  expect(JSON.parse(stdout)).toMatchObject({ name: "local", figures: {} });
  expect(stderr).toMatch(/^Skipped: node-llama-cpp is missing\./m);
});
