/** A part of examples in the config: what the terminal says of it, what the winner has, and what `show` says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exampleFolder, SMALL, type Folder } from "./helpers.ts";

const PROMPT = "# Task\nIs this review positive or negative?\n\n# Examples\n\n# Prediction\nText: {{ text }}\nLabel:\n";

async function withExamples(option: string): Promise<Folder> {
  const folder = await exampleFolder();
  const config = readFileSync(join(folder.path, "protegi.yaml"), "utf8");
  const rows = readFileSync(join(folder.path, "reviews.csv"), "utf8").split("\n").slice(0, 301).join("\n");
  await folder.write({
    "protegi.yaml": `${config}examples: ${option}\n`,
    "prompt.md": PROMPT,
    "reviews.csv": `${rows}\n`,
  });
  return folder;
}

it("fills the part from rows that it sets aside, and shows it by its name", async () => {
  await using folder = await withExamples('{ section: Examples, max: 3, format: "{{text}} => {{answer}}" }');
  const checked = await folder.run("check");
  expect(checked.stdout).toMatch(
    /\d+ rows of train are set aside for the part "examples", which may show them; they score\s+no prompt/,
  );
  expect(checked.stdout).toContain('The text under the heading "Examples" is filled with at most 3 rows of train');
  const run = await folder.run(["optimize", "--out", "better.md", "--take", "best", "--json", ...SMALL]);
  expect(run.code).toBe(0);
  const result = run.json() as { candidates: { parts: Record<string, string>; origin: { kind: string } }[] };
  const shown = result.candidates.filter(({ origin }) => origin.kind === "demonstrations");
  for (const { parts } of shown)
    expect(parts["examples"]).toMatch(/^.+ => (positive|negative)(\n\n.+ => (positive|negative)){0,2}$/);
  const facts = (await folder.run("show --json")).json() as {
    names: { prompts: Record<string, string> };
    summary: { prompts: Record<string, { origin: { kind: string } }> };
  };
  const [name] = Object.entries(facts.names.prompts).find(
    ([, id]) => facts.summary.prompts[id]?.origin.kind === "demonstrations",
  )!;
  const one = await folder.run(`show --prompt ${name}`);
  expect(one.stdout).toMatch(/with other rows\s+shown/);
  expect(one.stdout).toMatch(/=> (positive|negative)/);
  // The run resumes from its record, and pays nothing again.
  expect((await folder.run(["optimize", "--json", ...SMALL])).json()["cost"]).toMatchObject({ inputTokens: 0 });
});

it.each([
  ["Shots", 'examples: the prompt has no heading "Shots" in a message that may change\n  Add a line such as # Shots'],
  ["{ section: Examples, max: 0 }", "protegi.yaml:10: examples.max: expected at least 1, got 0"],
  ['{ section: Examples, format: "{{text}}" }', "examples.format: expected {{answer}} for the right answer, got none"],
])("refuses examples: %s", async (option, message) => {
  await using folder = await withExamples(option);
  const { code, stderr } = await folder.run("check");
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});

it("refuses a method that does not fill the part", async () => {
  await using folder = await withExamples("Examples");
  const { code, stderr } = await folder.run("check --set search.method=opro");
  expect(stderr).toContain(
    "examples: the method opro does not read it, so it would have no effect\n  Leave it out, or set search.method to one that fills the part: protegi,",
  );
  expect(code).toBe(2);
});
