/** A task kind of one's own, through the public API alone: it is used by a run, and passes its suite. */
import { describe, expect, it } from "vitest";
import { optimize, type TaskKind, UsageError } from "../../src/index.ts";
import { readOptions } from "../../src/jobs/read.ts";
import { meanScore } from "../../src/metrics/index.ts";
import { scriptedModel, taskKindContract } from "../../src/testing/index.ts";

/** The answer is a set of tags, with commas between them; part of them is worth part of the score. */
const tags: TaskKind = {
  name: "tags",
  about: "the answer is a set of tags",
  metrics: ["accuracy"],
  takesFunction: false,
  asksJudge: false,
  read(text, where) {
    const read = text.split(",").map((tag) => tag.trim());
    if (read.includes("")) throw new UsageError(where, "a tag is empty");
    return read.toSorted();
  },
  judging: ({ rows }) => ({
    judge({ text, finish }, { expected }) {
      const right = expected as readonly string[];
      if (finish === "refusal" || text.trim() === "") return { score: 0, correct: false, invalid: true };
      const predicted = text
        .split(",")
        .map((tag) => tag.trim())
        .toSorted();
      const common = predicted.filter((tag) => right.includes(tag)).length;
      const score = common / Math.max(predicted.length, right.length);
      return { predicted, score, correct: score === 1, invalid: false };
    },
    metric: meanScore("share of tags"),
    judging: "tags",
    format: { kind: "text" },
    answers: "A right answer is a set of tags, with commas between them.",
    keep: [...new Set(rows.flatMap(({ expected }) => expected as readonly string[]))].toSorted(),
    groupBy: "confusion",
    same: (a, b) => JSON.stringify(a.predicted) === JSON.stringify(b.predicted) && a.score === b.score,
    callsPerCell: 1,
  }),
};

taskKindContract({ describe, it, expect }, tags, {
  expected: ["red", "red, blue", "green,blue,red"],
  input: { metric: "accuracy" },
  right: ({ expected }) => (expected as readonly string[]).join(", "),
  wrong: () => "purple",
});

describe("a task kind of one's own", () => {
  const examples = Array.from({ length: 80 }, (_, i) => ({
    text: `thing ${i}`,
    tags: ["red", "blue, red", "green"][i % 3]!,
  }));
  const task = scriptedModel(({ messages }) => (messages[0]!.content.includes("all of them") ? "red, blue" : "red"));
  const optimizer = scriptedModel(() => JSON.stringify({ items: ["Name all of them: red, blue, green. {{text}}"] }));
  const run = (rows: readonly { text: string; tags: string }[]) =>
    optimize({
      prompt: "Name the tags: red, blue, green. {{text}}",
      examples: rows,
      label: "tags",
      task: tags,
      model: task,
      optimizer,
      search: { rounds: 1, headroom: false },
    });

  it("is judged by in a run, and what it says is sent to the optimizer model", async () => {
    const { verdict } = await run(examples);
    expect(verdict!.metric).toBe("mean share of tags");
    expect(verdict!.initial.value).toBeGreaterThan(0.4);
    const asked = optimizer.calls.map(({ messages }) => messages[0]!.content).join("\n");
    expect(asked).toContain("A right answer is a set of tags, with commas between them.");
    expect(asked).toContain('["blue","red"]');
  });

  it("makes another run when its source changes", () => {
    const { task: before } = readOptions({ prompt: "{{text}}", examples, label: "tags", task: tags, model: task });
    const edited: TaskKind = { ...tags, judging: (input) => ({ ...tags.judging(input), answers: "Tags." }) };
    const { task: after } = readOptions({ prompt: "{{text}}", examples, label: "tags", task: edited, model: task });
    const again = readOptions({ prompt: "{{text}}", examples, label: "tags", task: { ...tags }, model: task });
    expect(before.judging).toMatch(/^tags tags#[0-9a-f]{8}$/);
    expect(after.judging).not.toBe(before.judging);
    expect(again.task.judging).toBe(before.judging);
  });

  it("names the row whose right answer it cannot read, and the options it does not take", async () => {
    const failure = (rows: typeof examples, more: object = {}): Promise<unknown> =>
      optimize({ prompt: "{{text}}", examples: rows, label: "tags", task: tags, model: task, ...more }).catch(
        (error: unknown) => error,
      );
    const broken = examples.with(4, { text: "thing", tags: "red,," });
    expect(await failure(broken)).toMatchObject({
      where: "examples, row 5",
      message: expect.stringContaining("a tag is empty"),
    });
    expect(await failure(examples, { metric: () => 1 })).toMatchObject({
      where: "metric",
      message: expect.stringContaining("task is tags"),
    });
    expect(await failure(examples, { judge: task })).toMatchObject({ where: "judge" });
    expect(await failure(examples, { task: { name: "nothing" } })).toMatchObject({ where: "task" });
  });
});
