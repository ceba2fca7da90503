/** Who may win: those that meet the limits on dev and break no protected row. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallBudget } from "../../../src/core/budget.ts";
import type { Candidate } from "../../../src/core/candidate.ts";
import { promptLimit } from "../../../src/core/limits/kinds.ts";
import { metricLimit } from "../../../src/core/limits/kinds.ts";
import { DevScores } from "../../../src/core/measuring/dev-scores.ts";
import { chooseEligible, type Chosen } from "../../../src/core/measuring/eligible.ts";
import { ModelError } from "../../../src/core/errors.ts";
import { promptCharacters } from "../../../src/core/limits/size.ts";
import { rng } from "../../../src/core/rng.ts";
import type { Task } from "../../../src/core/task.ts";
import { accuracy, toy, toyRows, toyTask, type Toy } from "../toy.ts";

const dev = toyRows(20, "dev");
const held = toyRows(6, "held");

/** Whether a prompt, by its number in the list, is right on a row: `dev` and `held` list the rows that it gets wrong. */
interface Play {
  readonly dev: readonly number[];
  readonly held: readonly number[];
  /** Protected rows whose answer never arrives. */
  readonly lost?: readonly number[];
}

interface Played extends Toy {
  readonly chosen: Chosen;
  readonly prompts: readonly Candidate[];
}

async function played(plays: readonly Play[], more: Partial<Task> = {}, calls = Infinity): Promise<Played> {
  const task: Task = { ...toyTask(), dev, ...more };
  const prompts = plays.map((_, i): Candidate => {
    const prompt = i === 0 ? task.prompt : task.prompt.withParts({ task: `Start${" again".repeat(i)}` });
    return { prompt, origin: { kind: "initial" }, round: 0 };
  });
  const numbers = new Map(prompts.map(({ prompt }, i) => [prompt.id, i]));
  const world = toy(task, (_, __, tag) => {
    const play = plays[numbers.get(tag.prompt!)!]!;
    const [onDev, onHeld] = [dev, held].map((rows) => rows.findIndex(({ id }) => id === tag.row));
    if (play.lost?.includes(onHeld!)) throw new ModelError("network", "lost");
    return play.dev.includes(onDev!) || play.held.includes(onHeld!) ? "no" : "yes";
  });
  const { tools } = world;
  const budget = new CallBudget(calls);
  const scores = new DevScores(tools);
  const chosen = await chooseEligible(tools, scores, prompts.slice(1), {
    most: plays.length,
    round: 3,
    budget,
    rng: rng(1).fork("dev"),
  });
  return { ...world, chosen, prompts };
}

const none: Play = { dev: [], held: [] };
const wrong = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const bad: Play = { dev: wrong(12), held: [] };

