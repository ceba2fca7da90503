/** The loaders read the authors' forms by the authors' rules; on the true files they give the authors' counts. */
import { describe, expect, it } from "vitest";
import { dataFolders, divide, folderOf, loadTask } from "../../recipes/paper/data.ts";
import { tasks } from "../../recipes/paper/tasks/index.ts";
import type { PaperRow } from "../../recipes/paper/tasks/task.ts";
import { UsageError } from "../../src/core/errors.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { comments, folderWith, marked, trueData } from "./files.ts";

const { ethos, liar, sarcasm, jailbreak } = tasks as Record<
  "ethos" | "liar" | "sarcasm" | "jailbreak",
  (typeof tasks)[string]
>;

describe("the prompts", () => {
  it.each(Object.values(tasks))("$name: only the task may change; the rest has the paper's form", ({ prompt }) => {
    const parsed = parsePrompt(prompt);
    expect(parsed.parts[0]!.heading).toBe("Task");
    expect(parsed.withParts({ task: "THE TASK" }).text).toBe(
      "# Task\nTHE TASK\n\n# Output format\nAnswer Yes or No as labels\n\n# Prediction\nText: {{ text }}\nLabel:",
    );
  });
});

describe("the loaders", () => {
  it("read JSON lines of texts and labels, 1 for Yes", async () => {
    const rows = marked([
      ["Statement: a", 1],
      ["Statement: b", 0],
    ]);
    for (const task of [liar, jailbreak]) {
      const folder = await folderWith({ [task.files[0]!]: rows, [task.files[1]!]: marked([["c", 0]]) });
      expect(await task.load(folder)).toEqual({
        train: [
          { text: "Statement: a", label: "Yes" },
          { text: "Statement: b", label: "No" },
        ],
        test: [{ text: "c", label: "No" }],
      });
    }
  });

  it("read tweets by their own columns", async () => {
    const header = "dialect,sarcasm,sentiment,original_sentiment,tweet,source\n";
    const folder = await folderWith({
      "arsarcasm/train.csv": `${header}gulf,True,negative,neutral,"نص ""أول""",semeval\n`,
      "arsarcasm/test.csv": `${header}msa,False,neutral,positive,ثان,semeval\n`,
    });
    expect(await sarcasm.load(folder)).toEqual({
      train: [{ text: 'نص "أول"', label: "Yes" }],
      test: [{ text: "ثان", label: "No" }],
    });
  });

  it("keep the comments on which readers agree: shares of 0 at most or 0.7 at least, above 0.4 is Yes", async () => {
    const shares = ["a;0", "b;0.01", "c;0.4", "d;0.699", "e;0.7", "f;1.0", "g;-0.1"];
    const folder = await folderWith({ "ethos/binary.csv": `comment;isHate\n${shares.join("\n")}\n` });
    const { train, test } = await ethos.load(folder);
    expect(train).toEqual([]);
    expect(test.toSorted((x, y) => x.text.localeCompare(y.text))).toEqual([
      { text: "a", label: "No" },
      { text: "e", label: "Yes" },
      { text: "f", label: "Yes" },
      { text: "g", label: "No" },
    ]);
  });

  it("shuffle the comments once and for all; the first 200 are the test set", async () => {
    const folder = await folderWith({ "ethos/binary.csv": comments(260) });
    const { train, test } = await ethos.load(folder);
    expect([train.length, test.length]).toEqual([60, 200]);
    expect(await ethos.load(folder)).toEqual({ train, test });
    expect(new Set(test.map(({ label }) => label)).size).toBe(2);
  });

  it.each([
    ["ethos/binary.csv", "comment;isHate\na;0\nb;very\n", /binary\.csv:3: .*number/],
    ["ethos/binary.csv", "comment;isHate\na;\n", /binary\.csv:2: .*number/],
    ["liar/train.jsonl", marked([["a", 2]]), /train\.jsonl:1: expected 0 or 1 as “label”, got "2"/],
    ["liar/train.jsonl", '{"label": 1, "statement": "a"}\n', /train\.jsonl:1: expected the column “text”/],
  ])("name the line of %s that is something else", async (file, content, message) => {
    const task = file.startsWith("ethos") ? ethos : liar;
    const folder = await folderWith({ "liar/test.jsonl": marked([["a", 1]]), [file]: content });
    const failure = task.load(folder);
    await expect(failure).rejects.toThrow(UsageError);
    await expect(failure).rejects.toThrow(message);
  });
});

describe("the data", () => {
  it("is looked for where it was named, and otherwise in the clone and beside it", () => {
    expect(dataFolders("/own", { PROTEGI_DATA: "/env" })).toEqual(["/own"]);
    expect(dataFolders(undefined, { PROTEGI_DATA: "/env" })).toEqual(["/env"]);
    const [own, beside] = dataFolders(undefined, {});
    expect(own).toMatch(/data$/);
    expect(beside).toMatch(/shared.data$/);
  });

  it("is taken from the first folder that has all of its files", async () => {
    const half = await folderWith({ "liar/train.jsonl": marked([["a", 1]]) });
    const whole = await folderWith({ "liar/train.jsonl": marked([["b", 1]]), "liar/test.jsonl": marked([["c", 1]]) });
    expect(folderOf(liar, [half, whole])).toBe(whole);
    expect(folderOf(liar, [half])).toBeUndefined();
  });

  it.each(Object.values(tasks))(
    "$name: when it is missing, the message says which files, where, and from whom",
    async (task) => {
      const message = await loadTask(task, ["/nowhere"]).then(
        () => "",
        (error: unknown) => (error as UsageError).message,
      );
      for (const part of [...task.files, "/nowhere", task.source, "--data", "PROTEGI_DATA"])
        expect(message).toContain(part);
    },
  );

  it("of jailbreak was never published, and the message says so, and in which form to bring one's own", () => {
    expect(jailbreak.source).toMatch(/452 examples were never published/);
    expect(jailbreak.source).toContain('{"text": "...", "label": 1}');
  });

  it("is divided into 50 rows of dev and 150 of test, each text once, none of them in train", () => {
    const row = (text: string): PaperRow => ({ text, label: "Yes" });
    const test = Array.from({ length: 400 }, (_, i) => row(`test ${i % 300}`));
    const train = [row("train a"), ...test.slice(0, 300).map(({ text }) => row(` ${text} `)), row("train b")];
    const divided = divide({ train, test });
    const judged = [...divided.dev, ...divided.test].map(({ text }) => text);
    expect([divided.dev.length, divided.test.length, new Set(judged).size]).toEqual([50, 150, 200]);
    expect(divided.train.length).toBe(102);
    expect(divided.train.filter(({ text }) => judged.includes(text.trim()))).toEqual([]);
    expect(divide({ train, test })).toEqual(divided);
  });
});

describe("the authors' counts", () => {
  const COUNTS = [
    { task: liar, train: 3681, test: 461 },
    { task: sarcasm, train: 8437, test: 2110 },
    // Of 998 comments 640 are clear.
    { task: ethos, train: 440, test: 200 },
  ];
  for (const { task, train, test } of COUNTS) {
    const folder = trueData(task);
    it.skipIf(folder === undefined)(`${task.name}: ${train} rows of train, ${test} of test`, async () => {
      const rows = await task.load(folder!);
      expect([rows.train.length, rows.test.length]).toEqual([train, test]);
    });
  }
});
