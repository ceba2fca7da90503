/** Keys stand nowhere but in the requests: however they are given, and whatever the provider says back. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { createModel, ModelError } from "../../src/models/index.ts";
import { emptyFolder, type Folder, type Outcome } from "../cli/helpers.ts";
import { startProvider, type Asked, type Provider, type Said } from "./provider.ts";

const KEY = "planted7KEY9f3b2c8d1e6a5047";

/** Fails when any ten characters in a row of the key stand in the text, as they are or in base64. */
function expectClean(what: string, text: string): void {
  for (const secret of [KEY, Buffer.from(KEY).toString("base64").slice(0, -4)]) {
    for (let i = 0; i + 10 <= secret.length; i++) {
      expect(text.includes(secret.slice(i, i + 10)), `part of the key in ${what}: ${text.slice(0, 2000)}`).toBe(false);
    }
  }
}

/** How the key is given: the model of the config, and the environment. */
const GIVEN: Readonly<Record<string, (baseURL: string) => { model: string; env: Record<string, string> }>> = {
  "by the provider's variable": (baseURL) => ({
    model: "openai:any",
    env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: baseURL },
  }),
  "as ${KEY} in the config": (baseURL) => ({
    model: `{ model: "openai-compatible:any", baseURL: "${baseURL}", apiKey: "\${PLANTED}" }`,
    env: { PLANTED: KEY },
  }),
  "by a header": (baseURL) => ({
    model: `{ model: "openai-compatible:any", baseURL: "${baseURL}", headers: { x-api-key: "Token \${PLANTED}", authorization: "Bearer \${PLANTED}" } }`,
    env: { PLANTED: KEY },
  }),
  "in the base URL": (baseURL) => ({
    model: `{ model: "openai-compatible:any", baseURL: "${baseURL}/\${PLANTED}" }`,
    env: { PLANTED: KEY },
  }),
};

/** All that the request said of the key, in the forms in which providers say it back. */
function echo({ headers, url }: Asked): string {
  const heard = `${headers.authorization ?? ""} ${String(headers["x-api-key"])} ${url}`;
  return `Incorrect API key provided: ${heard}; ${JSON.stringify(headers)}`;
}

const json = (asked: Asked, message: string): string =>
  JSON.stringify({
    error: { message, type: "auth", code: echo(asked), param: echo(asked), headers: asked.headers, url: asked.url },
  });

/** What the provider does. */
const SAID: Readonly<Record<string, (asked: Asked) => Said>> = {
  "401 with the key in its message": (asked) => ({ status: 401, body: json(asked, echo(asked)) }),
  "400 with the key where messages are cut": (asked) => ({
    status: 400,
    body: json(asked, `${"x ".repeat(239)}${echo(asked)}`),
  }),
  "500 with a page": (asked) => ({
    status: 500,
    body: `<html><body>Cannot POST ${asked.url} ${echo(asked)}</body></html>`,
  }),
  "500 with the key in its headers": (asked) => ({
    status: 500,
    headers: { "x-echo": echo(asked).replaceAll(/[^ -~]/g, "") },
    body: "{}",
  }),
  "a redirect to an address with the key": (asked) => ({
    status: 302,
    headers: { location: `http://127.0.0.1:1/${asked.url}?key=${KEY}` },
    body: "",
  }),
  "an answer that is no answer": (asked) => ({ body: JSON.stringify({ heard: echo(asked), url: asked.url }) }),
  "an answer that breaks off": (asked) => ({
    body: `{"choices": [{"heard": "${asked.headers.authorization ?? asked.url}`,
  }),
};

async function folderFor(provider: Provider, given: string): Promise<{ folder: Folder; env: Record<string, string> }> {
  const folder = await emptyFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const { model, env } = GIVEN[given]!(provider.baseURL);
  const rows = Array.from({ length: 40 }, (_, i) => `message number ${i * 7919},${i % 2 === 0 ? "yes" : "no"}\n`);
  await folder.write({
    "prompt.md": "# Task\nSpam? Say yes or no.\n\n# Input\n{{text}}\n",
    "data.csv": `text,label\n${rows.join("")}`,
    "protegi.yaml": `prompt: prompt.md\ndata: data.csv\nlabel: label\nmodel: ${model}\nrequests: { retries: 0, concurrency: 4 }\nsearch: { headroom: false, rounds: 1, minibatchSize: 4 }\nsplits: { maxDev: 10, maxTest: 10 }\n`,
  });
  return { folder, env };
}

/** Everything that a command left behind or said. */
async function expectNothingLeft(folder: Folder, { stdout, stderr }: Outcome): Promise<void> {
  expectClean("stdout", stdout);
  expectClean("stderr", stderr);
  const home = join(folder.path, ".protegi");
  const files = readdirSync(home);
  expect(files).toContain("protegi.db");
  for (const file of files) expectClean(file, readFileSync(join(home, file), "latin1"));
}

