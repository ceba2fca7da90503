/** The maps are whole: docs/README.md leads to every page, ARCHITECTURE.md to every folder. */
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { PAGES, pageText, ROOT } from "./pages.ts";

it("docs/README.md names every page once", () => {
  const linked = Array.from(
    pageText("docs/README.md").matchAll(/^\| \[([\w-]+\.md)\]\(([\w-]+\.md)\) \|/gm),
    ([, name, target]) => {
      expect(name).toBe(target);
      return `docs/${target}`;
    },
  );
  const pages = PAGES.filter((page) => page !== "README.md" && page !== "docs/README.md");
  expect(linked.toSorted()).toEqual(pages);
});

it("ARCHITECTURE.md names every folder of src, and every file directly in src", () => {
  const entries = globSync(["{bench,docs,examples,recipes,schema,scripts,src,test}", "src/**"], {
    cwd: ROOT,
    withFileTypes: true,
  });
  const paths = entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name).slice(ROOT.length + 1);
    if (entry.isDirectory()) return [`${path}/`];
    return /^src\/[^/]+$/.test(path) ? [path] : [];
  });
  expect(paths.length).toBeGreaterThan(35);
  const map = pageText("ARCHITECTURE.md");
  expect([...new Set(paths)].filter((path) => !map.includes(`\`${path}`))).toEqual([]);
});

it("the pictures of ARCHITECTURE.md name files that exist", () => {
  const files = new Set(globSync("src/**/*.ts", { cwd: ROOT }));
  const names = new Set([...files].map((file) => basename(file)));
  const pictures = pageText("ARCHITECTURE.md").match(/^ {4}.*$/gm) ?? [];
  const named = pictures.flatMap((line) => line.match(/[\w/-]+\.ts\b/g) ?? []);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !(name.includes("/") ? files : names).has(name))).toEqual([]);
});
