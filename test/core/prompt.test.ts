import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePrompt, placeholdersIn } from "../../src/core/prompt.ts";

const MARKDOWN =
  "# Role\nYou are Yes.\n\n# Task\n\nYes\n\n## Notes\nKeep {{text}}.\n\n# Output format\nYes or No\n\n# Prediction\nText: {{ text }}\nLabel:";

describe("parsePrompt", () => {
  it("finds the section under # Task, with its lower headings, without white space around it", () => {
    const prompt = parsePrompt(MARKDOWN);
    expect(prompt.heading).toBe("Task");
    expect(prompt.section).toBe("Yes\n\n## Notes\nKeep {{text}}.");
    expect(prompt.text).toBe(MARKDOWN);
  });

  it("takes the whole prompt when the heading is not there", () => {
    const prompt = parsePrompt("\n  Is {{text}} good?\n");
    expect(prompt.heading).toBeUndefined();
    expect(prompt.section).toBe("Is {{text}} good?");
    expect(prompt.withSection("Judge {{text}}.").text).toBe("\n  Judge {{text}}.\n");
  });

  it("takes another heading when asked, whatever its case, to the end of the prompt", () => {
    expect(parsePrompt("# Input\n{{a}}\n# RULES ##\none\n", "rules").section).toBe("one");
    expect(parsePrompt("# Task\n", "Task").section).toBe("");
  });

  it("puts a section back by position: a short one rewrites no other part", () => {
    const changed = parsePrompt(MARKDOWN).withSection("No");
    expect(changed.text).toBe(
      "# Role\nYou are Yes.\n\n# Task\n\nNo\n\n# Output format\nYes or No\n\n# Prediction\nText: {{ text }}\nLabel:",
    );
    expect(changed.id).not.toBe(parsePrompt(MARKDOWN).id);
  });

  it("reads Windows line ends as plain ones", () => {
    expect(parsePrompt(MARKDOWN.replaceAll("\n", "\r\n")).id).toBe(parsePrompt(MARKDOWN).id);
    expect(parsePrompt(MARKDOWN).withSection("a\r\nb").section).toBe("a\nb");
  });

  it("fills placeholders by position, and never reads a value as template", () => {
    const prompt = parsePrompt('{{a}} and {{ b c }} but {"x": {{a}}} {% if %} ${a}');
    expect(prompt.placeholders).toEqual(["a", "b c"]);
    expect(prompt.fill({ a: "{{ b c }} $& $1", "b c": "{{a}}" })).toBe(
      '{{ b c }} $& $1 and {{a}} but {"x": {{ b c }} $& $1} {% if %} ${a}',
    );
    expect(prompt.fill({})).toBe(' and  but {"x": } {% if %} ${a}');
  });

  it("does not take JSON or empty braces for placeholders", () => {
    expect(placeholdersIn('{{"a": 1}} {{}} {{ 1a }} {{a.b}} {{a-b_c}} {{größe}}')).toEqual(["a.b", "a-b_c", "größe"]);
  });

  it("keeps everything outside the section, whatever is put in", () => {
    const line = fc.string().map((text) => text.replace(/[#\r\n]/g, " "));
    fc.assert(
      fc.property(line, line, line, line, (before, section, after, other) => {
        const prompt = parsePrompt(`# A\n${before}\n# Task\n${section}\n# B\n${after}`);
        expect(prompt.section).toBe(section.trim());
        const changed = prompt.withSection(other);
        expect(changed.text.startsWith(`# A\n${before}\n# Task\n`)).toBe(true);
        expect(changed.text.endsWith(`# B\n${after}`)).toBe(true);
        expect(parsePrompt(changed.text).section).toBe(other.trim());
        expect(changed.withSection(section).section).toBe(prompt.section);
      }),
    );
  });

  it("shows every value as it is, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(parsePrompt("<{{a}}|{{b}}>").fill({ a, b })).toBe(`<${a}|${b}>`);
      }),
    );
  });
});
