/** The maps are whole: docs/README.md leads to every page, ARCHITECTURE.md to every room. */
import { globSync } from "node:fs";
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

it("ARCHITECTURE.md names every room", () => {
  const rooms = globSync(["{bench,docs,examples,recipes,schema,scripts,src,test}", "src/*", "src/core/*"], {
    cwd: ROOT,
    withFileTypes: true,
  }).filter((entry) => entry.isDirectory());
  const map = pageText("ARCHITECTURE.md");
  const paths = rooms.map(({ parentPath, name }) => `${parentPath}/${name}/`.slice(ROOT.length + 1));
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !map.includes(`\`${path}`))).toEqual([]);
});
