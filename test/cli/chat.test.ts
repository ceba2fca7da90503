/** Prompts that are chats, as users of the terminal write them: in the config, in files of YAML and JSON, with files for messages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exampleFolder, SMALL, type Folder } from "./helpers.ts";

const TASK = "# Task\nIs this review positive or negative?";
const SHOT = [
  { role: "user", content: "Broken.", locked: true },
  { role: "assistant", content: "negative" },
];
const CHAT = [{ role: "system", content: TASK }, ...SHOT, { role: "user", content: "{{text}}" }];

/** The example with this prompt, on some of its rows. */
async function withPrompt(prompt: string, files: Readonly<Record<string, string>> = {}): Promise<Folder> {
  const folder = await exampleFolder();
  const config = readFileSync(join(folder.path, "protegi.yaml"), "utf8");
  const rows = readFileSync(join(folder.path, "reviews.csv"), "utf8").split("\n").slice(0, 241).join("\n");
  await folder.write({
    "protegi.yaml": config.replace("prompt: prompt.md", prompt),
    "reviews.csv": `${rows}\n`,
    ...files,
  });
  return folder;
}

const FILLED =
  /\[system\]\n {2}# Task\n {2}Is this review positive or negative\?\n\n {2}\[user\]\n {2}Broken\.\n\n {2}\[assistant\]\n {2}negative\n\n {2}\[user\]\n {2}\S/;

