/** Every claim of the threat model names tests, and these are there. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const document = readFileSync(join(root, "docs/threat-model.md"), "utf8");

/** The claims, each an item of a list in the sections before the last one. */
const claims = document
  .slice(document.indexOf("## Data is data"), document.indexOf("## What is not protected"))
  .split(/^- /m)
  .slice(1)
  .map((text) => text.replace(/\s*\n##.*$/s, "").replace(/\s+/g, " "));

/** The tests that a text names: a file, then titles in quotes up to the next file. */
function named(text: string): { file: string; titles: string[] }[] {
  return text
    .split(/(?=`test\/[\w/.-]+`)/)
    .slice(1)
    .map((part) => ({
      file: /^`([^`]+)`/.exec(part)![1]!,
      titles: Array.from(part.matchAll(/“([^”]+)”/g), ([, title]) => title!),
    }));
}

describe("the threat model", () => {
  it("makes claims", () => {
    expect(claims.length).toBeGreaterThan(12);
  });

  it.each(claims.map((claim) => [claim.slice(0, 70), claim]))("has tests for: %s", (_, claim) => {
    const tests = named(claim);
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, titles } of tests) {
      expect(existsSync(join(root, file)), file).toBe(true);
      expect(titles.length, file).toBeGreaterThan(0);
      const source = readFileSync(join(root, file), "utf8");
      for (const title of titles) expect(source, `${file}: ${title}`).toContain(title);
    }
  });

  it("names every test of this folder", () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"));
    const missing = files.filter((name) => !document.includes(`test/security/${name}`));
    expect(missing).toEqual(["threat-model.test.ts"]);
  });
});
