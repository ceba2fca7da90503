/** `check --live` measures the headroom, says what it found, and leaves its answers to the run. */
import type { Headroom } from "../../src/core/measuring/headroom/facts.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Spending } from "../../src/core/spending.ts";
import { PRESETS } from "../../src/options/presets.ts";
import { HEADROOM_CALLS, mostHeadroomCalls } from "../../src/core/measuring/headroom/calls.ts";
import { exampleFolder, SMALL } from "./helpers.ts";
import { localServer } from "./local-server.ts";

/** As `SMALL`, with headroom, and with test rows enough to show a gain. */
const FLAGS: readonly string[] = [...SMALL, "--set", "search.headroom=true", "--set", "splits.maxTest=200"];
const MINIBATCH = 16;

interface Document {
  readonly headroom: Headroom;
  readonly cost: Spending;
  readonly writer: { readonly cost: Spending; readonly advice: string; readonly yields: readonly { wanted: number }[] };
  readonly suspicious: readonly { readonly id: string; readonly fields: { readonly text: string } }[];
}

it("check --live says why a server cannot be reached, and what to do", async () => {
  const server = await localServer(() => undefined);
  const { baseURL } = server;
  await server[Symbol.asyncDispose]();
  await using folder = await exampleFolder();
  const model = `{ model: "openai-compatible:m", baseURL: "${baseURL}" }`;
  await folder.write({ "protegi.yaml": `prompt: prompt.md\ndata: reviews.csv\nlabel: label\nmodel: ${model}\n` });
  const { code, stdout } = await folder.run("check --live", { columns: 200 });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /\n {2}task, \d+ ms: no answer\. openai-compatible:m .*: no connection to http:.*ECONNREFUSED/,
  );
  expect(stdout).toMatch(/\n {2}optimizer, \d+ ms: no answer\. .*\n(.*\n)? {4}Check that the server runs/);
  expect(stdout).not.toContain("no reply that can be used");
  const document = (await folder.run("check --live --json")).json() as { live?: object[] };
  expect(document.live).toHaveLength(2);
  expect(document.live![0]).toMatchObject({ role: "task", lost: expect.stringContaining("no connection") as string });
});

