/** Every command on a copy of the example, with the simulated model: what it prints, its one JSON document, its exit code. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brokenServer } from "./local-server.ts";
import { emptyFolder, exampleFolder, SMALL, type Folder, type Outcome } from "./helpers.ts";

/** The screen of check, with N for numbers. */
const CHECK = `The prompt, filled with the first row of train
  # Task
  Is this review positive or negative?

  # Output format
  Answer with one word: positive or negative.

  # Prediction
  Text: fast service.
  Label:

The text under the heading "Task" may change, up to the heading "Output format"; everything else stays.

The rows, for accuracy
          rows  negative  positive
  train N N N
  dev N N N
  test N N N

How answers are held
  Answers are held to the labels, as bare words (answer: label).
  In production, hold replies to the same words, or set answer: text.

What a run takes
 N to N calls; all rounds take about N:
 N to see whether a gain is possible
 N to find the errors of each round's prompts
 N to write gradients, edits and paraphrases
 N to select the best prompts of each round
 N to score the best ones on dev
 N for the verdict on test
 Nk to N.NM tokens in, Nk to Nk out
  no money and little time: the model is simulated

All of this can be read, and nothing was spent.
Try two real calls, measure the headroom with about N more and the optimizer model with at least N: protegi check --live
Start with: protegi optimize
`;

let folder: Folder;
/** A run that has ended, and its twin with --json. */
let run: Outcome;
let document: Record<string, unknown>;

beforeAll(async () => {
  folder = await exampleFolder();
  run = await folder.run(["optimize", "--out", "better.md", ...SMALL]);
  document = (await folder.run(["optimize", "--json", "--quiet", ...SMALL])).json();
});
afterAll(() => folder[Symbol.asyncDispose]());

