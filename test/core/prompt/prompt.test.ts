import { placeholdersIn } from "../../../src/core/prompt/template.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePrompt, partsOf, readsBack } from "../../../src/core/prompt/prompt.ts";

const MARKDOWN =
  "# Role\nYou are Yes.\n\n# Task\n\nYes\n\n## Notes\nKeep {{text}}.\n\n# Output format\nYes or No\n\n# Prediction\nText: {{ text }}\nLabel:";

describe("parsePrompt", () => {
  it("finds the section under # Task, with its lower headings, without white space around it", () => {
    const prompt = parsePrompt(MARKDOWN);
    expect(prompt.parts.map(({ name, heading }) => [name, heading])).toEqual([["task", "Task"]]);
    expect(prompt.parts[0]!.text).toBe("Yes\n\n## Notes\nKeep {{text}}.");
    expect(prompt.text).toBe(MARKDOWN);
  });

  it("takes the whole prompt when the heading is not there", () => {
    const prompt = parsePrompt("\n  Is {{text}} good?\n");
    expect(prompt.parts[0]!.heading).toBeUndefined();
    expect(prompt.parts[0]!.text).toBe("Is {{text}} good?");
    expect(prompt.withParts({ task: "Judge {{text}}." }).text).toBe("\n  Judge {{text}}.\n");
  });

  it("takes no line of a code fence for a heading", () => {
    const section =
      "Count as this does:\n\n```python\n# positive words first\nscore = 1\n```\n\nAbove zero is positive.";
    for (const fence of ["```", "~~~~"]) {
      const fenced = section.replaceAll("```", fence);
      const prompt = parsePrompt(`# Task\n${fenced}\n\n# Input\n{{text}}`);
      expect(prompt.parts[0]!.text).toBe(fenced);
      expect(prompt.withParts({ task: "Yes?" }).text).toBe("# Task\nYes?\n\n# Input\n{{text}}");
    }
    expect(parsePrompt("```\n# Task\na\n```\n# Task\nb").parts[0]!.text).toBe("b");
    // A fence that is never closed hides no heading.
    expect(parsePrompt("# Task\n```\na\n# Input\nb").parts[0]!.text).toBe("```\na");
  });

  it("fills a column whose name is no plain word", () => {
    const prompt = parsePrompt('{{text}} {{column "Wie war\'s?"}}');
    expect(prompt.placeholders).toEqual(["text", "Wie war's?"]);
    expect(prompt.render({ text: "a", "Wie war's?": "gut {{text}}" })[0]!.content).toBe("a gut {{text}}");
  });

  it("takes another heading when asked, whatever its case, to the end of the prompt", () => {
    expect(parsePrompt("# Input\n{{a}}\n# RULES ##\none\n", "rules").parts[0]!.text).toBe("one");
    expect(parsePrompt("# Task\n", "Task").parts[0]!.text).toBe("");
  });

  it("puts a section back by position: a short one rewrites no other part", () => {
    const changed = parsePrompt(MARKDOWN).withParts({ task: "No" });
    expect(changed.text).toBe(
      "# Role\nYou are Yes.\n\n# Task\n\nNo\n\n# Output format\nYes or No\n\n# Prediction\nText: {{ text }}\nLabel:",
    );
    expect(changed.id).not.toBe(parsePrompt(MARKDOWN).id);
  });

  it("reads Windows line ends as plain ones", () => {
    expect(parsePrompt(MARKDOWN.replaceAll("\n", "\r\n")).id).toBe(parsePrompt(MARKDOWN).id);
    expect(parsePrompt(MARKDOWN).withParts({ task: "a\r\nb" }).parts[0]!.text).toBe("a\nb");
  });

  it("fills placeholders by position, and never reads a value as template", () => {
    const prompt = parsePrompt('{{a}} and {{ b c }} but {"x": {{a}}} {% if %} ${a}');
    expect(prompt.placeholders).toEqual(["a", "b c"]);
    expect(prompt.render({ a: "{{ b c }} $& $1", "b c": "{{a}}" })[0]!.content).toBe(
      '{{ b c }} $& $1 and {{a}} but {"x": {{ b c }} $& $1} {% if %} ${a}',
    );
    expect(prompt.render({})[0]!.content).toBe(' and  but {"x": } {% if %} ${a}');
  });

  it("does not take JSON or empty braces for placeholders", () => {
    expect(placeholdersIn('{{"a": 1}} {{}} {{ 1a }} {{a.b}} {{a-b_c}} {{größe}}')).toEqual(["a.b", "a-b_c", "größe"]);
  });

  it("keeps everything outside the section, whatever is put in", () => {
    const line = fc.string().map((text) => text.replace(/[#\r\n]/g, " "));
    fc.assert(
      fc.property(line, line, line, line, (before, section, after, other) => {
        const prompt = parsePrompt(`# A\n${before}\n# Task\n${section}\n# B\n${after}`);
        expect(prompt.parts[0]!.text).toBe(section.trim());
        const changed = prompt.withParts({ task: other });
        expect(changed.text.startsWith(`# A\n${before}\n# Task\n`)).toBe(true);
        expect(changed.text.endsWith(`# B\n${after}`)).toBe(true);
        expect(parsePrompt(changed.text).parts[0]!.text).toBe(other.trim());
        expect(changed.withParts({ task: section }).parts[0]!.text).toBe(prompt.parts[0]!.text);
      }),
    );
  });

  it("shows every value as it is, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(parsePrompt("<{{a}}|{{b}}>").render({ a, b })[0]!.content).toBe(`<${a}|${b}>`);
      }),
    );
  });
});

