/** Tasks that a function of the user's judges: which runs are the same, how errors are grouped, what noise is. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CallBudget } from "../../src/core/budget.ts";
import { measureHeadroom } from "../../src/core/measuring/headroom/headroom.ts";
import { methods } from "../../src/core/methods/index.ts";
import { rng } from "../../src/core/rng.ts";
import type { Task } from "../../src/core/task.ts";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import type { MetricFunction } from "../../src/metrics/index.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { fingerprintOf } from "../../src/run/fingerprint.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { custom } from "../../src/tasks/custom.ts";
import { metricFrom } from "../../src/tasks/metric-module.ts";
import { scriptedModel } from "../../src/testing/index.ts";
import { toy, TOY_SEARCH } from "../core/toy.ts";
import { failingAt, failureOf, smallRun } from "../run/runs.ts";
import { sharedFolder } from "../temp.ts";

const SETTINGS = parseGroups({});
/** Every right answer is another one, as in translations, summaries and sums. */
const EXAMPLES = Array.from({ length: 400 }, (_, i) => ({
  text: `what is ${i} + ${i % 7}`,
  answer: `it is ${i + (i % 7)}`,
}));

function taskOf(metric: MetricFunction): Task {
  return buildTask(
    { prompt: "# Task\nAdd.\n\n# Input\n{{text}}", examples: EXAMPLES, metric },
    SETTINGS.splits,
    () => {},
  );
}

describe("the judging of a custom task", () => {
  const exact: MetricFunction = (answer, { expected }) => answer === expected;
  const models = { task: scriptedModel("yes"), optimizer: scriptedModel("yes") };
  const fingerprint = (task: Task): string => fingerprintOf(task, models, SETTINGS);

  it("is another one when the body of the function has changed under its old name", () => {
    const versions = [
      { score: (answer: string) => answer.includes("yes") },
      { score: (answer: string) => answer.startsWith("yes") },
    ].map(({ score }) => taskOf(score));
    expect(versions.map(({ metric }) => metric.name)).toEqual(["mean score", "mean score"]);
    expect(fingerprint(versions[0]!)).not.toBe(fingerprint(versions[1]!));
    expect(fingerprint(taskOf(exact))).toBe(fingerprint(taskOf(exact)));
  });

  it("makes a run that was cut off go on with its own function only", async () => {
    const store = memoryStore();
    const [before, after] = [
      { score: ((answer, { expected }) => answer === expected) satisfies MetricFunction },
      { score: ((answer, { expected }) => answer.startsWith(String(expected))) satisfies MetricFunction },
    ];
    await failureOf(smallRun({ store, model: failingAt(100), metric: before!.score }));
    const [cutOff] = await store.listRuns();
    expect(await smallRun({ store, metric: after!.score })).toMatchObject({ resumed: false });
    expect(await smallRun({ store, metric: before!.score })).toMatchObject({ resumed: true, runId: cutOff!.id });
  });

  it("has no name where the function has none", () => {
    // The name that a module gives to a default export without one.
    const { default: nameless } = { default: (answer: string) => answer === "yes" };
    expect(nameless.name).toBe("default");
    const { metric, judging } = taskOf(nameless);
    expect(metric.name).toBe("mean score");
    expect(judging).toMatch(/^function:anonymous#[0-9a-f]{8}$/);
  });

  describe("of a module", () => {
    const folder = sharedFolder();
    const moduleTask = async (name: string, text: string): Promise<Task> => {
      await writeFile(join(folder, name), text);
      const { metric, metricSource, metricFile } = await metricFrom(name, folder);
      const fn = metric as MetricFunction;
      const module = { source: metricSource!, file: metricFile! };
      return { ...taskOf(fn), ...custom.judging({ rows: [], metric: fn, ...module }) };
    };

    it("is another one when a function changes that the exported one calls", async () => {
      const text = (helper: string): string =>
        `const near = (a, b) => ${helper};\nexport default (answer, { expected }) => near(answer, expected);\n`;
      const one = await moduleTask("one.mjs", text("a === b"));
      const two = await moduleTask("two.mjs", text("a.trim() === b"));
      expect(fingerprint(one)).not.toBe(fingerprint(two));
    });

    it("is called by its own name where the function has one", async () => {
      const named = await moduleTask("named.mjs", "export default function warmth() { return 1; }\n");
      expect(named.metric.name).toBe("mean warmth");
    });
  });
});

describe("the errors of a custom task", () => {
  const groupsOf = async (task: Task, grouping: "auto" | "confusion"): Promise<number[]> => {
    const world = toy(task, (role) => (role === "task" ? "no idea" : undefined));
    const search = { ...TOY_SEARCH, rounds: 1, errorsPerGroup: 4, grouping };
    await methods.protegi.search(search)(world.tools, new CallBudget(Infinity), rng(1));
    return world.events.flatMap((event) => (event.type === "gradient" ? [event.rows.length] : []));
  };

  it("are four a request where every right answer is another, unless the option says otherwise", async () => {
    const task = taskOf((answer, { expected }) => answer === expected);
    const sizes = await groupsOf(task, "auto");
    expect(sizes.length).toBeGreaterThan(0);
    expect(new Set(sizes)).toEqual(new Set([4]));
    expect(new Set(await groupsOf(task, "confusion"))).toEqual(new Set([1]));
  });

  it("are not one heap where answers are read as objects", async () => {
    const task = taskOf((_, { id }) => ({ score: 0, predicted: { row: id.slice(0, 1) } }));
    expect((await groupsOf(task, "confusion")).every((size) => size < 4)).toBe(true);
  });
});

describe("the headroom of a custom task", () => {
  /** Answers in other words each time, right on two rows of three. */
  const measure = (metric: MetricFunction) => {
    const world = toy(taskOf(metric), (role, { messages: [message], sample }) => {
      if (role === "optimizer") return undefined;
      const row = Number(/what is (\d+)/.exec(message!.content)![1]);
      return `${row % 3 === 0 ? "wrong" : "right"}, in words of call ${sample}`;
    });
    return measureHeadroom(world.tools, { ...TOY_SEARCH, minibatchSize: 60 }, world.budget, rng(1).fork("round 1"));
  };

  it("has no noise where other words score the same, and can be a go", async () => {
    const headroom = await measure((answer) => answer.startsWith("right"));
    expect(headroom.noise).toBe(0);
    expect(headroom.word).toBe("go");
    expect(headroom.suspicious).toEqual([]);
  });

  it("has noise where the scores change", async () => {
    const headroom = await measure((answer) => (answer.endsWith("call 0") ? 0.4 : 0.8));
    expect(headroom.noise).toBe(1);
  });
});
