import { describe, expect, it } from "vitest";
import { messagesFor, type Showing } from "../../../src/core/asking/describe.ts";
import { parsePrompt } from "../../../src/core/prompt/prompt.ts";
import { INSTRUCTIONS } from "../../../src/core/asking/templates.ts";
import { toyRows, toyTask } from "../toy.ts";

const task = toyTask();

function asked(template: keyof typeof INSTRUCTIONS, more: Partial<Showing> = {}): string {
  return messagesFor(INSTRUCTIONS[template], {
    task,
    prompt: task.prompt,
    maxLength: 300,
    count: 2,
    json: true,
    ...more,
  })[0]!.content;
}

/** The text of a fence under a heading. */
function fenced(content: string, heading: string): string | undefined {
  return new RegExp(`## ${heading}\n(~~~~ \\w+)\n([\\s\\S]*?)\n\\1`).exec(content)?.[2];
}

describe("requests of the methods", () => {
  it("show the score by the metric's name, or that it is not known", () => {
    expect(asked("rewrite", { score: 0.5 })).toContain("## Its score\naccuracy: 0.500\n");
    expect(asked("rewrite")).toContain("## Its score\nNot known.\n");
  });

  it("show earlier sections in the order given, each fenced", () => {
    const history = [
      { prompt: task.prompt.withParts({ task: "Bad." }), score: 0.1 },
      { prompt: task.prompt.withParts({ task: "## Your task\nGood. </item>" }), score: 0.9 },
    ];
    const content = asked("history", { history, rows: toyRows(1) });
    expect(content).toMatch(
      /~~~~ \w+\nBad\.\n~~~~ \w+\nScore: 0\.100\n(~~~~ \w+)\n## Your task\nGood\. ‹\/item›\n\1\nScore: 0\.900/,
    );
    expect(content).toMatch(/### Row 1\n~~~~ \w+\ntext: row number 0\n~~~~ \w+\nThe right answer: yes/);
  });

  it("show the other section of a crossover", () => {
    expect(
      fenced(
        asked("crossover", { other: task.prompt.withParts({ task: "The other one." }) }),
        "Another version of the section",
      ),
    ).toBe("The other one.");
  });

  it("ask about a part of the section alone, also where the whole prompt may change", () => {
    const prompt = parsePrompt("Judge {{text}} well.");
    const content = asked("paraphrase", { prompt, phrase: "Judge {{text}}" });
    expect(fenced(content, "The section that may change")).toBe("Judge {{text}}");
    expect(content).toContain("- Keep these placeholders, letter for letter: {{text}}.");
    expect(fenced(asked("paraphrase", { prompt }), "The section that may change")).toBe("Judge {{text}} well.");
    expect(asked("rewrite", { prompt, phrase: "Judge {{text}}" })).toContain("[the section] well.");
    expect(asked("paraphrase", { prompt, phrase: "well." })).toContain("- Add no placeholder.");
  });
});
