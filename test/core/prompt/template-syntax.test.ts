import { describe, expect, it } from "vitest";
import { isChatJson, templateNotices, unfilledIn } from "../../../src/core/prompt/template-syntax.ts";

const COLUMNS = ["text", "Wie war's?", "label"];

describe("unfilledIn", () => {
  it.each([
    ["{% if text %}Hi{% endif %} {{text}}", "{% if text %}", "is a template tag", "{{column}}"],
    ["{%- for x in rows -%} {{text}}", "{%- for x in rows -%}", "is a template tag", "Write the prompt without it"],
    ["{# a remark #} {{text}}", "{# a remark #}", "is a template comment", "Take it out."],
    ["<%= text %> {{text}}", "<%= text %>", "is a template tag", "Write the prompt without it"],
    ["{{ text | trim }} {{text}}", "{{ text | trim }}", "is not filled", "Write {{text}}, and"],
    ["{{ text|upper }} {{text}}", "{{ text|upper }}", "is not filled", "Write {{text}}, and"],
    ["{{ upper(text) }} {{text}}", "{{ upper(text) }}", "is not filled", "Write {{column}}, and"],
    ["{{ rows[0] }} {{text}}", "{{ rows[0] }}", "is not filled", "Write {{column}}, and"],
    ['{{ text if text else "none" }} {{text}}', '{{ text if text else "none" }}', "is not filled", "and put what"],
    ["{{#each rows}}x{{/each}} {{text}}", "{{#each rows}}", "is a template tag", "Write the prompt without it"],
    ["{{^text}}none{{/text}} {{text}}", "{{^text}}", "is a template tag", "Write the prompt without it"],
    ["{{> partial}} {{text}}", "{{> partial}}", "is a template tag", "Write the prompt without it"],
    ["{{{text}}} {{text}}", "{{{text}}}", "has three braces", "Write {{text}}."],
    ['{{"label": "x"}} {{text}}', '{{"label": "x"}}', "has doubled braces", "single braces"],
    ['{{\n  "label": "x"\n}} {{text}}', '{{ "label": "x" }}', "has doubled braces", "single braces"],
    ["{text} {{text}}", "{text}", "has single braces", "Write {{text}}."],
    ["%(text)s {{text}}", "%(text)s", "is no placeholder", "Write {{text}}."],
    ["[[text]] {{text}}", "[[text]]", "is no placeholder", "Write {{text}}."],
    ["${text} {{text}}", "${text}", "has single braces", "Write {{text}}."],
    ["{Wie war's?} {{text}}", "{Wie war's?}", "has single braces", 'Write {{column "Wie war\'s?"}}.'],
    [
      "{{Wie war's?}} {{text}}",
      "{{Wie war's?}}",
      "names a column whose name needs quotes",
      'Write {{column "Wie war\'s?"}}.',
    ],
    ["{{column 'a'}} {{text}}", "{{column 'a'}}", "is not filled", "{{column}}"],
  ])("names %j", (text, shown, problem, remedy) => {
    const [first, ...others] = unfilledIn(text, COLUMNS);
    expect(first?.shown).toBe(shown);
    expect(first?.problem ?? "").toContain(problem);
    expect(first?.remedy ?? "").toContain(remedy);
    expect(others).toEqual([]);
  });

  it.each([
    '{"label": "x", "n": {"a": {}}} {{text}}',
    '{"a":[{"b":{"c":1}}]} {{text}}',
    "{{text}} {{ text }} {other} {} { }",
    '{{column "Wie war\'s?"}}',
    "f(x) = {x | x > 0} in 100 % {{text}}",
    "#each {{text}} {a, b}",
    "```js\nconst a = { b: { c: 1 } };\n``` {{text}}",
  ])("finds nothing in %j", (text) => {
    expect(unfilledIn(text, COLUMNS)).toEqual([]);
  });

  it("names each kind once", () => {
    const text = "{% if a %}{% endif %} {{ text | trim }} {{ text | lower }} {text} {text} {{text}}";
    expect(unfilledIn(text, COLUMNS).map(({ shown }) => shown)).toEqual(["{% if a %}", "{{ text | trim }}", "{text}"]);
  });

  it("takes time in proportion to the text", () => {
    for (const piece of ["{{", "{%", "{#", "{{{a", "<%", "{text", "{{a}", "}}"]) {
      const started = performance.now();
      unfilledIn(piece.repeat(30_000), COLUMNS);
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });
});

describe("templateNotices", () => {
  it("says what is sent as it is", () => {
    expect(templateNotices("{text} {{text}}", COLUMNS, "prompt")).toEqual([
      "In the prompt, “{text}” has single braces, which are sent as they are. Write {{text}}.",
    ]);
    expect(templateNotices("Rewrite `{{ text | trim }}` for {{text}}", COLUMNS, "prompt")).toEqual([
      "In the prompt, “{{ text | trim }}” is not filled: only the name of a column is, without filters, calls and conditions. Write {{text}}, and put what the filter does into the data.",
    ]);
    expect(templateNotices("```\n{% if x %}\n```\n{{text}}", COLUMNS, "prompt")).toEqual([
      expect.stringContaining("“{% if x %}” is a template tag of Jinja, which is not run."),
    ]);
    expect(templateNotices('{"a": 1} {{text}}', COLUMNS, "prompt")).toEqual([]);
  });

  it.each([
    [
      "{text}",
      "“{text}” has single braces, which are sent as they are, so every row would ask the same\n  Write {{text}}.",
    ],
    [
      '{{"label": "x"}} {text}',
      "“{text}” has single braces, which are sent as they are, so every row would ask the same",
    ],
    ["{% if text %}{{ text | trim }}{% endif %}", "“{{ text | trim }}” is not filled"],
    [
      "{% if text %}Hi{% endif %} {{text}}",
      "“{% if text %}” is a template tag of Jinja, which is not run\n  Write the prompt without it",
    ],
    ["`{% if a %}` {% if text %} {{text}}", "“{% if text %}” is a template tag of Jinja"],
    ["{{#if text}}Hi{{/if}} {{text}}", "“{{#if text}}” is a template tag of Handlebars, which is not run"],
    ["<%= text %> {{text}}", "“<%= text %>” is a template tag of EJS"],
    ["{{text | upper}} {{text}}", "“{{text | upper}}” is not filled: only the name of a column is, without filters"],
    ["{{ text | trim }}", "so every row would ask the same\n  Write {{text}}"],
    ["{{text}} {{Wie war's?}}", 'names a column whose name needs quotes\n  Write {{column "Wie war\'s?"}}.'],
    [
      '[{"role": "user", "content": "{{text}}"}]',
      "got a chat written as JSON\n  Write it as a file ending in .json or .yaml",
    ],
  ])("refuses %j, which cannot work", (text, message) => {
    expect(() => templateNotices(text, COLUMNS, "--prompt")).toThrow(message);
    expect(() => templateNotices(text, COLUMNS, "--prompt")).toThrow(/^--prompt: /);
  });

  it.each([
    ['[{"role":"system","content":"a"},{"role":"user","content":"b"}]', true],
    ['[\n {"role": "system", "content": "{{text}}",}\n]', true],
    ['[{"text": "a"}]', false],
    ["[1]", false],
    ["[] {{text}}", false],
    ['{"role": "user"}', false],
  ])("knows %j as a chat: %s", (text, chat) => {
    expect(isChatJson(text)).toBe(chat);
  });
});
