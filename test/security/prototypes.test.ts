/** Names that every object has are names of columns, labels and options like any other, and change nothing else. */
import { stringify } from "yaml";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { datasetFrom, toExamples } from "../../src/datasets/index.ts";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { readFacts } from "../../src/models/hosted/failure-facts.ts";
import { createModel } from "../../src/models/index.ts";
import { emptyFolder, type Folder } from "../cli/helpers.ts";
import { startProvider } from "./provider.ts";

const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];
const PROMPT = `Yes or no? ${NAMES.map((name) => `{{${name}}}`).join(" ")} {{text}}`;
const BEFORE = new Map(
  [Object.prototype, Array.prototype, Function.prototype, String.prototype].map((one) => [one, Reflect.ownKeys(one)]),
);

afterEach(() => {
  for (const [one, keys] of BEFORE) expect(Reflect.ownKeys(one)).toEqual(keys);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

/** Rows as text, so that no object literal is in the way. */
const objects = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const named = NAMES.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(`${name} of ${i * 7919}`)}`);
    return `{${named.join(", ")}, "text": "row ${i * 7919}", "label": "${i % 2 === 0 ? "constructor" : "__proto__"}"}`;
  });

const FILES: Readonly<Record<string, string>> = {
  "a.csv": `${[...NAMES, "text", "label"].join(",")}\n${Array.from({ length: 40 }, (_, i) => [...NAMES.map((name) => `${name} of ${i * 7919}`), `row ${i * 7919}`, i % 2 === 0 ? "constructor" : "__proto__"].join(",")).join("\n")}\n`,
  "a.json": `[${objects(40).join(",\n")}]`,
  "a.jsonl": objects(40).join("\n"),
  "a.yaml": objects(40)
    .map((row) => `- ${row}\n`)
    .join(""),
};

async function folderWith(files: Readonly<Record<string, string>>): Promise<Folder> {
  const folder = await emptyFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  await folder.write(files);
  return folder;
}

describe("a column with the name of a member of every object", () => {
  it.each(Object.keys(FILES))("is data in %s, and so is such a label", async (data) => {
    const folder = await folderWith({
      [data]: FILES[data]!,
      "protegi.yaml": stringify({ prompt: PROMPT, data, label: "label", model: "sim:reviews" }),
    });
    const { code, json, stderr } = await folder.run("check --json");
    expect(code, stderr).toBe(0);
    const { filledPrompt, placeholders, splits } = json() as {
      filledPrompt: string;
      placeholders: string[];
      splits: Record<string, { labels: Record<string, number> }>;
    };
    expect(placeholders).toEqual([...NAMES, "text"]);
    const number = /row (\d+)/.exec(filledPrompt)![1]!;
    expect(filledPrompt).toBe(`Yes or no? ${NAMES.map((name) => `${name} of ${number}`).join(" ")} row ${number}`);
    for (const { labels } of Object.values(splits)) expect(Object.keys(labels)).toEqual(["__proto__", "constructor"]);
    const evaluated = await folder.run("evaluate --set splits.maxDev=10");
    expect(evaluated.code, evaluated.stderr).toBe(0);
    expect(evaluated.stdout).toContain("__proto__");
  });

  it("is empty in a row that lacks it", () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ text: `row ${i * 7919}`, label: i % 2 === 0 ? "a" : "b" }));
    const all = JSON.parse(`[${objects(1).join()}, ${rows.map((row) => JSON.stringify(row)).join()}]`) as object[];
    const { examples } = toExamples(datasetFrom("rows", all), { label: "label", placeholders: [...NAMES, "text"] });
    for (const { fields } of examples.slice(1))
      for (const name of NAMES) expect(Object.getOwnPropertyDescriptor(fields, name)?.value).toBe("");
    for (const label of NAMES) {
      const { dropped } = toExamples(datasetFrom("rows", all), { label, placeholders: ["text"] });
      expect(dropped.unlabelled).toBe(rows.length);
    }
  });

  it("may be the label", () => {
    for (const label of NAMES) {
      const rows = Array.from(
        { length: 40 },
        (_, i) =>
          JSON.parse(`{"text": "row ${i * 7919}", ${JSON.stringify(label)}: "${i % 2}"}`) as Record<string, string>,
      );
      const task = buildTask(
        { prompt: "Say 0 or 1: {{text}}", examples: rows, label },
        parseGroups({}).splits,
        () => {},
      );
      expect(task.keep).toEqual(["0", "1"]);
    }
  });
});

describe("an option with such a name", () => {
  it.each([
    "__proto__: { polluted: 1 }",
    "constructor: { prototype: { polluted: 1 } }",
    "search: { __proto__: { polluted: 1 } }",
    "search: { constructor: { prototype: { polluted: 1 } } }",
    "toString: 1",
    "hasOwnProperty: { call: 1 }",
    "model: { model: sim:reviews, __proto__: { polluted: 1 } }",
    "prices: { x: { __proto__: { polluted: 1 } } }",
    "instructions: { constructor: x }",
  ])("is refused by its name: %s", async (line) => {
    const folder = await folderWith({
      "a.json": FILES["a.json"]!,
      "protegi.yaml": `prompt: "{{text}}"\ndata: a.json\nlabel: label\n${line.startsWith("model") ? "" : "model: sim:reviews\n"}${line}\n`,
    });
    const { code, stderr } = await folder.run("check");
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(
      /protegi\.yaml:\d+: .*(__proto__|constructor|toString|hasOwnProperty): there is no such option/,
    );
  });

  it.each([
    "__proto__.polluted=1",
    "constructor.prototype.polluted=1",
    "search.__proto__.polluted=1",
    "model.__proto__.polluted=1",
  ])("is refused as a flag: --set %s", async (set) => {
    const folder = await folderWith({
      "a.json": FILES["a.json"]!,
      "protegi.yaml": 'prompt: "{{text}}"\ndata: a.json\nlabel: label\nmodel: sim:reviews\n',
    });
    const { code, stderr } = await folder.run(["check", "--set", set]);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/(__proto__|constructor): there is no such option/);
  });

  it("is no variable of the environment", async () => {
    const folder = await folderWith({
      "protegi.yaml": 'prompt: "{{text}}"\ndata: ${constructor}\nmodel: ${__proto__}\n',
    });
    const { code, stderr } = await folder.run("check");
    expect(code).toBe(2);
    expect(stderr).toContain("data: the environment variable constructor is not set");
  });

  it("changes no defaults when it comes from code", () => {
    for (const text of [
      '{"__proto__": {"polluted": 1}}',
      '{"search": {"__proto__": {"rounds": 99}}}',
      '{"prices": {"__proto__": {"input": 1, "output": 1}}}',
    ]) {
      let settings: unknown;
      try {
        settings = parseGroups(JSON.parse(text));
      } catch (error) {
        expect((error as Error).name).toBe("UsageError");
        continue;
      }
      expect(settings).toEqual(parseGroups({}));
    }
  });
});

describe("a reply with such names", () => {
  it("is read for what it says", async () => {
    const body =
      '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "error": {"__proto__": {"message": "inherited"}, "message": "own"}}';
    expect(
      readFacts({
        statusCode: 500,
        responseBody: body,
        responseHeaders: JSON.parse('{"__proto__": "x", "constructor": "y"}'),
      }),
    ).toMatchObject({ said: "own", status: 500 });
    await using provider = await startProvider(() => ({ status: 500, body }));
    const model = await createModel(
      {
        model: "openai-compatible:any",
        baseURL: provider.baseURL,
        headers: JSON.parse('{"__proto__": "x"}') as Record<string, string>,
      },
      {},
    );
    onTestFinished(() => model.close?.());
    const request = {
      messages: [{ role: "user" as const, content: "hi" }],
      format: { kind: "text" as const },
      sample: 0,
    };
    await expect(model.generate(request)).rejects.toThrow("own");
  });
});
