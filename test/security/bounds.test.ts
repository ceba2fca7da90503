/** Files that are made to fill the memory or the time are refused with one clear message, within a small heap. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { pooledFetch } from "../../src/models/hosted/fetch.ts";
import { createModel } from "../../src/models/index.ts";
import { readFacts } from "../../src/models/hosted/failure-facts.ts";
import { startProvider } from "./provider.ts";
import { sharedFolder } from "../temp.ts";

const CHECK_ALL = fileURLToPath(new URL("children/check-all.ts", import.meta.url));
const COMPILED = fileURLToPath(new URL("../../node_modules/.cache/protegi/compiled", import.meta.url));

const MB = 1_000_000;
const DEEP = 100_000;
const CONFIG = 'prompt: "Yes or no? {{text}}"\nlabel: label\nmodel: sim:reviews\n';
const many = (count: number, one: (i: number) => string, between = ""): string =>
  Array.from({ length: count }, (_, i) => one(i)).join(between);

/** A file that grows to a size when it is made, without taking the disk for it. */
class Sparse {
  readonly bytes: number;
  constructor(bytes: number) {
    this.bytes = bytes;
  }
}

/** A link to a place outside of the folder. */
class Link {
  readonly to: string;
  constructor(to: string) {
    this.to = to;
  }
}

interface Case {
  readonly it: string;
  /** The data file, and what is in it. */
  readonly data?: readonly [name: string, content: string | Sparse | Link];
  readonly config?: string | Sparse | Link;
  readonly prompt?: string | Sparse | Link;
  readonly args?: readonly string[];
  readonly says: RegExp;
}

const bomb = many(12, (i) => `l${i}: &l${i} [${many(9, () => (i === 0 ? "x" : `*l${i - 1}`), ",")}]`, "\n");

