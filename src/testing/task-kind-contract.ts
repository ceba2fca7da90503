/** The contract of a task kind as a test suite: every kind, ours or yours, is to pass it. */
import { shown, type Example } from "../core/example.ts";
import { NO_USAGE, type ModelAnswer } from "../core/model.ts";
import type { AskJudge, Judging, Observation } from "../core/task.ts";
import type { KindInput, TaskKind } from "../tasks/index.ts";
import type { TestTools } from "./test-tools.ts";

/** What a kind is tried on. */
export interface TaskKindSample {
  /** Two or more right answers, each as the label column writes it. */
  readonly expected: readonly string[];
  /** The metric, and what else the kind is given but the rows. */
  readonly input: Omit<KindInput, "rows">;
  /** What a model that is right writes about a row. */
  readonly right: (example: Example) => string;
  /** What a model that is wrong writes about it. */
  readonly wrong: (example: Example) => string;
  /** What the judge model replies; default: `yes`. */
  readonly reply?: (question: string) => string;
}

/** Most requests of one judge that the suite allows a judge model for. */
const JUDGE_CALLS = 3;

/** Declares the tests of one task kind. */
export function taskKindContract(tools: TestTools, kind: TaskKind, sample: TaskKindSample): void {
  const { describe, it, expect } = tools;
  const rows = sample.expected.map((text, i): Example => ({
    id: `row ${i}`,
    fields: { text: `text ${i}` },
    expected: kind.read === undefined ? text : kind.read(text, `row ${i}`),
  }));
  const judging = (more: Partial<KindInput> = {}): Judging => kind.judging({ rows, ...sample.input, ...more });

  async function observe(
    by: Judging,
    example: Example,
    text: string,
    finish: ModelAnswer["finish"] = "stop",
  ): Promise<Seen> {
    let asked = 0;
    const ask: AskJudge = async (request) => {
      asked += 1;
      const question =
        typeof request === "string" ? request : request.messages.map(({ content }) => content).join("\n");
      return { text: sample.reply?.(question) ?? "yes", finish: "stop", usage: NO_USAGE };
    };
    const answer: ModelAnswer = { text, finish, usage: NO_USAGE };
    const judged = await by.judge(answer, example, by.callsPerCell > 1 ? ask : undefined);
    return { seen: { ...judged, example, answer: text }, asked };
  }
  const observeAll = async (by: Judging, write: (example: Example) => string): Promise<Observation[]> =>
    (await Promise.all(rows.map((row) => observe(by, row, write(row))))).map(({ seen }) => seen);

  describe(`${kind.name}: the contract of a task kind`, () => {
    it("has a name that an option can take, and one line about it", async () => {
      expect(/^[a-z][a-z0-9-]*$/.test(kind.name)).toBe(true);
      expect(/^\S.*[^.\s]$/.test(kind.about)).toBe(true);
    });

    it("takes metrics by name, or a function", async () => {
      expect(kind.metrics.length > 0 || kind.takesFunction).toBe(true);
      expect(typeof sample.input.metric === "function" ? kind.takesFunction : kind.metrics.length > 0).toBe(true);
    });

    it("judges a right answer right and a wrong one wrong, with scores from 0 to 1", async () => {
      const by = judging();
      for (const row of rows) {
        const { seen: right } = await observe(by, row, sample.right(row));
        const { seen: wrong } = await observe(by, row, sample.wrong(row));
        expect([right.correct, right.invalid, wrong.correct]).toEqual([true, false, false]);
        expect(0 <= wrong.score && wrong.score < right.score && right.score <= 1).toBe(true);
      }
    });

    it("judges an answer the same every time", async () => {
      for (const write of [sample.right, sample.wrong])
        expect(await observeAll(judging(), write)).toEqual(await observeAll(judging(), write));
    });

    it("counts a refusal, an overflow and an answer of nothing as wrong, and throws for none", async () => {
      const by = judging();
      for (const row of rows) {
        expect((await observe(by, row, sample.right(row), "refusal")).seen.correct).toBe(false);
        expect((await observe(by, row, "", "overflow")).seen.correct).toBe(false);
        expect((await observe(by, row, "")).seen.correct).toBe(false);
        expect((await observe(by, row, "", "length")).seen.correct).toBe(false);
      }
    });

    it("scores right rows higher than wrong ones by its metric, which has a name", async () => {
      const by = judging();
      const right = by.metric.score(await observeAll(by, sample.right));
      const wrong = by.metric.score(await observeAll(by, sample.wrong));
      expect(by.metric.name.trim() === "").toBe(false);
      expect(0 <= wrong && wrong < right && right <= 1).toBe(true);
    });

    it("finds an answer the same as itself, and as another one both ways or neither", async () => {
      const by = judging();
      const seen = [...(await observeAll(by, sample.right)), ...(await observeAll(by, sample.wrong))];
      for (const a of seen)
        for (const b of seen.filter(({ example }) => example.id === a.example.id)) {
          expect(by.same(a, b)).toBe(by.same(b, a));
          if (a.answer === b.answer) expect(by.same(a, b)).toBe(true);
          if (a.score !== b.score) expect(by.same(a, b)).toBe(false);
        }
    });

    it("says one sentence on right answers, and names no label that it does not have", async () => {
      const { answers, keep, labels, labelOf } = judging();
      expect(/^\S.*\.$/.test(answers)).toBe(true);
      expect(keep.every((word) => word.trim() !== "")).toBe(true);
      if (labels !== undefined) {
        expect(new Set(labels).size).toBe(labels.length);
        expect(rows.every(({ expected }) => labels.includes(shown(expected)))).toBe(true);
      }
      if (labelOf !== undefined) expect(rows.every((row) => typeof labelOf(row) === "string")).toBe(true);
    });

    it("groups errors in a way that is known", async () => {
      expect(["confusion", "meaning", "random"].includes(judging().groupBy)).toBe(true);
    });

    it("is named by its judging: alike for the same input, whatever the rows, and by other words for another module", async () => {
      expect(judging().judging).toBe(judging({ rows: rows.toReversed() }).judging);
      const [one, two] = [judging({ source: "one" }).judging, judging({ source: "two" }).judging];
      if (kind.takesFunction && typeof sample.input.metric === "function") expect(one === two).toBe(false);
    });

    it("asks a judge model no more often than its calls say, and only where it may", async () => {
      for (const judgeCalls of kind.asksJudge ? [0, JUDGE_CALLS] : [0]) {
        const by = judging({ judgeCalls });
        expect(by.callsPerCell).toBe(1 + judgeCalls);
        // With no judge model at hand, a kind that needs one says so.
        if (judgeCalls === 0 && (sample.input.judgeCalls ?? 0) > 0) continue;
        const { asked } = await observe(by, rows[0]!, sample.right(rows[0]!));
        expect(asked <= judgeCalls).toBe(true);
      }
    });

    it("leaves the rows as they are", async () => {
      const before = structuredClone(rows);
      const by = judging();
      by.metric.score(await observeAll(by, sample.right));
      expect(rows).toEqual(before);
    });
  });
}

/** An observation, and how often the judge model was asked for it. */
interface Seen {
  readonly seen: Observation;
  readonly asked: number;
}