describe("check", () => {
  it.each<[string, string, Record<string, string>]>([
    ["in the config", `prompt: ${JSON.stringify(CHAT)}`, {}],
    ["under messages in the config", `prompt: ${JSON.stringify({ messages: CHAT })}`, {}],
    ["in YAML", "prompt: p.yaml", { "p.yaml": JSON.stringify(CHAT) }],
    ["in JSON, under messages", "prompt: p.json", { "p.json": JSON.stringify({ messages: CHAT }) }],
    [
      "with a file for a message",
      "prompt: chat/p.yml",
      {
        "chat/p.yml": JSON.stringify([{ role: "system", file: "texts/system.md" }, ...CHAT.slice(1)]),
        "chat/texts/system.md": `${TASK}\n`,
      },
    ],
    [
      "with a file as the content of a message in the config",
      `prompt: ${JSON.stringify([{ role: "system", content: { file: "system.md" } }, ...CHAT.slice(1)])}`,
      { "system.md": TASK },
    ],
  ])("reads a chat %s", async (_, prompt, files) => {
    await using folder = await withPrompt(prompt, files);
    const { code, stdout, stderr } = await folder.run("check");
    expect(stderr).toBe("");
    expect(stdout).toMatch(FILLED);
    expect(stdout).toContain('The text under the heading "Task" may change, to the end of the prompt');
    expect(code).toBe(0);
  });

  it.each<[string, string, RegExp]>([
    [
      "a wrong role",
      "- role: system\n  content: Be {{text}}\n- role: robot\n  content: x\n",
      /p\.yaml:3: messages\.1\.role: expected one of system, user, assistant, got "robot"\n$/,
    ],
    [
      "an empty message",
      "messages:\n- role: system\n  content: Be {{text}}\n- role: user\n  content: ' '\n",
      /p\.yaml:5: messages\.1\.content: expected text, not nothing, got " "\n$/,
    ],
    [
      "a message without a text",
      "- role: system\n",
      /p\.yaml:1: messages\.0: expected content or file, one of the two, got \{"role":"system"\}\n$/,
    ],
    [
      "a file that is not there",
      "- role: system\n  content: Be {{text}}\n- role: user\n  file: gone.md\n",
      /p\.yaml:3: messages\.1: there is no file \S+gone\.md\n {2}Write it, or name another/,
    ],
    ["an empty file of a message", "- role: system\n  file: empty.md\n", /messages\.0: empty\.md is empty\n/],
    ["no message", "[]\n", /p\.yaml(:1)?: expected a message or more, got \[\]\n$/],
    ["an empty file", "", /prompt: expected a chat in \S+p\.yaml, got an empty file\n {2}Write a list of messages/],
    ["no chat", "Just text\n", /prompt: expected a chat in \S+p\.yaml, got no list of messages\n/],
    ["another object", "a: 1\n", /p\.yaml:1: a: there is no such option\n {2}Known here: messages\.\n$/],
    [
      "only few-shot turns",
      "- role: user\n  content: '{{text}}'\n- role: assistant\n  content: negative\n",
      /prompt: expected a message that may change, got only locked ones, assistant turns and placeholders\n/,
    ],
  ])("refuses %s", async (_, text, message) => {
    await using folder = await withPrompt("prompt: p.yaml", { "p.yaml": text, "empty.md": "\n" });
    const { code, stderr } = await folder.run("check");
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it.each<[string, string, RegExp]>([
    [
      "a list that is not closed",
      '[{ "role": "user", "content": "{{text}}" }',
      /p\.json:1:1: .* JSON: a list that is /,
    ],
    ["a quote left out", '[\n  { "role: "user" }\n]', /p\.json:2:13: this is not valid JSON: /],
    [
      "a name given twice",
      '[{ "role": "user",\n"role": "user" }]',
      /p\.json:2:1: this cannot be read: a name that is /,
    ],
  ])("refuses JSON with %s, and speaks of JSON", async (_, text, message) => {
    await using folder = await withPrompt("prompt: p.json", { "p.json": text });
    const { code, stderr } = await folder.run("check");
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("YAML");
    expect(code).toBe(2);
  });

  it("names the line and the index of a wrong message in the config", async () => {
    await using folder = await withPrompt(
      "prompt:\n  - role: user\n    content: 'A {{text}}'\n  - role: sytem\n    content: x",
    );
    const { code, stderr } = await folder.run("check");
    expect(stderr).toMatch(
      /protegi\.yaml:6: prompt\.1\.role: expected one of .*, got "sytem"\n {2}Did you mean system\?\n$/,
    );
    expect(code).toBe(2);
  });

  it("names several parts that may change, and leaves locked messages out", async () => {
    const chat = [
      { role: "system", content: "# Task\nJudge.\n\n# Rules\nBe fair.\n\n# Format\nOne word: positive or negative." },
      { role: "user", content: "# Rules\nLocked ones.", locked: true },
      { role: "user", content: "{{text}}" },
    ];
    await using folder = await withPrompt(`prompt: ${JSON.stringify(chat)}\nsection: [Task, Rules]`);
    const { stdout } = await folder.run("check");
    expect(stdout).toContain('The text under the heading "Task" may change, up to the heading "Rules"');
    expect(stdout).toContain('The text under the heading "Rules" may change, up to the heading "Format"');
  });
});

describe("a run with a chat", () => {
  it("writes the winner as it was given, which reads back as the same prompt", async () => {
    const files = {
      "p.yaml": JSON.stringify([{ role: "system", file: "system.md" }, ...CHAT.slice(1)]),
      "system.md": `${TASK}\n`,
    };
    await using folder = await withPrompt("prompt: p.yaml", files);
    const run = ["optimize", "--out", "better.yaml", "--take", "best", ...SMALL];
    const { code, stderr } = await folder.run(run);
    expect(stderr).toContain("Wrote the best prompt found to better.yaml, better.system.md.");
    expect(code).toBe(0);
    const written = parse(readFileSync(join(folder.path, "better.yaml"), "utf8")) as unknown;
    expect(written).toEqual([{ role: "system", file: "better.system.md" }, ...CHAT.slice(1)]);

    const again = await folder.run(["optimize", "--json", ...SMALL]);
    const result = again.json();
    const [best] = result["candidates"] as readonly { id: string; messages: readonly { content: string }[] }[];
    expect(best!.messages[0]!.content).not.toBe(TASK);
    expect(best!.messages.slice(1).map(({ content }) => content)).toEqual(["Broken.", "negative", "{{text}}"]);
    // The answers are in the store, so nothing was paid again: the run is the same one.
    expect(result["cost"]).toMatchObject({ inputTokens: 0 });

    const evaluated = await folder.run("evaluate --prompt better.yaml --json");
    expect(evaluated.json()["prompt"]).toMatchObject({ id: best!.id });
    const compared = await folder.run("compare p.yaml better.yaml --json");
    expect(compared.code).toBe(0);
  });

  it("writes JSON with the list under messages", async () => {
    await using folder = await withPrompt("prompt: p.json", { "p.json": JSON.stringify({ messages: CHAT }) });
    await folder.run(["optimize", "--out", "better.json", "--take", "best", ...SMALL]);
    const written = JSON.parse(readFileSync(join(folder.path, "better.json"), "utf8")) as typeof CHAT;
    expect(written).toMatchObject({ messages: [{ role: "system" }, ...CHAT.slice(1)] });
    const { code, stderr } = await folder.run("optimize --out better.md");
    expect(stderr).toContain(
      "--out: the prompt is a chat, so expected a file ending in .yaml, .yml, .json, got better.md\n  Such as --out better.yaml.",
    );
    expect(code).toBe(2);
  });

  it("shows each part by its name", async () => {
    const parts = "# Task\nIs this review positive or negative?\n\n# Rules\nBe fair.";
    await using folder = await withPrompt(
      `prompt: ${JSON.stringify([
        { role: "system", content: parts },
        { role: "user", content: "{{text}}" },
      ])}\nsection: [Task, Rules]`,
    );
    await folder.run(["optimize", ...SMALL]);
    const { stdout } = await folder.run("show --prompt P1 --json");
    expect(Object.keys((JSON.parse(stdout) as { parts: object }).parts)).toEqual(["task", "rules"]);
    expect((await folder.run("show")).stdout).toContain("[task]");
    const step = await folder.run(["step", ...SMALL]);
    expect(step.code).toBe(0);
  });
});

it("takes a chat from a promptfoo config, as prompt.yaml", async () => {
  await using folder = await exampleFolder();
  const labels = ["positive", "negative"];
  const tests = Array.from({ length: 40 }, (_, i) => ({
    vars: { text: `review number ${i * 7919}` },
    assert: [{ type: "equals", value: labels[i % 2] }],
  }));
  await folder.write({
    "protegi.yaml": undefined,
    "prompt.md": undefined,
    "foo.yaml": JSON.stringify({ prompts: ["file://chat.json"], providers: ["openai:gpt-5-mini"], tests }),
    "chat.json": JSON.stringify(CHAT.map(({ role, content }) => ({ role, content }))),
  });
  const { code, stdout } = await folder.run("init --from foo.yaml");
  expect(stdout).toContain("Wrote data.jsonl and prompt.yaml and protegi.yaml.");
  expect(code).toBe(0);
  expect((await folder.run("check", { env: { OPENAI_API_KEY: "sk-none" } })).stdout).toContain(
    "[assistant]\n  negative",
  );
});
