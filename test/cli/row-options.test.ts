/** Columns that say something about a row, through the commands: clusters, weights, feedback, splits; and repeats. */
import { readFile, writeFile } from "node:fs/promises";
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

describe("weight", () => {
  it("weighs the score, here towards the rows that are right", async () => {
    await folder.write({ "rows.jsonl": await data(300, () => ({})), "protegi.yaml": CONFIG });
    const plain = await folder.run("evaluate --json");
    const wrong = new Set((plain.json()["wrong"] as { fields: { text: string } }[]).map(({ fields }) => fields.text));
    const rows = (await data(300, () => ({}))).split("\n").map((line) => JSON.parse(line) as { text: string });
    const weighted = rows.map((row) => JSON.stringify({ ...row, w: wrong.has(row.text) ? 1 : 3 })).join("\n");
    await folder.write({ "rows.jsonl": weighted });
    const { code, json } = await folder.run("evaluate --json --set weight=w");
    expect(code).toBe(0);
    const before = plain.json()["score"] as { value: number; n: number };
    const after = json()["score"] as { value: number; low: number; high: number; n: number };
    const right = Math.round(before.value * before.n);
    expect(after.value).toBeCloseTo((3 * right) / (3 * right + before.n - right), 12);
    expect(after.low).toBeLessThan(after.value);
    expect(after.high).toBeGreaterThan(after.value);
    expect((json()["wrong"] as { weight: number }[]).every(({ weight }) => weight === 1)).toBe(true);
  });

  it("is used by a search and its verdict, and must be a number above 0 in every row", async () => {
    await folder.write({ "rows.jsonl": await data(300, (i) => ({ w: 1 + (i % 3) })), "protegi.yaml": CONFIG });
    const { code, json } = await folder.run(["optimize", "--json", "--set", "weight=w", ...SMALL]);
    expect(code).toBe(0);
    expect((json()["verdict"] as { difference: object }).difference).not.toHaveProperty("pValue");
    await folder.write({ "rows.jsonl": await data(60, (i) => ({ w: i === 3 ? 0 : 1 })) });
    const refused = await folder.run("check --set weight=w");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/rows\.jsonl:4.*expected a number above 0 in the column “w”, got "0"/s);
  });

  it("is refused by name where a metric has no weighted form", async () => {
    const rows = (await data(60, () => ({ w: 2 })))
      .split("\n")
      .map((line, i) => JSON.stringify({ ...(JSON.parse(line) as object), label: `some answer ${i}` }));
    await folder.write({
      "rows.jsonl": rows.join("\n"),
      "protegi.yaml": `${CONFIG}weight: w\ntask: text\nmetric: bleu\n`,
    });
    const { code, stderr } = await folder.run("check");
    expect(code).toBe(2);
    expect(stderr).toMatch(/weight: .*BLEU.* does not weigh them|weight: BLEU sums what it counts over all rows/);
  });
});

describe("feedback", () => {
  const NOTE = "the customer wanted plain words here";

  it("reaches the request for gradients, and never the task model", async () => {
    await folder.write({
      "rows.jsonl": await data(300, (i) => ({ note: `${NOTE} ${i}` })),
      "protegi.yaml": `${CONFIG}feedback: note\n`,
    });
    expect((await folder.run(["optimize", "--json", ...SMALL])).code).toBe(0);
    const requests = (await folder.run("show --requests 1")).stdout;
    expect(requests).toMatch(new RegExp(`Feedback: ${NOTE} \\d+`));
    const checked = await folder.run("check --json");
    expect(checked.json()["filledPrompt"]).not.toContain(NOTE);
    // The calls of the task model are those of a run without feedback: the store has them all.
    const before = await folder.run("evaluate --json --split train");
    await folder.write({ "protegi.yaml": CONFIG });
    const after = await folder.run("evaluate --json --split train");
    expect(before.json()["cost"]).toMatchObject({ calls: 150 });
    expect(after.json()["cost"]).toMatchObject({ calls: 150, cached: 150 });
  });

  it("is refused where the prompt shows it", async () => {
    await folder.write({
      "rows.jsonl": await data(60, () => ({ note: NOTE })),
      "prompt.md": "# Task\nPositive or negative?\n\n# Row\n{{text}} {{note}}\nLabel:",
      "protegi.yaml": `${CONFIG}feedback: note\n`,
    });
    const { code, stderr } = await folder.run("check");
    expect(code).toBe(2);
    expect(stderr).toContain("{{note}} would show the task model the words on what is wrong in a row");
  });
});