describe("check --live", () => {
  let screen: string;
  let document: Document;
  let first: Spending;
  let run: { cost: Spending; best: string };
  let alone: { cost: Spending; best: string };
  let shown: string;

  beforeAll(async () => {
    await using measured = await exampleFolder();
    document = (await measured.run(["check", "--live", "--json", ...FLAGS])).json() as unknown as Document;
    first = document.cost;
    run = (await measured.run(["optimize", "--json", "--quiet", ...FLAGS])).json() as unknown as typeof run;
    screen = (await measured.run(["check", "--live", ...FLAGS])).stdout;
    shown = (await measured.run("show")).stdout;
    await using fresh = await exampleFolder();
    alone = (await fresh.run(["optimize", "--json", "--quiet", ...FLAGS])).json() as unknown as typeof alone;
  });

  it("takes no more calls than it says", () => {
    const { answering, writing } = mostHeadroomCalls({ ...PRESETS.default.search, minibatchSize: MINIBATCH });
    // The first edits ask for the paraphrase again.
    expect(first.cached).toBeLessThanOrEqual(1);
    expect(first.calls).toBeGreaterThan(MINIBATCH);
    expect(first.calls).toBeLessThanOrEqual(MINIBATCH + answering + writing);
  });

  it("leaves its answers to the run, which asks for none of them again and finds the same", () => {
    expect(run.cost.calls).toBe(alone.cost.calls);
    const tried = document.writer.cost;
    expect(run.cost.cached).toBe(alone.cost.cached + first.calls - first.cached + tried.calls - tried.cached);
    expect(run.best).toBe(alone.best);
  });

  it("shows word, reason, score, possible gain, noise, the detectable gain and the rows to look at", () => {
    const { word, reasons, initial, suspicious } = document.headroom;
    const lines = screen.split("\n");
    const at = lines.indexOf(`Headroom: ${word.toUpperCase()}`);
    expect(lines.slice(at + 1, at + 1 + reasons.length)).toEqual(reasons);
    expect(screen).toContain(`\n  initial prompt  ${initial.value.toFixed(3)} [`);
    expect(screen).toMatch(/\n {2}possible gain +0\.\d{3} /);
    expect(screen).toMatch(/\n {2}noise +0\.0% of the rows/);
    expect(screen).toMatch(/\n {2}detectable gain +\d+\.\d% of the test rows/);
    expect(suspicious.length).toBeGreaterThan(0);
    expect(document.suspicious.map(({ id }) => id).toSorted()).toEqual(suspicious.toSorted());
    expect(screen).toContain(document.suspicious[0]!.fields.text.slice(0, 60));
    expect(screen).toMatch(/\nSpent \d+ calls, \d+ of them answered from the store, /);
  });

  it("tries what the optimizer model writes, and says how to go on with it", () => {
    const { advice, yields, cost } = document.writer;
    expect(advice).toBe("whole");
    const requests = yields.reduce((sum, { wanted }) => sum + wanted, 0);
    expect(requests).toBeGreaterThan(5);
    expect(cost.calls).toBeGreaterThanOrEqual(MINIBATCH);
    expect(screen).toMatch(/\n {2}edit +\d+ +\d+ \(1\.00\)/);
    expect(screen).toContain("\nIt writes whole sections: search.writer: auto keeps to them.\n");
    expect(shown).toContain("\nWhat the optimizer model wrote\n");
  });

  it("is said again by show", () => {
    expect(shown).toContain(`\nHeadroom: ${document.headroom.word.toUpperCase()}\n${document.headroom.reasons[0]}\n`);
  });

  it("says so when a cap ended the calls, and still ends well", async () => {
    await using own = await exampleFolder();
    const { code, stdout, stderr } = await own.run(["check", "--live", "--budget-tokens", "2500", ...FLAGS]);
    expect(stderr).toContain("The headroom is not known: ");
    expect(stdout).not.toContain("Headroom:");
    expect(code).toBe(0);
  });

  it("says on its last lines too when a run may not pay", async () => {
    await using own = await exampleFolder();
    const { code, stdout } = await own.run(["check", "--live", ...FLAGS, "--set", "splits.maxTest=10"]);
    expect(stdout).toContain(
      "\nHeadroom: NO-GO\nEven a perfect prompt would gain less than the smallest gain that the test rows can",
    );
    expect(stdout).toContain("\nAll of this works, but look at the headroom before you spend.\nStart with: ");
    expect(screen).toContain("\nAll of this works.\nStart with: ");
    expect(code).toBe(0);
  });

  it("neither measures nor promises it where the settings leave it out", async () => {
    await using own = await exampleFolder();
    const { stdout } = await own.run(["check", "--live", ...SMALL]);
    expect(stdout).not.toContain("Headroom");
    expect((await own.run(["check", ...SMALL])).stdout).toContain(
      `\nTry two real calls: protegi check ${SMALL.join(" ")} --live\n`,
    );
    expect(existsSync(join(own.path, ".protegi"))).toBe(false);
  });
});

describe("check", () => {
  it("says how many calls the headroom takes, and counts them in the estimate", async () => {
    await using own = await exampleFolder();
    const { stdout } = await own.run(["check", ...FLAGS]);
    expect(stdout).toMatch(
      new RegExp(
        `measure the headroom with about ${MINIBATCH + HEADROOM_CALLS} more and the optimizer model with at least \\d+: protegi check --set .+ --live\n`,
      ),
    );
    expect(stdout).toMatch(new RegExp(`\n +${HEADROOM_CALLS} to see whether a gain is possible\n`));
  });
});
