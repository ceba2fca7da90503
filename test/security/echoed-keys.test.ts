/** A proxy that repeats the key in its answers: the key gets neither into the store, nor onto the screen, nor back to a model. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder } from "../cli/helpers.ts";
import { startProvider, type Asked } from "./provider.ts";

const KEY = "planted7KEY9f3b/2c8d+1e6a5047";
const FORMS = [
  KEY,
  encodeURIComponent(KEY),
  KEY.replaceAll("/", "\\/"),
  Buffer.from(KEY).toString("base64").slice(0, -2),
];

const GIVEN: Readonly<Record<string, string>> = {
  "as a key": 'apiKey: "${PLANTED}"',
  "as a bearer token": 'headers: { authorization: "Bearer ${PLANTED}" }',
  "in a header of another name": 'headers: { x-team: "Team ${PLANTED}" }',
};

/** What the proxy heard, in the forms in which it may say it. */
function echo({ headers }: Asked): string {
  const heard = `${headers.authorization ?? ""} ${String(headers["x-team"] ?? "")}`.trim();
  const key = heard.split(" ").at(-1)!;
  return [heard, encodeURIComponent(heard), JSON.stringify(headers), key.replaceAll("/", "\\/"), btoa(key)].join(" ");
}

describe.each(Object.keys(GIVEN))("a key given %s", (given) => {
  it("is in no answer, reply of the optimizer, file or message", async () => {
    await using provider = await startProvider((asked) => ({
      content: asked.optimizer
        ? JSON.stringify({ items: [`Is it spam? ${echo(asked)} Say yes or no.`] })
        : `${echo(asked)}\nyes`,
    }));
    await using folder = await emptyFolder();
    const rows = Array.from({ length: 40 }, (_, i) => `message number ${i * 7919},${i % 2 === 0 ? "yes" : "no"}\n`);
    await folder.write({
      "prompt.md": "# Task\nSpam? Say yes or no.\n\n# Input\n{{text}}\n",
      "data.csv": `text,label\n${rows.join("")}`,
      "protegi.yaml": `prompt: prompt.md\ndata: data.csv\nlabel: label\nmodel: { model: "openai-compatible:any", baseURL: "${provider.baseURL}", ${GIVEN[given]!} }\nsearch: { headroom: false, rounds: 1, minibatchSize: 4 }\nsplits: { maxDev: 10, maxTest: 10 }\n`,
    });
    const env = { PLANTED: KEY };
    let said = "";
    for (const command of [
      "optimize --out better.md",
      "show --json",
      "step --json",
      "evaluate --json",
      "cache export --out all.jsonl",
    ]) {
      const { code, stdout, stderr } = await folder.run(command, { env });
      // A run whose answers cannot be read stops with 1, once it has asked both models.
      expect(command.startsWith("optimize") ? [0, 1] : [0], stderr).toContain(code);
      said += stdout + stderr;
    }
    const home = join(folder.path, ".protegi");
    const files = readdirSync(home).map((name) => join(home, name));
    const stored = [...files, join(folder.path, "better.md"), join(folder.path, "all.jsonl")]
      .map((file) => readFileSync(file, "latin1"))
      .join("\n");
    expect(provider.asked.length).toBeGreaterThan(20);
    expect(stored).toContain("[key]");
    for (const form of FORMS) {
      expect(stored).not.toContain(form);
      expect(said).not.toContain(form);
      for (const { content } of provider.asked) expect(content).not.toContain(form);
    }
  });
});

describe("a file whose name looks like a key", () => {
  it.each(["hf_reviews.csv", "sk-learn-export.csv", "pk_tickets.csv", "hf_reviews_2024/rows.csv"])(
    "%s is named as it is",
    async (file) => {
      await using folder = await emptyFolder();
      await folder.write({
        [file]: "text,label\na,yes\nb,no\n",
        "protegi.yaml": `prompt: "Spam? {{text}}"\ndata: ${file}\nlabel: nope\nmodel: sim:reviews\n`,
      });
      for (const command of ["check", "check --json"]) {
        const { code, stdout, stderr } = await folder.run(command, { env: { SOME_API_KEY: "planted-value-1" } });
        expect(code).toBe(2);
        expect(stderr).toContain(file);
        expect(stdout + stderr).not.toContain("[key]");
      }
    },
  );
});
