/** A heading that `section` names and the prompt does not have is an error: it would let more change than was meant. */
import { describe, expect, it } from "vitest";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import type { PromptSource } from "../../src/core/prompt/prompt.ts";

const SPLITS = { train: 0.5, dev: 0.2, test: 0.3, maxDev: 200, maxTest: 400, seed: 1 };
const examples = Array.from({ length: 40 }, (_, i) => ({ text: `row ${i * 7919}`, label: i % 2 === 0 ? "a" : "b" }));
const PROMPT = "# Task\na or b?\n\n# Rules\nBe brief.\n\n# Text\n{{text}}\n";

function parts(prompt: PromptSource, section?: string | readonly string[]): string[] {
  const options = { prompt, examples, label: "label" as const, ...(section !== undefined && { section }) };
  return buildTask(options, SPLITS, () => undefined).prompt.parts.map(({ text }) => text);
}

describe("section", () => {
  it.each([
    ["Taks", /section: the prompt has no heading “Taks”[^]*Headings: Task, Rules, Text\. Write section: all/],
    [["Task", "Nix"], /section: the prompt has no heading “Nix”/],
  ])("%j is refused", (section, message) => {
    expect(() => parts(PROMPT, section)).toThrow(message);
  });

  it("refuses a heading for a prompt without any, and for a chat", () => {
    expect(() => parts("a or b? {{text}}", "Task")).toThrow(/without headings, the whole prompt may change/);
    expect(() => parts([{ role: "user", content: PROMPT }], "Nix")).toThrow(/no heading “Nix”/);
  });

  it("takes headings whatever their case, all of the prompt, and the usual one where none is named", () => {
    expect(parts(PROMPT, ["task", "RULES"])).toEqual(["a or b?", "Be brief."]);
    expect(parts(PROMPT, "all")).toHaveLength(1);
    expect(parts(PROMPT)).toEqual(["a or b?"]);
    expect(parts("a or b? {{text}}")).toEqual(["a or b? {{text}}"]);
  });
});