const CASES: readonly Case[] = [
  // One giant line.
  {
    it: "a line of CSV of 20 MB",
    data: ["a.csv", `text,label\n${"x ".repeat(10 * MB)},yes\n`],
    says: /a\.csv:2: expected at most 4 MB a row/,
  },
  {
    it: "a header of CSV of 20 MB",
    data: ["a.csv", `${"x ".repeat(10 * MB)},label\n`],
    says: /a\.csv:1: expected at most 4 MB a row/,
  },
  {
    it: "a quote of CSV that is never closed",
    data: ["a.csv", `text,label\n"${"x\n".repeat(10 * MB)}`],
    says: /a\.csv:2: expected at most 4 MB a row/,
  },
  {
    it: "a line of TSV of 20 MB",
    data: ["a.tsv", `text\tlabel\n${"x ".repeat(10 * MB)}\tyes\n`],
    says: /a\.tsv:2: expected at most 4 MB a row/,
  },
  {
    it: "a line of JSON lines of 20 MB",
    data: ["a.jsonl", `{"text": "a", "label": "b"}\n{"text": [${"{},".repeat(7 * MB)}{}]}`],
    says: /a\.jsonl:2: expected at most 4 MB a row/,
  },
  {
    it: "a value of JSON of 2 MB",
    data: ["a.json", JSON.stringify([{ text: "x".repeat(2 * MB), label: "a" }])],
    says: /row 1: expected at most 1000000 characters in the column “text”/,
  },
  {
    it: "a value of YAML of 1.5 MB",
    data: ["a.yaml", `- text: ${"x".repeat(1.5 * MB)}\n  label: a\n`],
    says: /a\.yaml:1: expected at most 1000000 characters/,
  },
  // Columns and rows.
  {
    it: "a million columns of CSV",
    data: ["a.csv", `${many(MB, (i) => `${i.toString(36)}`, ",")}\n`],
    says: /a\.csv:1: expected at most (10000 columns|4 MB)/,
  },
  { it: "nothing but commas", data: ["a.csv", ",".repeat(30 * MB)], says: /a\.csv:1: expected at most 4 MB a row/ },
  {
    it: "300,000 columns of JSON",
    data: ["a.json", `[{${many(300_000, (i) => `"c${i}":1`, ",")}}]`],
    says: /row 1: expected at most 10000 columns, got 300000/,
  },
  {
    it: "200,000 columns of JSON lines",
    data: ["a.jsonl", `{${many(200_000, (i) => `"c${i}":1`, ",")}}`],
    says: /a\.jsonl:1: expected at most 10000 columns/,
  },
  {
    it: "12,000 columns of YAML",
    data: ["a.yaml", `- ${many(12_000, (i) => `c${i}: 1`, "\n  ")}\n`],
    says: /a\.yaml:1: expected at most 10000 columns/,
  },
  {
    it: "more than a million rows of CSV",
    data: ["a.csv", `text,label\n${"a,b\n".repeat(1.1 * MB)}`],
    says: /a\.csv:1000002: expected at most 1000000 rows/,
  },
  {
    it: "more than a million rows of JSON lines",
    data: ["a.jsonl", "{}\n".repeat(1.1 * MB)],
    says: /a\.jsonl:1000001: expected at most 1000000 rows/,
  },
  {
    it: "more than a million rows of JSON",
    data: ["a.json", `[${"{},".repeat(1.1 * MB)}{}]`],
    says: /row 1000001: expected at most 1000000 rows/,
  },
  // Sizes.
  ...["a.csv", "a.tsv", "a.jsonl", "a.json", "a.yaml"].map((name): Case => ({
    it: `a gigabyte of ${name}`,
    data: [name, new Sparse(1000 * MB)],
    says: /expected at most \d+ MB, got 1,000 MB/,
  })),
  { it: "a gigabyte of config", config: new Sparse(1000 * MB), says: /protegi\.yaml: it has more than 1 MB/ },
  {
    it: "a gigabyte of prompt",
    prompt: new Sparse(1000 * MB),
    says: /prompt: .*prompt\.md cannot be read: it has more than 1 MB/,
  },
  {
    it: "a gigabyte of promptfoo config",
    args: ["init", "--force", "--from", "protegi.yaml"],
    config: new Sparse(1000 * MB),
    says: /protegi\.yaml: it has more than 1 MB/,
  },
  // Devices that never end.
  {
    it: "data from a device",
    data: ["a.csv", new Link("/dev/zero")],
    says: /a\.csv: expected a file, got a device or a pipe/,
  },
  { it: "a prompt from a device", prompt: new Link("/dev/zero"), says: /more than 1 MB/ },
  { it: "a config from a device", config: new Link("/dev/zero"), says: /more than 1 MB/ },
  // Depth.
  { it: "lists in lists of JSON", data: ["a.json", "[".repeat(DEEP)], says: /a\.json/ },
  {
    it: "lists in lists in a value of JSON",
    data: ["a.json", `[{"text": ${"[".repeat(DEEP)}${"]".repeat(DEEP)}, "label": 1}]`],
    says: /row 1: expected a plain value in the column “text”/,
  },
  {
    it: "objects in objects of JSON lines",
    data: ["a.jsonl", `{"text": ${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}}\n`],
    says: /a\.jsonl:1: expected a plain value in the column “text”/,
  },
  ...(["[", "{a: ", "- ", "&a "] as const).map((one): Case => ({
    it: `${JSON.stringify(one)} again and again in YAML`,
    data: ["a.yaml", `${one.repeat(DEEP)}x`],
    says: /a\.yaml.*: expected valid YAML/,
  })),
  ...(["[", "- "] as const).map((one): Case => ({
    it: `${JSON.stringify(one)} again and again in the config`,
    config: `prompt: ${one === "- " ? "\n" : ""}${one.repeat(DEEP)}x`,
    says: /protegi\.yaml.*: this is not valid YAML/,
  })),
  {
    it: "a promptfoo config that is deep",
    args: ["init", "--force", "--from", "protegi.yaml"],
    config: `prompts: ${"[".repeat(DEEP)}`,
    says: /this is not valid YAML: nesting too deep/,
  },
  // Aliases and faults.
  {
    it: "aliases of aliases in data",
    data: ["a.yaml", `${bomb}\nrows: *l11\n`],
    says: /expected valid YAML, got aliases that stand for more than 1000 nodes/,
  },
  {
    it: "aliases of aliases in the config",
    config: `${bomb}\nprompt: *l11\n`,
    says: /protegi\.yaml: this is not valid YAML: aliases that stand for more than 100 nodes/,
  },
  {
    it: "a value of the config that contains itself",
    config: "prices: &a { x: *a }\n",
    says: /protegi\.yaml:1:\d+: this is not valid YAML: a value that contains itself/,
  },
  { it: "nothing but faults", config: "} ".repeat(100_000), says: /protegi\.yaml:1:1: this is not valid YAML/ },
  {
    it: "10,000 options",
    config: many(10_000, (i) => `k${i}: 1\n`),
    says: /protegi\.yaml:1: k0: there is no such option/,
  },
];

