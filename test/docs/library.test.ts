/** docs/library.md shows every public name, and every public name has a docstring. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examplesOf, ROOT } from "./pages.ts";
import { ENTRIES, exportsOf } from "./public-names.ts";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly exports: Readonly<Record<string, unknown>>;
};
const imports = Array.from(
  examplesOf("docs/library.md")
    .map(({ text }) => text)
    .join("")
    .matchAll(/^import (?:type )?\{([^}]+)\} from "([^"]+)";$/gm),
  ([, names, from]) => ({ names: names!.split(",").map((name) => name.trim().replace(/^type /, "")), from: from! }),
);

it("the entries are those of package.json", () => {
  const published = Object.keys(manifest.exports).filter((entry) => entry !== "./package.json");
  expect(published.map((entry) => entry.replace(".", "protegi"))).toEqual(Object.keys(ENTRIES));
});

describe.each(Object.entries(ENTRIES))("%s", (entry, file) => {
  const names = exportsOf(file);

  it("shows each of its names in an example of docs/library.md", () => {
    const shown = new Set(imports.filter(({ from }) => from === entry).flatMap((one) => one.names));
    expect(names.length).toBeGreaterThan(10);
    expect(names.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it("says of each of its names what it is", () => {
    expect(names.filter(({ documented }) => !documented).map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });
});
