/** Only the files that a config names are read, and only those that a flag names are written. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { stringify } from "yaml";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { emptyFolder, type Folder, SMALL } from "../cli/helpers.ts";
import { startProvider } from "./provider.ts";

/** Every path that our own code hands to the file system, by what it asks for. */
const opened = vi.hoisted(() => ({ paths: [] as string[] }));

vi.mock("node:fs", async (original) => watched(await original<object>()));
vi.mock("node:fs/promises", async (original) => watched(await original<object>()));

function watched(module: object): object {
  const functions = Object.entries(module).map(([name, member]): [string, unknown] => {
    if (
      typeof member !== "function" ||
      !/^(readFile|open|createReadStream|createWriteStream|writeFile|appendFile|copyFile|readdir|opendir|readlink|cp|rename|rm|unlink|truncate)/.test(
        name,
      )
    )
      return [name, member];
    const call = member as (...given: unknown[]) => unknown;
    return [
      name,
      (...given: unknown[]) => {
        opened.paths.push(String(given[0] instanceof URL ? given[0].pathname : given[0]));
        return call(...given);
      },
    ];
  });
  const all = Object.fromEntries(functions);
  return { ...all, default: all };
}

afterEach(() => {
  opened.paths.length = 0;
});

/** Texts that would name a file to a program that follows them. */
const NAMING = (secret: string): string[] => [
  secret,
  `file://${secret}`,
  `@${secret}`,
  `{{include ${secret}}}`,
  `{% include '${secret}' %}`,
  `!include ${secret}`,
  `\${file:${secret}}`,
  `<!ENTITY x SYSTEM "file://${secret}">`,
  `![x](${secret})`,
  `$(cat ${secret})`,
  `../secret.txt`,
  `${secret}\u0000.csv`,
];

const MARK = "the secret that nobody named";