describe("optimize", () => {
  it("prints the winner's diff, the verdict, the cost, why it stopped and where to look", () => {
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /^--- initial prompt\n\+\+\+ best prompt found\n@@ -1,5 .*\n # Task\n-Is this review positive or negative\?\n\+.+\n/,
    );
    expect(run.stdout).toMatch(
      /\n\nVerdict: (?:BETTER|NOT SHOWN|WORSE)\n.+\n\n {2}accuracy on 60 untouched test rows, with 95% intervals\n/,
    );
    const [reason, spent, simulated, look] = run.stdout.trimEnd().split("\n").slice(-4);
    expect(run.stdout).not.toContain("Have it as a file");
    expect(reason).toBe("All 2 rounds are done.");
    expect(spent).toMatch(/^Spent \d+ calls.*, [\d,]+ tokens in, [\d,]+ out, \$0\.00\.$/);
    expect(simulated).toBe("The model was simulated: a real one will differ.");
    expect(look).toMatch(/^Look at the run: protegi show \d{4}-\d\d-\d\d-[0-9a-f]{6}$/);
  });

  it("says before the first call that the model is simulated, and how many calls it takes", () => {
    const [simulated, task, calls] = run.stderr.split("\n");
    expect(simulated).toBe(
      "The model is simulated: the figures show how the tool works, and say nothing about a real model.",
    );
    expect(task).toBe("sim:reviews: accuracy on 1,906 train, 20 dev and 60 test rows");
    expect(calls).toMatch(/^This takes \d+ to \d+ calls, the verdict's 120 included\./);
  });

  it("tells each round in plain lines where stderr is no terminal", () => {
    expect(run.stderr).toMatch(
      /\nRound 1 of 2: 1 prompt to improve\n {2}\d+ errors?: \d+ gradients?, \d+ new prompts?.*\n {2}kept 2 of \d+ prompts after \d+ evaluations/,
    );
    expect(run.stderr).toMatch(/\n {2}P\d+ on dev: 0\.\d+ \[0\.\d+, [01]\.\d+\], the best so far\n/);
    expect(run.stderr).not.toContain("\u001b");
  });

  it("writes the prompt it recommends, or with --take best the best found", async () => {
    const better = (document["verdict"] as { word: string }).word === "better";
    expect(readFileSync(join(folder.path, "better.md"), "utf8")).toBe(document["prompt"]);
    expect(document["prompt"]).toBe(document[better ? "best" : "initial"]);
    await folder.run(["optimize", "--out", "best.md", "--take", "best", "--quiet", ...SMALL]);
    expect(readFileSync(join(folder.path, "best.md"), "utf8")).toBe(document["best"]);
    expect(document["best"]).not.toBe(document["initial"]);
  });

  it("says when selection was guessing, and so does show", async () => {
    await using own = await exampleFolder();
    const said = /\nAll 2 rounds are done\.\nSelection was guessing: with about 1 evaluation for each prompt, .*\n/;
    expect((await own.run(["optimize", ...SMALL, "--set", "selection.perCandidate=1"])).stdout).toMatch(said);
    expect((await own.run("show")).stdout).toMatch(said);
    const { summary } = (await own.run("show --json")).json() as { summary: { signatures: unknown[] } };
    expect(summary.signatures).toMatchObject([{ kind: "guessing", evidence: { perCandidate: 1 } }]);
  });

  it("gives the result as one document, and finds all answers in the store the second time", () => {
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining([
        "runId",
        "prompt",
        "best",
        "initial",
        "verdict",
        "stopped",
        "candidates",
        "cost",
        "plan",
        "simulated",
      ]),
    );
    const { calls, cached } = document["cost"] as { calls: number; cached: number };
    expect(cached).toBe(calls);
  });

  it("says npx where npm started it", async () => {
    const { stdout } = await folder.run(["optimize", "--quiet", ...SMALL], { env: { npm_execpath: "npm-cli.js" } });
    expect(stdout).toContain("\nLook at the run: npx protegi show ");
  });

  it("is silent with --quiet", async () => {
    const { stderr, stdout } = await folder.run(["optimize", "--quiet", ...SMALL]);
    expect(stderr).toBe("");
    expect(stdout).toContain("Verdict: ");
  });

  it("ends with 4 when --require better is not met", async () => {
    const word = (document["verdict"] as { word: string }).word;
    const { code } = await folder.run(["optimize", "--require", "better", "--quiet", ...SMALL]);
    expect(code).toBe(word === "better" ? 0 : 4);
  });

  it("ends with 3 when the budget ends before a verdict, and goes on when it is raised", async () => {
    const cut = await folder.run(["optimize", "--fresh", "--budget-tokens", "2000", ...SMALL]);
    expect(cut.stdout).toContain("No verdict\nThe budget ended before the test rows were read");
    expect(cut.code).toBe(3);
    const shown = await folder.run("show");
    expect(shown.stdout).toMatch(
      /^Run \S+, stopped: The budget ended before the verdict\.\nThe same command resumes from there; what was paid for is not paid again\.\n/,
    );
    const resumed = await folder.run(["optimize", ...SMALL]);
    expect(resumed.stderr).toMatch(/\nResuming run \S+, which was cut off: what it has paid for is not paid again\.\n/);
    expect(resumed.code).toBe(0);
  });

  it("draws a live line on a terminal, and none with --quiet or in CI", async () => {
    const live = await folder.run(["optimize", ...SMALL], { tty: true });
    expect(live.stderr.replaceAll("\r\u001b[K", "<live>")).toMatch(/<live>about \d+ calls<live>Round 1 of 2/);
    expect(live.stderr.endsWith("\r\u001b[K\n")).toBe(true);
    expect(live.stdout).toContain("\u001b[1mVerdict: ");
    const plain = await folder.run(["optimize", ...SMALL], { tty: true, env: { CI: "true", NO_COLOR: "1" } });
    expect(`${plain.stderr}${plain.stdout}`).not.toContain("\u001b");
  });
});

