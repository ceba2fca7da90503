/** docs/replies.md shows the tables that the code reads by. `npm test -- test/docs/replies -u` renews them. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LAYERS_OFF } from "../../src/core/asking/reading/unwrap.ts";
import { NO_USAGE } from "../../src/core/model.ts";
import { CHANNELS } from "../../src/core/replies/channels.ts";
import { FIELDS } from "../../src/core/replies/fields.ts";
import { THOUGHTS } from "../../src/core/replies/thought-marks.ts";
import { TEMPLATES } from "../../src/core/replies/turns.ts";
import { UNREAD, unreadWords } from "../../src/core/replies/unread.ts";
import { classificationJudge } from "../../src/metrics/index.ts";
import { LABEL_RULES } from "../../src/metrics/read-label.ts";

const page = readFileSync(new URL("../../docs/replies.md", import.meta.url), "utf8");

/** A text as a cell of a table. */
function code(text: string): string {
  const line = text.replaceAll("\n", "⏎").replaceAll("|", "\\|");
  const fence = line.includes("`") ? "`".repeat(4) : "`";
  const pad = fence.length > 1 ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const CLEANED = [...THOUGHTS, ...CHANNELS, ...TEMPLATES, ...FIELDS];
const TABLES: Readonly<Record<string, string>> = {
  cleaned: table(
    ["what", "written by", "example"],
    CLEANED.map(({ family, writtenBy, example }) => [family, writtenBy, code(example)]),
  ),
  labels: table(
    ["", "rule", "reads as `positive`"],
    LABEL_RULES.map(({ rule, example }, i) => [String(i + 1), rule, code(example)]),
  ),
  unread: table(
    ["reason", "the answer is"],
    UNREAD.map((why) => [`\`${why}\``, unreadWords(why)]),
  ),
  layers: table(
    ["removed", "example"],
    LAYERS_OFF.map(({ wrapping, example }) => [wrapping, code(example)]),
  ),
};

describe("docs/replies.md", () => {
  it("shows the tables of the code", async () => {
    const renewed = Object.entries(TABLES).reduce((text, [name, rows]) => {
      const [before, rest] = text.split(`<!-- ${name} -->\n`) as [string, string];
      return `${before}<!-- ${name} -->\n${rows}\n${rest.slice(rest.indexOf(`<!-- end of ${name} -->`))}`;
    }, page);
    await expect(renewed).toMatchFileSnapshot("../../docs/replies.md");
  });

  it.each([...CLEANED, ...LABEL_RULES].map(({ example }) => example))("reads its example %j as it says", (text) => {
    const judge = classificationJudge(["positive", "negative", "neutral"]);
    const row = { id: "row", fields: {}, expected: "positive" };
    expect(judge({ text, finish: "stop", usage: NO_USAGE }, row)).toMatchObject({ predicted: "positive" });
  });
});