describe("a key", () => {
  for (const given of Object.keys(GIVEN)) {
    it.each(Object.keys(SAID))(`given ${given} is nowhere after %s`, async (said) => {
      await using provider = await startProvider(SAID[said]!);
      const { folder, env } = await folderFor(provider, given);
      const outcome = await folder.run("optimize --json", { env });
      const sent = provider.asked.map(({ headers, url }) => JSON.stringify([headers, url])).join();
      expect(sent, "the key was sent").toContain(KEY);
      expect(outcome.code).toBe(1);
      expect(outcome.json()).toHaveProperty("error");
      await expectNothingLeft(folder, outcome);
      for (const command of ["show", "show --json", "runs --json", "check --json", "doctor --json"]) {
        const { stdout, stderr } = await folder.run(command, { env });
        expectClean(command, stdout + stderr);
      }
    });

    it(`given ${given} is nowhere after a run that ends well`, async () => {
      await using provider = await startProvider((asked) => ({
        headers: { "x-echo": echo(asked).replaceAll(/[^ -~]/g, "") },
        content: asked.optimizer ? '{"items": ["Is it spam? Say yes or no."]}' : '{"answer": "yes"}',
      }));
      const { folder, env } = await folderFor(provider, given);
      const outcome = await folder.run("optimize --json --out better.md", { env });
      expect(outcome.stderr).toContain("Verdict");
      expect(outcome.code).toBe(0);
      await expectNothingLeft(folder, outcome);
      expectClean("--out", readFileSync(join(folder.path, "better.md"), "utf8"));
      for (const command of [
        "optimize",
        "show",
        "show --json",
        "step --json",
        "evaluate",
        "runs",
        "cache",
        "cache export --out all.jsonl",
      ]) {
        const { stdout, stderr } = await folder.run(command, { env });
        expectClean(command, stdout + stderr);
      }
      expectClean("the export", readFileSync(join(folder.path, "all.jsonl"), "utf8"));
    });

    it.each(Object.keys(SAID))(`given ${given} is in no part of the error after %s`, async (said) => {
      await using provider = await startProvider(SAID[said]!);
      const { model, env } = GIVEN[given]!(provider.baseURL);
      const settings = model.startsWith("{") ? JSON.parse(jsonOf(model.replaceAll("${PLANTED}", KEY))) : { model };
      const made = await createModel(settings as { model: string }, env);
      onTestFinished(() => made.close?.());
      const request = {
        messages: [{ role: "user" as const, content: "hi" }],
        format: { kind: "text" as const },
        sample: 0,
      };
      const error: unknown = await made.generate(request).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ModelError);
      expectClean("the error", inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity }));
      for (let link: unknown = error; link instanceof Error; link = link.cause) {
        expectClean(
          "the chain of causes",
          `${link.message} ${String(link.stack)} ${JSON.stringify(link)} ${JSON.stringify(Object.getOwnPropertyDescriptors(link))}`,
        );
      }
    });
  }

  it.each([
    ["a module of the user throws it", "throw new Error(`no such user: ${process.env.PLANTED_KEY ?? KEY}`)"],
    ["it crashes", "return { get score() { const fault = new TypeError(KEY); fault.stack = KEY; throw fault; } }"],
  ])("is in no report when %s", async (_, body) => {
    const folder = await emptyFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const rows = Array.from({ length: 40 }, (_row, i) => `message number ${i * 7919},${i % 2 === 0 ? "yes" : "no"}\n`);
    await folder.write({
      "data.csv": `text,label\n${rows.join("")}`,
      "score.mjs": `const KEY = ${JSON.stringify(KEY)};\nexport default () => { ${body} };\n`,
      "protegi.yaml": "prompt: 'Spam? {{text}}'\ndata: data.csv\nlabel: label\nmodel: sim:reviews\nmetric: score.mjs\n",
    });
    for (const command of ["evaluate", "evaluate --json"]) {
      const { code, stdout, stderr } = await folder.run(command, { env: { SOME_API_KEY: KEY } });
      expect(code).not.toBe(0);
      expect(stderr).toContain("[key]");
      expectClean(command, stdout + stderr);
    }
  });

  it("in a config that is wrong is not in the message", async () => {
    const folder = await emptyFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    const models = [
      `[{ apiKey: ${KEY} }]`,
      `{ model: openai:any, apiKey: [${KEY}] }`,
      `{ model: openai:any, headers: ${KEY} }`,
      `{ model: openai:any, headers: { x: [${KEY}] } }`,
      `{ model: openai:any, apikey: ${KEY} }`,
      `{ model: openai:any, apiKey: "${KEY}" ${KEY} }`,
      `{ model: openai:any, apiKey: "${KEY}`,
      `{ model: openai:any, apiKey: "${KEY}\\n" }`,
      `{ model: sim:reviews, apiKey: "${KEY}" }`,
      `{ model: "ollama:any", apiKey: "${KEY}", baseURL: "http://user:${KEY}@127.0.0.1:1" }`,
    ];
    await folder.write({ "data.csv": "text,label\na,b\n" });
    for (const model of models) {
      writeFileSync(join(folder.path, "protegi.yaml"), `prompt: "{{text}}"\ndata: data.csv\nmodel: ${model}\n`);
      for (const command of ["check", "check --json"]) {
        const { code, stdout, stderr } = await folder.run(command);
        expect(code, stderr).toBe(2);
        expectClean(model.replaceAll(KEY, "KEY"), stdout + stderr);
      }
    }
  });
});

/** A flow mapping of YAML as JSON. */
function jsonOf(flow: string): string {
  return flow.replaceAll(/([{,]\s*)([\w-]+):/g, '$1"$2":');
}