describe("a chat prompt", () => {
  const CHAT = [
    { role: "system", content: "You sort tickets.\n\nBe strict." },
    { role: "user", content: "It broke." },
    { role: "assistant", content: "defect" },
    { role: "user", content: "Ticket: {{text}}" },
  ] as const;

  it("has a part for each system and user message with words, named by its role", () => {
    const prompt = parsePrompt([...CHAT, { role: "user", content: " {{text}} " }]);
    expect(prompt.parts.map(({ name, text }) => [name, text])).toEqual([
      ["system", "You sort tickets.\n\nBe strict."],
      ["user", "It broke."],
      ["user 2", "Ticket: {{text}}"],
    ]);
    expect(prompt.placeholders).toEqual(["text"]);
    expect(prompt.size).toBe("You sort tickets.\n\nBe strict.".length + "It broke.".length + "Ticket: {{text}}".length);
  });

  it("keeps locked messages, and takes the bodies of a heading where a message has it", () => {
    const locked = parsePrompt(CHAT.map((message, i) => ({ ...message, locked: i > 0 })));
    expect(locked.parts.map(({ name }) => name)).toEqual(["system"]);
    const headed = parsePrompt([{ role: "system", content: "# Role\nA\n# Task\nSort.\n" }, CHAT[3]]);
    expect(headed.parts.map(({ name, text, heading }) => [name, text, heading])).toEqual([["system", "Sort.", "Task"]]);
  });

  it("changes one part and renders every message, each with its role", () => {
    const changed = parsePrompt(CHAT).withParts({ system: "Sort tickets.", "user 2": "The ticket: {{text}}" });
    expect(changed.render({ text: "{{text}}" })).toEqual([
      { role: "system", content: "Sort tickets." },
      CHAT[1],
      CHAT[2],
      { role: "user", content: "The ticket: {{text}}" },
    ]);
    expect(changed.text).toBe(
      "[system]\nSort tickets.\n\n[user]\nIt broke.\n\n[assistant]\ndefect\n\n[user]\nThe ticket: {{text}}",
    );
    expect(readsBack(changed)).toBe(true);
    expect(readsBack(changed.withParts({ system: "# Task\nSort." }))).toBe(false);
    expect(changed.id).not.toBe(parsePrompt(CHAT).id);
    expect(changed.withParts({ system: CHAT[0].content, "user 2": CHAT[3].content }).id).toBe(parsePrompt(CHAT).id);
  });

  it("refuses one that may not change at all, and a part that it does not have", () => {
    expect(() => parsePrompt([{ role: "user", content: "{{text}}" }])).toThrow("expected a message that may change");
    expect(() => parsePrompt(CHAT).withParts({ task: "x" })).toThrow("part task: the prompt has no part of this name");
  });
});

describe("a prompt with several headings that may change", () => {
  const TEXT = "# Role\nA judge.\n# Task\nSay yes.\n## Detail\nx\n# Style\n\n# Input\n{{text}}";

  it("has a part for each, put back by position", () => {
    const prompt = parsePrompt(TEXT, ["style", "Task"]);
    expect(partsOf(prompt)).toEqual({ task: "Say yes.\n## Detail\nx", style: "" });
    const changed = prompt.withParts({ style: "Short.", task: "Say no." });
    expect(changed.text).toBe("# Role\nA judge.\n# Task\nSay no.\n# Style\nShort.\n\n# Input\n{{text}}");
    expect(readsBack(changed)).toBe(true);
    expect(changed.withParts({ task: "Say yes.\n## Detail\nx" }).text).toBe(
      TEXT.replace("# Style\n", "# Style\nShort.\n"),
    );
  });

  it("refuses a heading within another one", () => {
    expect(() => parsePrompt(TEXT, ["Task", "Detail"])).toThrow('the heading "Detail" lies within another one');
  });
});