describe("check", () => {
  it("shows on one screen the filled prompt, the rows and what a run takes", async () => {
    const { code, stdout, stderr } = await folder.run("check");
    expect(stdout.replaceAll(/\d[\d,]*/g, "N").replaceAll(/ +(?=N)/g, " ")).toBe(CHECK);
    expect(stdout.split("\n").length).toBeLessThan(40);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("makes one call for each role with --live, and without headroom keeps nothing", async () => {
    await using own = await exampleFolder();
    const { stdout } = await own.run("check --live --set search.headroom=false");
    expect(stdout).toMatch(
      /\n {2}task \(sim:reviews\), \d+ ms: (?:positive|negative)\n {2}optimizer \(sim:reviews\), \d+ ms: \S.*\n/,
    );
    expect(existsSync(join(own.path, ".protegi"))).toBe(false);
  });

  it("tells money by the prices of the config, and that it does not know where there are none", async () => {
    await using own = await exampleFolder();
    const model = `{ model: "openai-compatible:any", baseURL: "http://192.0.2.1/v1" }`;
    const config = `prompt: prompt.md\ndata: reviews.csv\nmodel: ${model}\n`;
    await own.write({
      "no.yaml": config,
      "yes.yaml": `${config}prices: { "openai-compatible:any": { input: 1, output: 2 } }\n`,
    });
    expect((await own.run("check no.yaml")).stdout).toContain(
      "\n  an unknown amount of money: set prices for openai-compatible:any",
    );
    expect((await own.run("check yes.yaml")).stdout).toMatch(
      /\n {2}\$0\.\d+ to \$\d\.\d\d\n {2}\d+ s to \d+ min \d+ s, assuming 0.5 to 3 s per call and 16 calls in flight\n/,
    );
    const { estimate } = (await own.run("check yes.yaml --json")).json() as {
      estimate: { usd: { most: number }; tokens: Record<"input" | "output", { most: number }> };
    };
    const { input, output } = estimate.tokens;
    expect(estimate.usd.most).toBeCloseTo((input.most + 2 * output.most) / 1e6, 3);
  });

  it("ends with 1 when a call of --live brings nothing, and says why", async () => {
    await using own = await exampleFolder();
    await using server = await brokenServer();
    const model = `{ model: "openai-compatible:any", baseURL: "${server.baseURL}" }`;
    await own.write({ "live.yaml": `prompt: prompt.md\ndata: reviews.csv\nmodel: ${model}\n` });
    const { code, stdout, stderr } = await own.run("check live.yaml --live");
    expect(stdout).toMatch(/\n {2}task, [\d,]+ ms: no answer\. openai-compatible:any .*HTTP 500[^]*\n {2}optimizer, /);
    expect(stdout).toContain("\nA run would not work like this");
    expect(stderr).toContain("HTTP 500");
    expect(server.calls).toBe(4);
    expect(code).toBe(1);
  });

  it("gives the same as data", async () => {
    const { splits, estimate, filledPrompt } = (await folder.run("check --json --budget-calls 1500")).json() as {
      splits: Record<string, { rows: number; labels: Record<string, number> }>;
      estimate: { plan: { total: number }; calls: { most: number }; usd: { most: number } };
      filledPrompt: string;
    };
    // Of 400 rows as many as the plan for the budget has, in equal parts.
    expect(splits["test"]).toEqual({ rows: 150, labels: { negative: 75, positive: 75 } });
    expect(estimate.calls.most).toBe(1500);
    expect(estimate.plan.total).toBeLessThanOrEqual(1500);
    expect(estimate.plan.total).toBeGreaterThan(0.9 * 1500);
    expect(estimate.usd.most).toBe(0);
    expect(filledPrompt).not.toContain("{{");
  });
});

describe("step", () => {
  it("shows errors, gradients, edits and paraphrases of one minibatch", async () => {
    const { code, stdout } = await folder.run(["step", ...SMALL]);
    expect(stdout).toMatch(/^\d+ errors? on 16 rows of train/);
    expect(stdout).toMatch(/\n {2}right +answered +row\n {2}(?:positive|negative) /);
    expect(stdout).toMatch(/\nGradient: .+\n {2}edit:\n {4}.+\n(?: {4}.+\n)* {2}in other words:\n/);
    expect(code).toBe(0);
  });

  it("asks what a run asks, so that the run finds the answers", async () => {
    const { cost, gradients } = (await folder.run(["step", "--json", ...SMALL])).json() as {
      cost: { calls: number; cached: number };
      gradients: unknown[];
    };
    expect(cost.cached).toBe(cost.calls);
    expect(gradients.length).toBeGreaterThan(0);
  });
});

describe("evaluate", () => {
  it("scores a prompt, with interval, confusion matrix and wrong rows", async () => {
    const { code, stdout } = await folder.run("evaluate");
    expect(stdout).toMatch(
      /^accuracy on dev: 0\.\d{3} \[0\.\d{3}, 0\.\d{3}\] with its 95% interval, on 200 rows\n\n {2}right \\ answered +negative +positive\n {2}negative +\d+ +\d+\n/,
    );
    expect(stdout).toMatch(/\n\d+ wrong rows, 10 of them here; --json has all\n {2}right +answered +row\n/);
    expect(code).toBe(0);
  });

  it("shows the commonest confusions where labels are many", async () => {
    await using own = await emptyFolder();
    const rows = Array.from({ length: 450 }, (_, i) => `text number ${i * 7919},label ${i % 15}\n`);
    await own.write({
      "data.csv": `text,label\n${rows.join("")}`,
      "protegi.yaml": "prompt: 'Which? {{text}}'\ndata: data.csv\nmodel: sim:reviews\n",
    });
    const { stdout } = await own.run("evaluate");
    expect(stdout).toMatch(/\n {2}right +answered +rows\n(?: {2}label \d+ +\S.* +\d+\n){1,10}\n/);
    expect(stdout).not.toContain("right \\ answered");
  });

  it("scores another prompt on the same rows", async () => {
    await folder.write({ "other.md": "Is this positive? Mind negations.\n\n{{text}}\nLabel:" });
    const one = (await folder.run("evaluate --split test --json")).json() as {
      score: { n: number };
      prompt: { id: string };
    };
    const other = (await folder.run("evaluate --split test --json --prompt other.md")).json() as typeof one;
    expect(other.score.n).toBe(one.score.n);
    expect(other.prompt.id).not.toBe(one.prompt.id);
  });
});

describe("runs and show", () => {
  it("lists the runs, the newest first", async () => {
    const { stdout } = await folder.run("runs");
    expect(stdout).toMatch(
      /^run +status +started \(UTC\) +model +metric +initial +best +verdict\n\d{4}-\d\d-\d\d-[0-9a-f]{6} +(?:finished|stopped) /,
    );
    expect(Array.isArray((await folder.run("runs --json")).json()["runs"])).toBe(true);
  });

  it("shows one run by its id or by how it begins", async () => {
    const id = document["runId"] as string;
    const { code, stdout } = await folder.run(["show", id]);
    expect(stdout).toMatch(
      new RegExp(
        `^Run ${id}, finished\naccuracy with sim:reviews, started ${id.slice(0, 10)} \\d\\d:\\d\\d \\(UTC\\)\n`,
      ),
    );
    expect(stdout).toMatch(/\nRound 1: \d+ gradients?, \d+ new prompts?, \d+ evaluations?\n/);
    expect(stdout).toMatch(/\n {2}G1 \S[^\n]*\n {4}[+ ] P\d+ {2}[+−]0\.\d{3} \[/);
    expect(stdout).toMatch(
      /\n {2}\d of \d new prompts? beat the prompt they were written from; \d of \d gradients? repeat/,
    );
    expect(stdout).toMatch(/\n {2}kept +train +95% interval +rows +dev +begins\n/);
    expect(stdout).toContain("\nBest found: ");
    expect(stdout).toContain("\nAll 2 rounds are done.\n");
    expect(stdout).toContain("\nVerdict: ");
    expect(stdout).toMatch(/\nSpent \d+ calls, /);
    expect(code).toBe(0);
    const shown = (await folder.run(["show", id, "--json"])).json() as { id: string; summary: { rounds: unknown[] } };
    expect(shown.id).toBe(id);
    expect(shown.summary.rounds).toHaveLength(2);
  });

  it("shows what was sent to the optimizer model and what it replied, in all rounds or in one", async () => {
    const id = document["runId"] as string;
    const { code, stdout } = await folder.run(["show", id, "--requests"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Request 1 of \d+: \w+, round 1, prompt [0-9a-f]{12}\nuser:\n {2}You \w+ /);
    expect(stdout).toMatch(/\n {2}## Your task\n[^]*\nreply:\n {2}[^]*\nTaken: \d+ items?\.\n/);
    const all = (await folder.run(["show", id, "--requests", "--json"])).json() as { requests: { round: number }[] };
    const second = (await folder.run(["show", id, "--requests", "2", "--json"])).json() as typeof all;
    expect(second.requests.length).toBeGreaterThan(0);
    expect(second.requests).toEqual(all.requests.filter(({ round }) => round === 2));
    expect((await folder.run(["show", id, "--requests", "7"])).stdout).toBe(
      "No requests to the optimizer model are stored for round 7 of this run.\n",
    );
  });

  it("shows the newest without a name, and the nearest id for a mistyped one", async () => {
    expect((await folder.run("show")).code).toBe(0);
    const id = document["runId"] as string;
    const { stderr, code } = await folder.run(["show", `${id.slice(0, -1)}x`]);
    expect(stderr).toContain("there is no such run; did you mean ");
    expect(code).toBe(2);
  });

  it("begins no store where there is none", async () => {
    await using own = await exampleFolder();
    expect((await own.run("runs")).stdout).toBe("No runs yet. Start one with: protegi optimize\n");
    expect((await own.run("cache --json")).json()).toMatchObject({ answers: 0 });
    expect((await own.run("doctor")).code).toBe(0);
    expect(existsSync(join(own.path, ".protegi"))).toBe(false);
  });
});

describe("doctor and models", () => {
  it("says what works, and never what a key is", async () => {
    const { stdout } = await folder.run("doctor", { env: { OPENAI_API_KEY: "sk-secret-key" } });
    expect(stdout).toMatch(
      /^what +state +detail\nNode +works +v\d+.*\nstore +works .*\nopenai: +works +OPENAI_API_KEY is set\nanthropic: +missing /,
    );
    expect(stdout).not.toContain("secret");
    expect((await folder.run("doctor --json")).json()).toMatchObject({ findings: expect.any(Array) });
  });

  it("ends with 1 when something is broken", async () => {
    const { code, stdout } = await folder.run("doctor", { env: { PROTEGI_HOME: join(folder.path, "prompt.md/home") } });
    expect(stdout).toMatch(/\nstore +broken /);
    expect(code).toBe(1);
  });

  it("lists the local models that are here", async () => {
    await using own = await exampleFolder();
    const env = { PROTEGI_HOME: own.path };
    expect((await own.run("models", { env })).stdout).toContain("protegi models pull smollm2");
    await own.write({ "models/my.gguf": "GGUF" });
    expect((await own.run("models --json", { env })).json()).toMatchObject({ models: [{ bytes: 4 }] });
    expect((await own.run("models", { env })).stdout).toMatch(/local:\S+my\.gguf/);
  });
});

describe("every command", () => {
  it.each(["init", "check", "step", "optimize", "evaluate", "compare", "runs", "show", "models", "cache", "doctor"])(
    "%s has help with examples, --json and --quiet",
    async (name) => {
      const { code, stdout } = await folder.run([name, "--help"]);
      expect(stdout).toMatch(new RegExp(`\nExamples:\n {2}\\$ protegi ${name}`));
      expect(stdout).toContain("--json");
      expect(stdout).toContain("--quiet");
      expect(code).toBe(0);
    },
  );
});

describe("what is to be known of the data", () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `the service was ${i % 2 === 0 ? "good" : "bad"} in shop ${i * 7919},${i % 10 === 9 ? "nan" : i % 2 === 0 ? "positive" : "negative"}\n`,
  );
  it.each(["check", "evaluate", "step", "compare prompt.md other.md", "optimize --yes --set search.rounds=1"])(
    "is said by %s, once",
    async (command) => {
      await using folder = await emptyFolder();
      await folder.write({
        "data.csv": `text,label\n${rows.join("")}`,
        "prompt.md": "# Task\nIs it positive or negative?\n\n# Input\n{{text}}\n",
        "other.md": "# Task\nIs {text} good?\n\n# Input\n{{text}}\n",
        "protegi.yaml": "prompt: prompt.md\ndata: data.csv\nlabel: label\nmodel: sim:reviews\n",
      });
      const { stdout, stderr, code } = await folder.run(command);
      expect(code, stderr).toBe(0);
      const said = (stdout + stderr).split("6 rows have the label “nan”").length - 1;
      expect(said).toBe(1);
      const unfilled = (stdout + stderr).split("In other.md, “{text}”").length - 1;
      expect(unfilled).toBe(command.startsWith("compare") ? 1 : 0);
    },
  );
});
