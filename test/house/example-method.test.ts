/** The method that ARCHITECTURE.md shows is the one that the contract of methods runs over. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { blocksOf } from "../docs/pages.ts";

it("ARCHITECTURE.md shows a whole method, as it is tested", () => {
  const file = readFileSync(join(import.meta.dirname, "../fixtures/plugins/method.ts"), "utf8");
  const shown = blocksOf("ARCHITECTURE.md").filter(({ info }) => info === "ts");
  expect(shown.map(({ text }) => text)).toEqual([file]);
});
