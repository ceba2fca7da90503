/** `protegi init` as a person meets it: in a real pseudo-terminal, with keys, over real files of several formats. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { emptyFolder, type Folder } from "./helpers.ts";
import { CTRL_C, CTRL_U, DOWN, ENTER, HAS_TERMINAL, inTerminal, SPACE, type Step } from "./pseudo-terminal.ts";

/** Milliseconds of a session on a busy machine. */
const PATIENCE = 120_000;

const subjects = ["printer", "invoice", "password", "delivery", "refund", "login", "screen", "battery"];
const text = (i: number): string => `the ${subjects[i % 8]} of customer ${i * 7919} ${i % 2 ? "burns" : "is slow"}`;
const queue = (i: number): string =>
  i === 7 ? "Legal" : i % 9 === 0 ? "billing" : ["Billing", "Support", "Other"][i % 3]!;
const rows = Array.from({ length: 90 }, (_, i) => i);

const CSV = `ticket_id,created_at,text,channel,queue\n${rows
  .map((i) => `T-${i},2026-01-${(i % 28) + 1},${text(i)},${i % 2 ? "web" : "mail"},${queue(i)}\n`)
  .join("")}`;
const JSONL = rows.map((i) => `${JSON.stringify({ id: i, text: text(i), amount: i * 1.25 })}\n`).join("");
const JSON_FILE = JSON.stringify(
  rows.map((i) => ({ text: text(i), ideal: { who: subjects[i % 8], burns: i % 2 > 0 } })),
);

const FILE = "Which file has your labelled rows?";
const LABEL = "Which column has the right answer?";
const COLUMNS = "Which columns does the prompt show?";
const KIND = "What kind of task is it?";
const LINE = "What does the prompt ask, in a line?";
const WHERE = "Where does the model run?";
const NAME = "Which model answers there, by its name?";
const URL = "What is the base URL of the model's server?";

/** The steps on the way to the model's name, at openai-compatible. */
const SERVER: readonly Step[] = [
  [WHERE, `${DOWN}${DOWN}${DOWN}${ENTER}`],
  [NAME, `qwen3${ENTER}`],
  [URL, ENTER],
];

async function config(folder: Folder): Promise<unknown> {
  const checked = await folder.run("check --json");
  expect(checked.stderr).toBe("");
  expect(checked.code).toBe(0);
  return parse(readFileSync(join(folder.path, "protegi.yaml"), "utf8"));
}

describe.skipIf(!HAS_TERMINAL)("init in a pseudo-terminal (needs script of util-linux)", () => {
  it(
    "asks about a CSV file, with its guesses chosen, and takes what the keys say",
    async () => {
      await using folder = await emptyFolder();
      await folder.write({ "package.json": "{}", "amounts.jsonl": JSONL, "tickets.csv": CSV });
      const { code, screen, left } = await inTerminal(["init"], folder.path, [
        [FILE, `${DOWN}${ENTER}`],
        [LABEL, ENTER],
        [COLUMNS, `${DOWN}${DOWN}${DOWN}${SPACE}${ENTER}`],
        [KIND, ENTER],
        ["Read spellings of one label as one label? “billing” (10) as “Billing” (20)", ENTER],
        ["Leave out labels with fewer than 3 rows? “Legal” (1)", ENTER],
        [LINE, `${CTRL_U}Which queue is it for?${ENTER}`],
        ...SERVER,
      ]);
      expect(left, screen).toEqual([]);
      expect(code, screen).toBe(0);
      expect(screen).not.toContain("package.json");
      expect(screen).toContain("queue (its name is usual for labels, and it has 5 different values in 90 rows)");
      expect(screen).toContain("It runs on this machine, so calls cost no money.");
      expect(await config(folder)).toMatchObject({
        data: "tickets.csv",
        label: "queue",
        task: { kind: "classification", aliases: { Billing: ["billing"] }, omit: ["Legal"] },
        model: { model: "openai-compatible:qwen3", baseURL: "http://localhost:8000/v1" },
      });
      expect(readFileSync(join(folder.path, "prompt.md"), "utf8")).toBe(
        "# Task\nWhich queue is it for?\n\n# Output format\nAnswer with one of: Billing, Other, Support.\n\n# Input\ntext: {{text}}\nLabel:\n",
      );
    },
    PATIENCE,
  );

  it(
    "finds numbers in a JSONL file, and writes next to a file that is to stay",
    async () => {
      await using folder = await emptyFolder();
      await folder.write({ "amounts.jsonl": JSONL, "prompt.md": "mine\n" });
      const { code, screen, left } = await inTerminal(["init"], folder.path, [
        [FILE, ENTER],
        [LABEL, `${DOWN}${DOWN}${ENTER}`],
        [COLUMNS, ENTER],
        [KIND, ENTER],
        [LINE, ENTER],
        ...SERVER,
        ["prompt.md exists already. Overwrite it?", ENTER],
      ]);
      expect(left, screen).toEqual([]);
      expect(code, screen).toBe(0);
      expect(screen).toContain("numeric (all right answers are numbers)");
      expect(readFileSync(join(folder.path, "prompt.md"), "utf8")).toBe("mine\n");
      expect(await config(folder)).toMatchObject({ prompt: "prompt-2.md", label: "amount", task: "numeric" });
    },
    PATIENCE,
  );

  it(
    "finds objects in a JSON file",
    async () => {
      await using folder = await emptyFolder();
      await folder.write({ "records.json": JSON_FILE });
      const { code, screen, left } = await inTerminal(["init"], folder.path, [
        [FILE, ENTER],
        [LABEL, ENTER],
        [KIND, ENTER],
        [LINE, ENTER],
        ...SERVER,
      ]);
      expect(left, screen).toEqual([]);
      expect(code, screen).toBe(0);
      expect(await config(folder)).toMatchObject({ label: "ideal", task: "extraction", metric: "json-fields" });
      expect(readFileSync(join(folder.path, "prompt.md"), "utf8")).toContain("with these fields: who, burns.");
    },
    PATIENCE,
  );

  it(
    "stops at Ctrl-C, and has written nothing then",
    async () => {
      await using folder = await emptyFolder();
      await folder.write({ "records.json": JSON_FILE });
      const { code, screen } = await inTerminal(["init"], folder.path, [
        [FILE, ENTER],
        [LABEL, CTRL_C],
      ]);
      expect(screen).toContain("Stopped; nothing was changed.");
      expect(code).toBe(130);
      expect(existsSync(join(folder.path, "protegi.yaml"))).toBe(false);
    },
    PATIENCE,
  );
});