describe("splits.column", () => {
  const names = ["train", "validation", "test"];

  it("keeps the splits that a column names, validation as dev", async () => {
    await folder.write({
      "rows.jsonl": await data(90, (i) => ({ split: i < 50 ? "train" : names[1 + (i % 2)] })),
      "protegi.yaml": CONFIG,
    });
    const ours = await folder.run("check");
    expect(ours.stdout.replace(/\s+/g, " ")).toContain("set splits.column to split to keep these.");
    const { code, json } = await folder.run("check --json --set splits.column=split");
    expect(code).toBe(0);
    expect(json()["splits"]).toMatchObject({ train: { rows: 50 }, dev: { rows: 20 }, test: { rows: 20 } });
  });

  it("divides train for a split that no row is of", async () => {
    await folder.write({
      "rows.jsonl": await data(90, (i) => ({ split: i < 60 ? "Train" : "test" })),
      "protegi.yaml": `${CONFIG}splits: { column: split }\n`,
    });
    // Dev has 2/7 of train by the shares 0.5 and 0.2.
    expect((await folder.run("check --json")).json()["splits"]).toMatchObject({
      train: { rows: 43 },
      dev: { rows: 17 },
      test: { rows: 30 },
    });
  });

  it("refuses another value by its place, an unknown column by its name, and files next to it", async () => {
    await folder.write({
      "rows.jsonl": await data(90, (i) => ({ split: i === 4 ? "holdout" : names[i % 3] })),
      "protegi.yaml": `${CONFIG}splits: { column: split }\n`,
    });
    const { code, stderr } = await folder.run("check");
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, " ")).toContain(
      'rows.jsonl:5: expected train, dev (or validation) or test in the column “split”, got "holdout"',
    );
    expect((await folder.run("check --set splits.column=splt")).stderr).toContain("“splt”");
    await folder.write({
      "protegi.yaml": CONFIG.replace("rows.jsonl", "{ train: rows.jsonl, dev: rows.jsonl, test: rows.jsonl }"),
    });
    expect((await folder.run("check --set splits.column=split")).stderr).toContain("each split has a file of its own");
  });
});

describe("all rows at once", () => {
  it("can be scored and compared, however few", async () => {
    await folder.write({
      "rows.jsonl": await data(12, () => ({})),
      "protegi.yaml": CONFIG,
      "b.md": "# Task\nIs it positive or negative? Mind negations.\n\n# Prediction\nText: {{text}}\nLabel:",
    });
    expect((await folder.run("evaluate")).code).toBe(2);
    const { code, json } = await folder.run("evaluate --split all --json");
    expect(code).toBe(0);
    expect(json()).toMatchObject({ split: "all", score: { n: 12 } });
    expect((await folder.run("compare prompt.md b.md --split all --json")).json()).toMatchObject({
      split: "all",
      rows: 12,
    });
    expect((await folder.run("evaluate --split all --budget-calls 5 --json")).json()).toMatchObject({ missing: 7 });
  });
});

describe("readings and unscored rows", () => {
  it("are counted by evaluate and compare", async () => {
    await folder.write({
      "rows.jsonl": await data(60, () => ({})),
      "protegi.yaml": CONFIG.replace("sim:reviews", "./model.ts"),
      "model.ts": `let calls = 0;
export default async ({ messages }) => {
  const { content } = messages.at(-1);
  return content.length % 3 === 0 ? "The answer is: positive." : "negative";
};`,
    });
    const { stdout, json } = await folder.run("evaluate --split all --json");
    const { strict, tolerant } = json()["readings"] as { strict: number; tolerant: number };
    expect(strict + tolerant).toBe(60);
    expect(tolerant).toBeGreaterThan(0);
    expect(stdout).not.toBe("");
    const shown = await folder.run("evaluate --split all");
    expect(shown.stdout).toContain(
      `${tolerant} answers were read out of other words; ${strict} answers were the value alone.`,
    );
    await folder.write({
      "b.md": "# Task\nIs it positive or negative? Mind it.\n\n# Prediction\nText: {{text}}\nLabel:",
    });
    const compared = await folder.run("compare prompt.md b.md --split all --json");
    const [first] = compared.json()["prompts"] as { readings: object }[];
    expect(first!.readings).toEqual({ strict, tolerant });
  });
});