describe("protected rows", () => {
  it("refuse a better prompt that breaks one, and say which", async () => {
    const { chosen, prompts, events } = await played([bad, { dev: [], held: [2] }, { dev: [0, 1, 2], held: [] }], {
      protected: held,
      placeOf: (id) => `data.csv:${id.slice(0, 2)}`,
    });
    expect(chosen.best).toBe(prompts[2]);
    expect(chosen.ranked.map(({ candidate, refused }) => [candidate, refused])).toEqual([
      [prompts[2], undefined],
      [prompts[1], true],
    ]);
    expect(events.filter(({ type }) => type === "finalist-refused")).toEqual([
      {
        type: "finalist-refused",
        round: 3,
        id: prompts[1]!.prompt.id,
        broken: [
          {
            row: held[2]!.id,
            place: `data.csv:${held[2]!.id.slice(0, 2)}`,
            expected: "yes",
            before: "yes",
            after: "no",
          },
        ],
      },
    ]);
  });

  it("are not broken where the initial prompt is wrong too, and that is said", async () => {
    const { chosen, prompts, events } = await played(
      [
        { dev: wrong(12), held: [4] },
        { dev: [], held: [4] },
      ],
      {
        protected: held,
      },
    );
    expect(chosen.best).toBe(prompts[1]);
    expect(events.find(({ type }) => type === "protected-rows")).toMatchObject({
      rows: 6,
      wrong: [{ row: held[4]!.id, expected: "yes", answer: "no" }],
    });
  });

  it("let nobody win whose answers did not all arrive, or were not paid for", async () => {
    const { chosen, prompts } = await played([bad, { dev: [], held: [], lost: [1] }, { dev: [0, 1], held: [] }], {
      protected: held,
    });
    expect(chosen.best).toBe(prompts[2]);
    const poor = await played([bad, none], { protected: held }, 20 + 6 + 3);
    expect(poor.chosen.best).toBeUndefined();
  });

  it("are asked of the best under a cap that its rivals on dev could use up", async () => {
    const floor = metricLimit({ text: "accuracy >= 0.6", sense: ">=", bound: 0.6 }, accuracy);
    const near = { dev: [0, 1], held: [] };
    const { chosen, prompts } = await played(
      [bad, none, near, near],
      { protected: held, limits: [floor] },
      20 + 20 + 12 + 20,
    );
    expect(chosen.best).toBe(prompts[1]);
    expect(chosen.limits).toBe("met");
  });

  it("are asked once of each prompt that is about to win", async () => {
    const { call } = await played([bad, none, { dev: [0], held: [] }], { protected: held });
    const ids = new Set(held.map(({ id }) => id));
    expect(call.made.filter(({ tag }) => ids.has(tag.row!)).length).toBe(12);
  });

  it("are never broken by a winner, whatever the model answers and whoever are the finalists", async () => {
    const rows = (count: number): fc.Arbitrary<number[]> => fc.uniqueArray(fc.nat(count - 1), { maxLength: count });
    const play = fc.record({ dev: rows(20), held: rows(6), lost: fc.oneof(fc.constant<number[]>([]), rows(6)) });
    const floor = metricLimit({ text: "accuracy >= 0.6", sense: ">=", bound: 0.6 }, accuracy);
    await fc.assert(
      fc.asyncProperty(
        fc.array(play, { minLength: 2, maxLength: 5 }),
        fc.boolean(),
        fc.oneof(fc.constant(Infinity), fc.nat(200)),
        async (plays, limited, calls) => {
          const task = { protected: held, ...(limited && { limits: [floor] }) };
          const { chosen, prompts } = await played(plays, task, calls);
          const { best } = chosen;
          const winner =
            best === undefined ? plays[0]! : plays[prompts.findIndex(({ prompt }) => prompt === best.prompt)]!;
          const [first] = plays;
          const broken = held.filter(
            (_, i) => !first!.held.includes(i) && !first!.lost.includes(i) && winner.held.includes(i),
          );
          expect(broken).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("limits on dev", () => {
  const floor = metricLimit({ text: "accuracy >= 0.9", sense: ">=", bound: 0.9 }, accuracy);
  const short = promptLimit({ text: "promptCharacters <= 36", sense: "<=", bound: 36 }, promptCharacters);

  it("let the best win that meets them all", async () => {
    const { chosen, prompts, events } = await played([bad, { dev: [0], held: [] }, { dev: [0, 1], held: [] }, none], {
      limits: [floor, short],
    });
    // The third is the best, and too long: "# Task\nStart again again again\n\n# Input\n" has 40 characters.
    expect(chosen.best).toBe(prompts[1]);
    expect(chosen.limits).toBe("met");
    expect(chosen.ranked[0]!.limits).toMatchObject([
      { value: 0.95, met: true },
      { value: 28, met: true },
    ]);
    expect(events.filter(({ type }) => type === "finalist-refused")).toMatchObject([
      { id: prompts[3]!.prompt.id, missed: [{ limit: "promptCharacters <= 36", value: 40 }] },
    ]);
  });

  it("weigh the initial prompt too, which may be the only one that meets them", async () => {
    const { chosen, prompts } = await played([{ dev: [0, 1], held: [] }, bad], { limits: [floor] });
    expect(chosen.best).toMatchObject({ prompt: prompts[0]!.prompt });
    expect(chosen.limits).toBe("met");
  });

  it("name the nearest where nobody meets them, but for one that breaks a protected row", async () => {
    const plays = [bad, { dev: wrong(9), held: [] }, { dev: wrong(5), held: [] }, { dev: wrong(3), held: [0] }];
    const { chosen, prompts } = await played(plays, { limits: [floor], protected: held });
    expect(chosen.best).toBe(prompts[2]);
    expect(chosen.limits).toBe("none met");
    expect(chosen.ranked).toHaveLength(4);
    expect(chosen.ranked.every(({ refused }) => refused === true)).toBe(true);
  });

  it("are not measured where the budget ends before: the initial prompt stays", async () => {
    const { chosen } = await played([bad, none], { limits: [floor] }, 10);
    expect(chosen.best).toBeUndefined();
    expect(chosen.limits).toBe("not measured");
  });
});
