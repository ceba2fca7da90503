/** Braces in prompts of the real kind: JSON stays as it is; what LangChain, Jinja and Handlebars would fill or run is refused, with the fix. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleFolder, type Folder } from "./helpers.ts";

let folder: Folder;
beforeAll(async () => {
  folder = await exampleFolder();
  const rows = readFileSync(join(folder.path, "reviews.csv"), "utf8").split("\n").slice(0, 161).join("\n");
  await folder.write({ "reviews.csv": `${rows}\n` });
});
afterAll(() => folder[Symbol.asyncDispose]());

const JSON_EXAMPLE = `# Task
Is the review positive or negative? Answer as JSON, such as:

{"label": "positive", "reasons": [{"quote": "works well"}], "meta": {}}

# Input
{"review": "{{text}}"}
`;

describe("check", () => {
  it.each<[string, string, string]>([
    ["an example in JSON", JSON_EXAMPLE, '{"label": "positive", "reasons": [{"quote": "works well"}], "meta": {}}'],
    ["a schema in a fence", `\`\`\`json\n{\n  "a": {"b": {"c": 1}}\n}\n\`\`\`\n{{text}}`, '"a": {"b": {"c": 1}}'],
    ["names in braces that are no columns", "Use {label_name} and {} here: {{text}}", "Use {label_name} and {} here"],
    ["LaTeX", "Compute $\\frac{a}{b}$ of {{text}}", "$\\frac{a}{b}$"],
  ])("sends %s as it is, without a word", async (_, prompt, sent) => {
    await folder.write({ "prompt.md": prompt });
    const { code, stdout, stderr } = await folder.run("check");
    expect(stderr).toBe("");
    expect(stdout).toContain(sent);
    expect(code).toBe(0);
  });

  it.each<[string, string, string, string]>([
    [
      "LangChain",
      'Classify the review.\n\nReview: {text}\nReturn {{"label": "positive or negative"}}',
      "“{text}” has single braces, which are sent as they are, so every row would ask the same",
      "Write {{text}}.",
    ],
    [
      "Jinja",
      "{% if text %}Review: {{ text }}{% else %}Nothing.{% endif %}",
      "“{% if text %}” is a template tag of Jinja, which is not run",
      "Write the prompt without it; each row fills {{column}} only.",
    ],
    [
      "a loop of Jinja",
      "{{text}}\n{% for shot in shots %}- {{ shot }}\n{% endfor %}",
      "“{% for shot in shots %}” is a template tag of Jinja, which is not run",
      "Write the prompt without it",
    ],
    [
      "a filter of Jinja",
      "Review: {{ text | truncate(200) }}\nAgain: {{text}}",
      "“{{ text | truncate(200) }}” is not filled: only the name of a column is, without filters, calls and conditions",
      "Write {{text}}, and put what the filter does into the data.",
    ],
    [
      "Handlebars",
      "{{#if text}}Review: {{text}}{{else}}Nothing.{{/if}}",
      "“{{#if text}}” is a template tag of Handlebars, which is not run",
      "Write the prompt without it",
    ],
    [
      "Python",
      "Review: %(text)s",
      "“%(text)s” is no placeholder, and is sent as it is, so every row would ask the same",
      "Write {{text}}.",
    ],
  ])("refuses a prompt of %s, by name and with the fix", async (_, prompt, problem, remedy) => {
    await folder.write({ "prompt.md": prompt });
    const { code, stderr } = await folder.run("check");
    expect(stderr).toContain(`prompt: ${problem}\n  ${remedy}`);
    expect(code).toBe(2);
  });

  it("shows tags between backticks to the model, and says that they are not run", async () => {
    await folder.write({ "prompt.md": "Does the review speak of `{% if %}`?\n{{text}}" });
    const { code, stdout } = await folder.run("check");
    expect(stdout).toContain("Does the review speak of `{% if %}`?");
    expect(code).toBe(0);
  });
});
