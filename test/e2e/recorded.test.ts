/** The run of real models in examples/reviews/recorded: it is seen again without them, and ends as it did. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { open } from "../../src/jobs/open.ts";
import { optimizeWith } from "../../src/jobs/optimize.ts";
import { readConfigured } from "../../src/jobs/read.ts";
import { ROOT } from "../models/local-setup.ts";

const FOLDER = join(ROOT, "examples/reviews/recorded");

it("replays to the verdict that was recorded; `npm run bench -- real --record` records it again", async () => {
  const read = await readConfigured(join(FOLDER, "protegi.yaml"), {}, {});
  const opened = await open(read, { env: {} });
  onTestFinished(opened.close);
  const { verdict, simulated, initial, best, prompt } = await optimizeWith(opened);
  expect(simulated).toBe(false);
  expect(verdict).toMatchObject({ word: "better", initial: { value: 0.63, n: 300 }, earlierReads: 0 });
  expect(verdict!.difference.value).toBeCloseTo(0.1233, 3);
  expect(verdict!.fixed.length - verdict!.broken.length).toBe(37);
  expect(prompt).toBe(best);
  expect(best.length).toBeGreaterThan(initial.length);
});

it("takes at most 3 MB", () => {
  const sizes = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".gz"))
    .map((file) => statSync(join(FOLDER, file)).size);
  expect(sizes).toHaveLength(2);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3e6);
});
