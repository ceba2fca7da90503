/** The benchmark of kinds: every kind reads a thousand fuzzed replies, or calls them invalid. */
import { expect, it } from "vitest";
import { run } from "../../bench/kinds.ts";

it("judges fuzzed replies of every kind, and throws for none", async () => {
  const lines: string[] = [];
  const { kinds, fuzzed, exceptions } = await run(
    [],
    (line) => lines.push(line),
    () => undefined,
  );
  expect(lines.filter((line) => line.includes(" throws "))).toEqual([]);
  expect(exceptions).toBe(0);
  expect(fuzzed).toBe(1000 * kinds!);
  // A reader that calls everything invalid, or nothing, would be no reader.
  for (const line of lines) expect(line).toMatch(/(?:strict|tolerant) [1-9]\d*.*invalid [1-9]/);
});