describe("splits.folds", () => {
  it("judges every row by a search that has not seen it, hands over the prompt of all rows, and repeats nothing", async () => {
    await folder.write({ "rows.jsonl": await data(60, () => ({})), "protegi.yaml": `${CONFIG}splits: { folds: 3 }\n` });
    const few = SMALL.filter((_, i) => i > 3);
    const { code, json } = await folder.run(["optimize", "--json", ...few]);
    expect(code).toBe(0);
    const result = json() as {
      folds: number;
      verdict: { difference: { n: number; value: number }; fixed: string[]; broken: string[]; word: string };
      prompt: string;
      best: string;
      initial: string;
      searches: { fold?: number; rows: number; known: boolean; verdict?: { fixed: string[]; broken: string[] } }[];
    };
    expect(result.folds).toBe(3);
    expect(result.verdict.difference.n).toBe(60);
    expect(result.searches.map(({ fold }) => fold)).toEqual([1, 2, 3, undefined]);
    expect(result.searches.map(({ rows }) => rows)).toEqual([20, 20, 20, 0]);
    const pooled = result.searches.flatMap(({ verdict }) => verdict?.fixed ?? []);
    expect(result.verdict.fixed.toSorted()).toEqual(pooled.toSorted());
    expect(result.verdict.difference.value).toBeCloseTo((pooled.length - result.verdict.broken.length) / 60, 12);
    expect(result.prompt).toBe(result.verdict.word === "better" ? result.best : result.initial);
    expect(result.searches.at(-1)).not.toHaveProperty("verdict");

    const again = await folder.run(["optimize", ...few]);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain("by 3 folds");
    expect(again.stderr).toContain("search 3/4, judged on 20 rows");
    expect(again.stderr.match(/\(run before\)/g)).toHaveLength(4);
  });

  it("is estimated by check as optimize announces it, and has no test rows to evaluate on", async () => {
    await folder.write({ "rows.jsonl": await data(60, () => ({})), "protegi.yaml": `${CONFIG}splits: { folds: 3 }\n` });
    const few = SMALL.filter((_, i) => i > 3);
    const checked = await folder.run(["check", ...few]);
    expect(checked.code).toBe(0);
    const [, calls] = /What 4 searches take[\s\S]*?\n {2}([\d,]+ to [\d,]+ calls);/.exec(checked.stdout)!;
    const { stderr } = await folder.run(["optimize", ...few]);
    expect(stderr).toContain(`take ${calls}.`);
    const scored = await folder.run("evaluate --split test");
    expect(scored.code).toBe(2);
    expect(scored.stderr).toContain("there are no test rows");
  });

  it("names the cap of all searches where it is too small for each", async () => {
    await folder.write({ "rows.jsonl": await data(60, () => ({})), "protegi.yaml": `${CONFIG}splits: { folds: 3 }\n` });
    const { code, stderr } = await folder.run("optimize --set budget.calls=200");
    expect(code).toBe(2);
    const words = stderr.replaceAll(/\s+/g, " ");
    expect(words).toContain("50 calls for each of 4 searches are too few");
    const [, least] = /Allow at least (\d+) in all/.exec(words)!;
    expect((await folder.run(`check --set budget.calls=${Number(least)}`)).code).toBe(0);
    expect((await folder.run(`check --set budget.calls=${Number(least) - 1}`)).code).toBe(2);
  });

  it("is refused for rows that are divided already", async () => {
    await folder.write({
      "rows.jsonl": await data(60, () => ({ split: "train" })),
      "protegi.yaml": `${CONFIG}splits: { folds: 3, column: split }\n`,
    });
    const { code, stderr } = await folder.run("optimize");
    expect(code).toBe(2);
    expect(stderr).toContain("splits.folds: the data is divided already");
    await folder.write({ "protegi.yaml": `${CONFIG}splits: { folds: 3 }\n` });
    const trials = await folder.run("trials --seeds 2");
    expect(trials.code).toBe(2);
    expect(trials.stderr).toContain("folds leave none");
  });
});