async function folderWith(
  config: (secret: string) => Readonly<Record<string, unknown>>,
): Promise<{ folder: Folder; inside: () => string[] }> {
  const around = await emptyFolder();
  onTestFinished(() => around[Symbol.asyncDispose]());
  const secret = join(around.path, "secret.txt");
  const texts = NAMING(secret);
  // A prompt may show tags of other tools between backticks alone.
  const inPrompt = texts.map((text) => (/^\{[{%]/.test(text) ? `\`${text}\`` : text));
  const rows = Array.from({ length: 40 }, (_, i) => ({
    text: `${texts[i % texts.length]!} ${i * 7919}`,
    label: i % 2 === 0 ? "yes" : "no",
  }));
  await around.write({
    "secret.txt": MARK,
    "secret.csv": `text,label\n${MARK},yes\n`,
    "work/prompt.md": `# Task\nYes or no?\n${inPrompt.join("\n")}\n\n# Input\n{{text}}\n`,
    "work/data.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
    "work/protegi.yaml": stringify({
      prompt: "prompt.md",
      data: "data.jsonl",
      label: "label",
      model: "sim:reviews",
      ...config(secret),
    }),
  });
  const path = join(around.path, "work");
  const folder: Folder = { ...around, path, run: (command, world) => around.run(withConfig(command), world) };
  opened.paths.length = 0;
  return {
    folder,
    inside: () =>
      [
        ...new Set(
          opened.paths
            .filter((one) => one.startsWith(around.path + sep))
            .map((one) => one.slice(around.path.length + 1).replaceAll("\\", "/")),
        ),
      ].toSorted(),
  };
}

/** The command, about the config in `work`. */
function withConfig(command: string | readonly string[]): string[] {
  const [name, ...rest] = typeof command === "string" ? command.split(" ") : command;
  return [name!, "work/protegi.yaml", ...rest];
}

describe("reading", () => {
  it("follows the paths of the config, and none that stands in a prompt, in data or in a reply", async () => {
    await using provider = await startProvider(({ optimizer }) => ({
      content: optimizer
        ? JSON.stringify({ items: ["Yes or no? {{include ../secret.txt}} @secret.txt"] })
        : '{"answer": "file://../secret.txt"}',
    }));
    const { folder, inside } = await folderWith(() => ({
      model: { model: "openai-compatible:any", baseURL: provider.baseURL },
    }));
    for (const command of [["check"], ["step", ...SMALL], ["optimize", ...SMALL, "--set", "splits.maxTest=10"]]) {
      opened.paths.length = 0;
      const { code, stdout, stderr } = await folder.run(command);
      // A run whose answers cannot be read stops with 1.
      expect(command[0] === "optimize" ? [0, 1] : [0], stderr).toContain(code);
      expect(stdout + stderr).not.toContain(MARK);
      expect(inside().filter((path) => !path.startsWith("work/.protegi/"))).toEqual([
        "work/data.jsonl",
        "work/prompt.md",
        "work/protegi.yaml",
      ]);
    }
    expect(provider.asked.length).toBeGreaterThan(20);
    expect(provider.asked.filter(({ content }) => content.includes(MARK))).toEqual([]);
    expect(readFileSync(join(folder.path, ".protegi", "protegi.db"), "latin1")).not.toContain(MARK);
  });

  it.each(["section", "label", "model", "optimizer", "metric", "task"])(
    "follows no path that stands in %s",
    async (option) => {
      for (const text of NAMING("../secret.txt")) {
        const { folder, inside } = await folderWith(() => ({ [option]: text }));
        const { stdout, stderr } = await folder.run("check");
        expect(stdout + stderr).not.toContain(MARK);
        expect(
          inside().filter((path) => !["work/data.jsonl", "work/prompt.md", "work/protegi.yaml"].includes(path)),
        ).toEqual([]);
      }
    },
  );

  it("takes a prompt that is text for text", async () => {
    for (const prompt of ["{{text}} ../secret.txt", "../secret.txt\n{{text}}", "{{text}}.md"]) {
      const { folder, inside } = await folderWith(() => ({ prompt }));
      const { code, stderr } = await folder.run("check");
      expect(code, stderr).toBe(0);
      expect(inside()).toEqual(["work/data.jsonl", "work/protegi.yaml"]);
    }
  });

  it("follows what the config names, out of its folder too and through links, as its user asked", async () => {
    const { folder, inside } = await folderWith(() => ({
      prompt: "../elsewhere/p.md",
      data: "../elsewhere/link.jsonl",
    }));
    const elsewhere = join(dirname(folder.path), "elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "p.md"), "Yes or no? {{text}}");
    symlinkSync(join(folder.path, "data.jsonl"), join(elsewhere, "link.jsonl"));
    opened.paths.length = 0;
    const { code, stderr } = await folder.run("check");
    expect(code, stderr).toBe(0);
    expect(inside()).toEqual(["elsewhere/link.jsonl", "elsewhere/p.md", "work/protegi.yaml"]);
  });

  it("out of a promptfoo config follows its prompt, its tests and variables that are a path in its folder, and nothing else", async () => {
    const folder = await emptyFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const vars = NAMING("secret.txt").map((text, i) => ({
      vars: { text: `${text} ${i}` },
      assert: [{ type: "equals", value: i % 2 === 0 ? "yes" : "no" }],
    }));
    const tests = [0, 1, 2, 3].flatMap((round) =>
      vars.map(({ vars: { text }, assert }) => ({ vars: { text: `${text} ${round * 7919}` }, assert })),
    );
    const assert = [{ type: "equals", value: "yes" }];
    const outside = await emptyFolder();
    onTestFinished(() => outside[Symbol.asyncDispose]());
    await outside.write({ "secret.txt": MARK });
    const named = ["file://in.txt", `file://${join(outside.path, "secret.txt")}`];
    await folder.write({
      "secret.txt": MARK,
      "in.txt": "a text that was named",
      "p.txt": "Yes or no? {{text}}",
      "foo.yaml": stringify({
        prompts: ["file://p.txt"],
        tests: [...tests, ...named.map((text) => ({ vars: { text }, assert }))],
        env: "file://secret.txt",
      }),
    });
    opened.paths.length = 0;
    const { code, stderr } = await folder.run("init --from foo.yaml");
    expect(code, stderr).toBe(0);
    const read = new Set(
      opened.paths.filter((path) => path.startsWith(folder.path)).map((path) => path.slice(folder.path.length + 1)),
    );
    expect([...read].toSorted()).toEqual(["data.jsonl", "foo.yaml", "in.txt", "p.txt", "prompt.md", "protegi.yaml"]);
    const written = readFileSync(join(folder.path, "data.jsonl"), "utf8");
    expect(written).toContain("a text that was named");
    expect(written).not.toContain(MARK);
  });
});
