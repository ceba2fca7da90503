/** `--answer` in the terminal: what the commands say of how answers are held, and their documents. */
import { describe, expect, it } from "vitest";
import { emptyFolder, exampleFolder, SMALL } from "./helpers.ts";
import { setup, WIRES } from "../models/setup.ts";
import { KEY } from "../models/wires/wire.ts";

const OBJECT = 'by a JSON schema with the one field "answer" (answer: json)';

describe("the answers of the example", () => {
  it("are held as the flag says, in check and evaluate", async () => {
    await using folder = await exampleFolder();
    const checked = await folder.run("check --answer json");
    expect(checked.stdout).toContain(`How answers are held\n  Answers are held to the labels, ${OBJECT}.\n`);
    expect(checked.stdout).toContain("  In production, send the same response format, or set answer: text.\n");
    expect((await folder.run("check --answer text --json")).json()["answer"]).toEqual({ form: "text", by: "nothing" });
    const evaluated = await folder.run("evaluate --answer json --set splits.maxDev=20");
    expect(evaluated.stdout).toContain(OBJECT);
    expect((await folder.run("check --json")).json()["answer"]).toMatchObject({ form: "label", by: "words" });
  });

  it("are in the result of a run, and one in another form is another run", async () => {
    await using folder = await exampleFolder();
    const [label, text] = [
      await folder.run(["optimize", "--json", ...SMALL]),
      await folder.run(["optimize", "--json", "--answer", "text", ...SMALL]),
    ];
    expect(label.json()["answer"]).toMatchObject({ form: "label" });
    expect(text.json()["answer"]).toEqual({ form: "text", by: "nothing" });
    expect(label.json()["runId"]).not.toBe(text.json()["runId"]);
  });

  it("refuse a form that is none, by the name of the flag", async () => {
    await using folder = await exampleFolder();
    const { code, stderr } = await folder.run("check --answer enum");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^--answer: expected .*label.*json.*text.*enum/);
  });
});

it("optimize with a better prompt says what production has to send", async () => {
  await using made = await setup(WIRES[0]!);
  const wire = WIRES[0]!;
  // As a task model it answers right where the prompt speaks of money; as optimizer model it writes such a prompt.
  made.does((asked) => {
    const { messages } = JSON.parse(asked) as { messages: { content: string }[] };
    const content = messages.at(-1)!.content;
    if (!content.startsWith("# Task\nSay yes"))
      return wire.answer(JSON.stringify({ items: ["Say yes to money, else no."] }));
    return wire.answer(
      JSON.stringify({ answer: content.includes("to money") && content.includes("win") ? "yes" : "no" }),
    );
  });
  await using folder = await emptyFolder();
  const rows = Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? `win ${i},yes` : `see you ${i},no`));
  await folder.write({
    "data.csv": ["text,label", ...rows].join("\n"),
    "prompt.md": "# Task\nSay yes to spam, else no.\n\n# Text\n{{text}}\n",
    "protegi.yaml": [
      "prompt: prompt.md",
      "data: data.csv",
      "label: label",
      `model: { model: "${wire.model}", baseURL: "http://${made.host}${wire.base}" }`,
      "search: { rounds: 1, minibatchSize: 16, headroom: false }",
    ].join("\n"),
  });
  const { stdout, stderr, code } = await folder.run("optimize --yes", { env: { [wire.keyName!]: KEY } });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("Verdict: BETTER");
  expect(stdout).toContain("In production, send the same response format, or set answer: text.\n");
});