interface Ended {
  readonly code: number;
  readonly said: string;
  readonly seconds: number;
  readonly rss: number;
}

const folder = sharedFolder();
let ended: ReadonlyMap<string, Ended>;

beforeAll(async () => {
  const runs = CASES.map((one, i) => {
    const cwd = join(folder, String(i));
    mkdirSync(cwd);
    const [name, content] = one.data ?? ["a.csv", "text,label\na,b\n"];
    place(join(cwd, name), content);
    if (one.prompt !== undefined) place(join(cwd, "prompt.md"), one.prompt);
    const prompt = one.prompt === undefined ? CONFIG : CONFIG.replace(/^prompt: .*/, "prompt: prompt.md");
    place(join(cwd, "protegi.yaml"), one.config ?? `${prompt}data: ${name}\n`);
    return [cwd, ...(one.args ?? ["check"])];
  });
  const child = spawn(
    process.execPath,
    ["--no-warnings", "--max-old-space-size=700", CHECK_ALL, JSON.stringify(runs)],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    },
  );
  const [printed] = await Promise.all([text(child.stdout), once(child, "exit")]);
  const lines = printed.trimEnd().split("\n");
  ended = new Map(lines.map((line, i) => [CASES[i]!.it, JSON.parse(line) as Ended]));
}, 120_000);

function place(file: string, content: string | Sparse | Link): void {
  if (content instanceof Link) return symlinkSync(content.to, file);
  writeFileSync(file, content instanceof Sparse ? "" : content);
  if (content instanceof Sparse) truncateSync(file, content.bytes);
}

describe("a file with", () => {
  it.for(CASES)("$it is refused in a line", ({ it: name, says }, { skip }) => {
    if (process.platform === "win32" && /device/.test(name)) skip();
    const { code, said, seconds } = ended.get(name) ?? {
      code: Number.NaN,
      said: "the process ended before",
      seconds: 0,
    };
    expect(said).toMatch(says);
    expect(code).toBe(2);
    expect(said).not.toMatch(/^\s+at /m);
    expect(said).not.toContain("fault of protegi");
    expect(seconds).toBeLessThan(20);
  });

  it("anything of this takes little memory", () => {
    expect(ended.size).toBe(CASES.length);
    expect(Math.max(...[...ended.values()].map(({ rss }) => rss))).toBeLessThan(1500 * MB);
  });
});

describe("a reply", () => {
  it("that never ends is cut off, and its call fails", async () => {
    await using provider = await startProvider(() => ({ body: "x".repeat(20 * MB) }));
    const { fetch, close } = pooledFetch();
    const response = await fetch(`${provider.baseURL}/x`, { method: "POST", body: '{"messages": []}' });
    await expect(response.text()).rejects.toThrow();
    await close();
    const model = await createModel({ model: "openai-compatible:any", baseURL: provider.baseURL }, {});
    const request = {
      messages: [{ role: "user" as const, content: "hi" }],
      format: { kind: "text" as const },
      sample: 0,
    };
    await expect(model.generate(request)).rejects.toMatchObject({ name: "ModelError", kind: "malformed" });
    await model.close?.();
  });

  it.each([
    ["message", '{"message":', "}"],
    ["error", '{"error":', "}"],
    ["list", "[", "]"],
  ])("that says in a nested %s that the call failed is read as far as providers nest", (_, open, close) => {
    const responseBody = `${open.repeat(DEEP)}"no"${close.repeat(DEEP)}`;
    expect(readFacts({ statusCode: 500, responseBody })).toMatchObject({ status: 500, labels: "" });
    const labels = JSON.stringify({ error: { details: Array.from({ length: DEEP }, () => ({ code: "x" })) } });
    expect(readFacts({ statusCode: 500, responseBody: labels }).labels.length).toBeLessThan(1000);
  });
});
