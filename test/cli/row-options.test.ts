/** Columns that say something about a row, through the commands: clusters, weights, feedback, splits; and repeats. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EXAMPLE, exampleFolder, SMALL, type Folder } from "./helpers.ts";

let folder: Folder;
beforeEach(async () => (folder = await exampleFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

/** The first rows of the example as JSON lines, each with more columns. */
async function data(count: number, more: (i: number) => object): Promise<string> {
  const text = await readFile(join(EXAMPLE, "reviews.csv"), "utf8");
  const lines = text
    .trim()
    .split("\n")
    .slice(1, 1 + count);
  return lines
    .map((line, i) => {
      const comma = line.lastIndexOf(",");
      return JSON.stringify({
        text: line.slice(0, comma).replace(/^"|"$/g, "").replaceAll('""', '"'),
        label: line.slice(comma + 1),
        ...more(i),
      });
    })
    .join("\n");
}

const CONFIG = "prompt: prompt.md\ndata: rows.jsonl\nlabel: label\nmodel: sim:reviews\n";

describe("cluster", () => {
  it("widens every interval, and says of how many clusters", async () => {
    // Eight rows that are nearly the same topic of one customer: the interval counts customers.
    await folder.write({
      "rows.jsonl": await data(600, (i) => ({ customer: `c${Math.floor(i / 8)}` })),
      "protegi.yaml": CONFIG,
    });
    const plain = await folder.run("evaluate --split test --json");
    const own = await folder.run("evaluate --split test --json --set cluster=customer");
    const score = (json: Record<string, unknown>): { low: number; high: number; n: number; clusters?: number } =>
      json["score"] as never;
    expect(own.code).toBe(0);
    expect(score(plain.json())).not.toHaveProperty("clusters");
    const { clusters, n } = score(own.json());
    expect(clusters).toBe(n / 8);

    const text = await folder.run("evaluate --split test --set cluster=customer");
    expect(text.stdout).toContain(` in ${clusters} clusters`);
    await folder.write({
      "b.md": "# Task\nIs this review positive or negative? Mind negations.\n\n# Prediction\nText: {{text}}\nLabel:",
    });
    const compared = await folder.run("compare prompt.md b.md --set cluster=customer");
    expect(compared.stdout).toContain("The intervals of the differences are of the paired bootstrap over clusters.");
    const decided = await folder.run("compare prompt.md b.md --set cluster=customer --until-decided");
    expect(decided.code).toBe(2);
    expect(decided.stderr).toContain("rows come in clusters");
  });

  it("is in the verdict, and makes another run", async () => {
    await folder.write({
      "rows.jsonl": await data(400, (i) => ({ customer: `c${Math.floor(i / 4)}` })),
      "protegi.yaml": CONFIG,
    });
    const { code, stdout } = await folder.run(["optimize", "--set", "cluster=customer", ...SMALL]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/accuracy on \d+ untouched test rows, in \d+ clusters, with 95% intervals/);
    const again = await folder.run(["optimize", "--json", ...SMALL]);
    expect(again.json()).toMatchObject({ resumed: false });
    expect((again.json() as { verdict: { difference: object } }).verdict.difference).not.toHaveProperty("clusters");
  });

  it("must be a column", async () => {
    await folder.write({
      "rows.jsonl": await data(60, () => ({ customer: "x" })),
      "protegi.yaml": `${CONFIG}cluster: custmer\n`,
    });
    const { code, stderr } = await folder.run("check");
    expect(code).toBe(2);
    expect(stderr).toMatch(/has no column “custmer”.*customer/s);
  });
});
