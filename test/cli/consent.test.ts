/** Commands that may cost much ask before they spend anything; where nobody can be asked, they want --yes. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simulatedReviews } from "../../src/testing/index.ts";
import { startModelServer, type ModelServer } from "../e2e/model-server.ts";
import { exampleFolder, SMALL, type Folder, type World } from "./helpers.ts";

/** Dollars per million tokens at which the small run may cost more than a dollar. */
const DEAR = { input: 20, output: 20 };

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer(simulatedReviews());
});
afterAll(() => server.close());

async function pricedFolder(prices: object = DEAR): Promise<Folder> {
  const folder = await exampleFolder();
  const model = JSON.stringify({ model: "openai-compatible:reviews", baseURL: server.baseURL, apiKey: "none" });
  const priced = JSON.stringify({ "openai-compatible:reviews": prices });
  await folder.write({
    "protegi.yaml": `prompt: prompt.md\ndata: reviews.csv\nlabel: label\nmodel: ${model}\nprices: ${priced}\n`,
  });
  server.forget();
  return folder;
}

/** Says yes or no, and keeps what was asked. */
function answering(sure: boolean): World & { readonly asked: string[] } {
  const asked: string[] = [];
  const confirm = async (message: string): Promise<boolean> => (asked.push(message), sure);
  return { asked, ask: { text: never, choose: never, several: never, confirm } };
}

async function never(): Promise<never> {
  throw new Error("Nothing else is asked.");
}

const OPTIMIZE = ["optimize", ...SMALL];

describe("a run that may cost more than budget.askAbove", () => {
  it("is refused where nobody can be asked: nothing is called, nothing is written", async () => {
    await using folder = await pricedFolder();
    const { code, stderr } = await folder.run(OPTIMIZE);
    expect(stderr).toMatch(
      /\nThis takes \d+ to \d+ calls, the verdict's 120 included, and \$\d+\.\d+ to \$\d+\.\d\d\. Ctrl-C stops; .*\n--yes: this may cost \$\d+\.\d+ to \$\d+\.\d\d, more than the \$1\.00 of budget\.askAbove; nobody can be asked here\n {2}Go ahead with --yes, or keep it below that with --budget-usd\.\n$/,
    );
    expect(code).toBe(2);
    expect(server.answered.size).toBe(0);
    expect(existsSync(join(folder.path, ".protegi"))).toBe(false);
    const document = await folder.run([...OPTIMIZE, "--json"]);
    expect(document.json()).toMatchObject({ error: { name: "UsageError" } });
  });

  it("asks at a terminal, and spends nothing on a no", async () => {
    await using folder = await pricedFolder();
    const world = answering(false);
    const { code, stderr } = await folder.run(OPTIMIZE, world);
    expect(world.asked).toHaveLength(1);
    expect(world.asked[0]).toMatch(
      /^This may cost \$\d+\.\d+ to \$\d+\.\d\d, more than the \$1\.00 of budget\.askAbove\. Go on\?$/,
    );
    expect(stderr).toContain("Stopped; nothing was spent.");
    expect(code).toBe(130);
    expect(server.answered.size).toBe(0);
  });

  it("goes on with a yes, counts what is paid for already, and is not asked about once it has ended", async () => {
    await using folder = await pricedFolder();
    // A cap that holds less than a dollar's worth of tokens.
    expect((await folder.run([...OPTIMIZE, "--budget-tokens", "2000"])).code).toBe(3);
    const refused = await folder.run(OPTIMIZE);
    expect(refused.stderr).toContain("budget.askAbove, minus what is already paid for; nobody can be asked here");
    const world = answering(true);
    expect((await folder.run(OPTIMIZE, world)).code).toBe(0);
    expect(world.asked).toHaveLength(1);

    const again = await folder.run([...OPTIMIZE, "--out", "better.md"]);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain("of them answered from the store");
    expect((await folder.run([...OPTIMIZE, "--fresh"])).code).toBe(2);
    await folder.run("cache clear --yes");
    expect((await folder.run(OPTIMIZE)).code).toBe(2);
  });

  it.each([
    ["--yes", "--yes"],
    ["a cap below that", "--budget-usd 0.9"],
    ["a higher bound", "--set budget.askAbove=1000"],
  ])("is not asked about with %s", async (_, flags) => {
    await using folder = await pricedFolder();
    expect([0, 3]).toContain((await folder.run([...OPTIMIZE, ...flags.split(" ")])).code);
    expect(server.answered.size).toBeGreaterThan(0);
  });

  it.each(["evaluate --split train", "compare prompt.md prompt.md --split train", "trials --seeds 2"])(
    "is any command that spends: %s",
    async (command) => {
      await using folder = await pricedFolder();
      const { code, stderr } = await folder.run(command);
      expect(stderr).toContain("--yes: this may cost ");
      expect(code).toBe(2);
      expect(server.answered.size).toBe(0);
    },
  );

  it.each(["step", "check --live", "evaluate", "induce"])(
    "is any command, when everything is asked about: %s",
    async (command) => {
      await using folder = await pricedFolder({ input: 0.001, output: 0.001 });
      const asked = await folder.run(`${command} --set budget.askAbove=0`);
      expect(asked.stderr).toContain("more than the $0.00 of budget.askAbove");
      expect(asked.code).toBe(2);
      expect(server.answered.size).toBe(0);
      expect((await folder.run(command)).code).toBe(0);
    },
  );

  it("says so in check", async () => {
    await using folder = await pricedFolder();
    expect((await folder.run("check")).stdout).toContain(
      "\n  it asks before it begins, except with --yes: see budget.askAbove\n",
    );
    expect((await folder.run("check --budget-usd 0.5")).stdout).not.toContain("it asks before");
  });
});

describe("a run whose price is not known", () => {
  const config = (more = ""): string =>
    `prompt: prompt.md\ndata: reviews.csv\nmodel: { model: "openai-compatible:any", baseURL: "http://192.0.2.1/v1" }\n${more}`;

  it("is asked about from 500 calls on", async () => {
    await using folder = await exampleFolder();
    await folder.write({ "protegi.yaml": config() });
    const { code, stderr } = await folder.run("optimize");
    expect(stderr).toMatch(
      /\n--yes: this may take [\d,]+ to [\d,]+ calls of a model whose price is not known; nobody can be asked here\n {2}Go ahead with --yes, or set prices in the config\.\n$/,
    );
    expect(code).toBe(2);
    expect((await folder.run("check")).stdout).toContain("it asks before it begins");
    expect((await folder.run(["check", ...SMALL, "--budget-calls", "500"])).stdout).not.toContain("it asks");
    await folder.write({ "protegi.yaml": config(`prices: { "openai-compatible:any": { input: 0, output: 0 } }\n`) });
    expect((await folder.run("check")).stdout).not.toContain("it asks");
  });
});
