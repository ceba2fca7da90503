/**
 * Installs what npm would pack in fresh projects, next to AI SDK 5 and next to AI SDK 7: there is one copy of each provider
 * package, both ways of resolving modules type-check strictly, and a run goes through a model object against a local server.
 * Where no registry can be reached, it says so and checks over the packages of this repository.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const installed = (name) => JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;

/** The projects: which package of OpenAI's models each has, and its folder in this repository. */
const PROJECTS = [
  { name: "AI SDK 5", version: installed("ai-sdk-openai-v2"), folder: "ai-sdk-openai-v2" },
  { name: "AI SDK 7", version: installed("@ai-sdk/openai"), folder: "@ai-sdk/openai" },
];

const PROGRAM = `
import { createServer } from "node:http";
import { createOpenAI } from "@ai-sdk/openai";
import { fillPrompt, optimize, type RunResult } from "protegi";
import { datasetFrom } from "protegi/datasets";
import { framed } from "protegi/methods";
import { accuracy } from "protegi/metrics";
import { functionModel, type ModelLike } from "protegi/models";
import { scriptedModel } from "protegi/testing";

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const asked = JSON.stringify((JSON.parse(body) as { messages: unknown }).messages);
    const content = asked.includes("IN ONE WORD") && asked.includes("broke") ? "blame" : "praise";
    const message = { role: "assistant", content };
    const usage = { prompt_tokens: 20, completion_tokens: 1, total_tokens: 21 };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ id: "1", object: "chat.completion", created: 1, model: "m", choices: [{ index: 0, message, finish_reason: "stop" }], usage }));
  });
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address() as { port: number };
const model: ModelLike = createOpenAI({ apiKey: "none", baseURL: \`http://127.0.0.1:\${port}/v1\` }).chat("gpt-5-mini");
const optimizer = scriptedModel(JSON.stringify({ items: ["Praise or blame? IN ONE WORD: {{text}}"] }));
const examples = Array.from({ length: 80 }, (_, i) => ({ text: i % 2 ? \`Lamp \${i} broke\` : \`Lamp \${i} works\`, label: i % 2 ? "blame" : "praise" }));
const result: RunResult = await optimize({ prompt: "Praise or blame? {{text}}", examples, model, optimizer, search: { rounds: 1, headroom: false } });
server.close();
server.closeAllConnections();
const [message] = fillPrompt(result.prompt, { text: "Lamp 1 broke" });
console.log(result.verdict?.word, message?.content.includes("IN ONE WORD"), typeof framed, typeof functionModel, accuracy().name, datasetFrom("mine", [{ a: 1 }]).columns[0]);
`;

/** What a program that imports protegi alone reads of its types. */
const TYPES = ["", "/models", "/methods", "/metrics", "/datasets", "/testing"]
  .map((entry, i) => `export type * as entry${i} from "protegi${entry}";\n`)
  .join("");

const WAYS = {
  nodenext: { module: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};

const folder = mkdtempSync(join(tmpdir(), "protegi-fresh-"));
const faults = [];
try {
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  for (const project of PROJECTS) check(project, join(folder, filename));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exitCode = 1;
}

function check({ name, version, folder: own }, tarball) {
  const at = join(folder, name.replaceAll(" ", "-"));
  mkdirSync(at);
  const packages = {
    "@ai-sdk/openai": version,
    zod: dependencies.zod,
    "@types/node": installed("@types/node"),
    "@types/json-schema": "7.0.15",
  };
  writeFileSync(
    join(at, "package.json"),
    JSON.stringify({
      name: "fresh",
      private: true,
      type: "module",
      dependencies: { ...packages, protegi: `file:${tarball}` },
    }),
  );
  const npm = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const { status } = spawnSync("npm", npm, { cwd: at, stdio: "ignore", timeout: 60_000 });
  if (status === 0) {
    const copies = globSync("node_modules/**/@ai-sdk/openai/package.json", { cwd: at });
    if (copies.length !== 1) faults.push(`${name}: ${copies.length} copies of @ai-sdk/openai: ${copies.join(", ")}`);
  } else {
    console.log(`${name}: no registry; over the packages of this repository, without the types of the AI SDK`);
    linked(at, tarball, own);
  }
  writeFileSync(join(at, "main.ts"), PROGRAM);
  writeFileSync(join(at, "types.ts"), TYPES);
  for (const [way, options] of Object.entries(WAYS)) {
    const compilerOptions = {
      ...options,
      target: "es2024",
      lib: ["es2024", "dom"],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      types: ["node"],
    };
    // The AI SDK's own types do not hold under the strictest option; ours do.
    for (const [file, more] of [
      ...(status === 0 ? [["main.ts", {}]] : []),
      ["types.ts", { exactOptionalPropertyTypes: true }],
    ]) {
      writeFileSync(
        join(at, "tsconfig.json"),
        JSON.stringify({ compilerOptions: { ...compilerOptions, ...more }, files: [file] }),
      );
      const typed = node(at, join(root, "node_modules/typescript/bin/tsc"), "-p", ".");
      if (typed.status !== 0)
        faults.push(`${name}, ${way}, ${String(file)}: ${(typed.stdout + typed.stderr).slice(0, 2000)}`);
    }
  }
  const ran = node(at, "main.ts");
  const expected = "better true function function accuracy a";
  if (ran.stdout.trim() !== expected)
    faults.push(`${name}: expected "${expected}", got "${ran.stdout.trim()}" ${ran.stderr}`);
}

/** The tarball unpacked, next to links to what it needs. */
function linked(at, tarball, own) {
  rmSync(join(at, "node_modules"), { recursive: true, force: true });
  mkdirSync(join(at, "node_modules/protegi"), { recursive: true });
  execFileSync("tar", ["xzf", tarball, "--strip-components=1", "-C", join(at, "node_modules/protegi")]);
  for (const name of [...Object.keys(dependencies), "@types/node"]) {
    const link = join(at, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name === "@ai-sdk/openai" ? own : name), link);
  }
}

function node(cwd, ...args) {
  return spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
}
