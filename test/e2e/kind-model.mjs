/**
 * A scripted model of both roles, copied next to the files of a run. script.json has a right and a wrong reply to each row; the
 * right one is given to 95 of 100 rows where the prompt says "Read it twice.", and otherwise to 35. As the optimizer it says so,
 * and writes it into the section.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const replies = new Map(JSON.parse(readFileSync(new URL("script.json", import.meta.url), "utf8")));
const ADVICE = "Read it twice.";
const USAGE = { input: 100, output: 10, cachedInput: 0, reasoning: 0 };

const luck = (text) => createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;

function answered(content) {
  const row = /\nInput: ([\s\S]*?)\nAnswer:\s*$/.exec(content)?.[1];
  const [right, wrong] = replies.get(row) ?? ["", ""];
  return luck(row ?? "") < (content.includes(ADVICE) ? 0.95 : 0.35) ? right : wrong;
}

function written(content, { name, schema }) {
  if (name === "reasons") return { reasons: [`The prompt does not say: ${ADVICE}`] };
  const section = /## The section that may change\n(~~~~ \w+)\n([\s\S]*?)\n\1/.exec(content)?.[2] ?? "";
  const count = schema.properties.versions.maxItems;
  const edits = content.includes("## What may be wrong");
  return { versions: Array.from({ length: count }, (_, i) => `${section} ${edits ? ADVICE : `Take care, ${i + 1}.`}`) };
}

export default {
  id: "scripted",
  pricing: "free",
  holds: { choice: true, json: true },
  async generate({ messages, format }) {
    const content = messages.at(-1).content;
    const text = content.includes("## Your task") ? JSON.stringify(written(content, format)) : answered(content);
    return { text, finish: "stop", usage: USAGE };
  },
};