describe("few rows", () => {
  const flat = (text: string): string => text.replace(/\s+/g, " ");

  it("of 12, too few for three splits and for folds, leave evaluate, or 18 more rows", async () => {
    await folder.write({ "rows.jsonl": await data(12, () => ({})), "protegi.yaml": CONFIG });
    const { code, stderr } = await folder.run("optimize");
    expect(code).toBe(2);
    expect(flat(stderr)).toContain(
      "Add 18 rows with a label; or score the prompt alone: protegi evaluate --split all.",
    );
    expect(flat(stderr)).not.toContain("folds");
  });

  it("of 27 can be judged by folds", async () => {
    await folder.write({ "rows.jsonl": await data(27, () => ({})), "protegi.yaml": CONFIG });
    expect(flat((await folder.run("check")).stderr)).toContain("Add 3 rows with a label; or set splits.folds: 5");
    expect((await folder.run("check --set splits.folds=5")).code).toBe(0);
  });

  it.each([30, 60, 100])(
    "of %d can show large gains only: check and optimize say which, and what folds and more rows would",
    async (count) => {
      await folder.write({ "rows.jsonl": await data(count, () => ({})), "protegi.yaml": CONFIG });
      const { few, splits } = (await folder.run("check --json")).json() as {
        few: {
          test: number;
          smallestGain: number;
          folds: { rows: number; smallestGain: number; calls: number };
          rowsFor20: number;
        };
        splits: { test: { rows: number } };
      };
      expect(few.test).toBe(splits.test.rows);
      expect(few.smallestGain).toBeGreaterThan(0.2);
      expect(few.folds).toMatchObject({ rows: count });
      expect(few.folds.smallestGain).toBeLessThan(few.smallestGain / 2);
      // (1.96 sqrt(0.2) + 0.842 sqrt(0.16))^2 / 0.04 = 36.8 test rows, of 30% of all.
      expect(few.rowsFor20).toBe(124);
      const { stdout } = await folder.run("check");
      expect(flat(stdout)).toContain(
        `${few.test} test rows can show a gain of ${Math.ceil(100 * few.smallestGain)} points at the least`,
      );
      expect(flat(stdout)).toContain("splits.folds: 5, about");
    },
  );

  it("of 200 are no matter", async () => {
    await folder.write({ "rows.jsonl": await data(200, () => ({})), "protegi.yaml": CONFIG });
    expect((await folder.run("check --json")).json()).not.toHaveProperty("few");
  });
});

describe("other forms of data", () => {
  it("are read end to end: UTF-16, labels that are numbers with their names, columns inside columns", async () => {
    const lines = (await data(60, () => ({}))).split("\n").map((line) => {
      const { text, label } = JSON.parse(line) as { text: string; label: string };
      return JSON.stringify({ item: { text, expected: label === "positive" ? 1 : 0 } });
    });
    await writeFile(join(folder.path, "rows.jsonl"), Buffer.from(`\uFEFF${lines.join("\n")}`, "utf16le"));
    await folder.write({
      "prompt.md": "# Task\nIs this review positive or negative?\n\n# Prediction\nText: {{item.text}}\nLabel:",
      "protegi.yaml":
        "prompt: prompt.md\ndata: rows.jsonl\nlabel: item.expected\ntask: { kind: classification, names: [negative, positive] }\nmodel: sim:reviews\n",
    });
    const { code, json, stderr } = await folder.run("evaluate --split all --json");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(json()).toMatchObject({ score: { n: 60 }, confusion: { labels: ["negative", "positive"] } });
    expect((json()["score"] as { value: number }).value).toBeGreaterThan(0.4);
  });
});
