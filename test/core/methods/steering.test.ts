/** What a person does to a search at its checkpoints, for every method: veto, pin, add, stop; and a run takes it up again. */
import { describe, expect, it } from "vitest";
import type { Checkpoint, Input } from "../../../src/core/inputs.ts";
import { methods, type MethodName } from "../../../src/core/methods/index.ts";
import { rng } from "../../../src/core/rng.ts";
import type { SearchOutcome } from "../../../src/core/tools.ts";
import { toy, TOY_SEARCH, type Toy } from "../toy.ts";

type Wish = (at: Checkpoint) => readonly Input[];

async function steered(name: MethodName, wish: Wish): Promise<{ outcome: SearchOutcome; world: Toy; at: string[] }> {
  const world = toy();
  const at: string[] = [];
  const tools = {
    ...world.tools,
    async checkpoint(point: Checkpoint) {
      at.push(`${point.round} ${point.stage}`);
      return wish(point);
    },
  };
  const outcome = await methods[name].search({ ...TOY_SEARCH, rounds: 3 })(tools, world.budget, rng(1));
  return { outcome, world, at };
}

describe.each(Object.keys(methods) as MethodName[])("%s", (name) => {
  it("asks at every barrier, and ends where it is stopped", async () => {
    const { outcome, at, world } = await steered(name, ({ round, stage }) =>
      round === 2 && stage === "proposing" ? [{ kind: "stop" }] : [],
    );
    expect(at[0]).toBe("1 proposing");
    expect(at.at(-1)).toMatch(/ dev$/);
    if (name === "no-iteration") return expect(outcome.rounds).toBe(1);
    expect(outcome).toMatchObject({ reason: { kind: "stopped" }, rounds: 1 });
    expect(world.events.filter(({ type }) => type === "round-started")).toHaveLength(1);
    expect(outcome.ranked.length).toBeGreaterThan(0);
  });

  it("scores on dev what a person added, and not what a person vetoed", async () => {
    const vetoed: string[] = [];
    const { outcome, world } = await steered(name, ({ round, stage, candidates }) => {
      if (round === 1 && stage === "proposing")
        return [{ kind: "add", parts: { task: "Start. rule-1 rule-2 rule-3" } }];
      if (stage !== "dev") return [];
      // A beam of one may hold nothing but what was added.
      vetoed.push(...candidates.flatMap(({ origin, prompt }) => (origin.kind === "added" ? [] : [prompt.id])));
      return vetoed.map((prompt) => ({ kind: "veto", prompt }));
    });
    const texts = outcome.ranked.map(({ candidate }) => candidate.prompt.parts[0]!.text);
    expect(texts).toContain("Start. rule-1 rule-2 rule-3");
    const dropped = world.events.filter((event) => event.type === "candidate-dropped" && event.why === "veto");
    expect(dropped.map((event) => "id" in event && event.id)).toEqual(vetoed);
    expect(texts).toEqual(["Start. rule-1 rule-2 rule-3"]);
  });
});

it("a beam goes on from a pinned prompt that selection would drop, and reports one that breaks the contract", async () => {
  const { outcome, world } = await steered("protegi", ({ round, stage, candidates }) => {
    if (round === 1 && stage === "proposing") return [{ kind: "pin", prompt: candidates[0]!.prompt.id }];
    return round === 2 && stage === "selecting" ? [{ kind: "add", parts: { task: "{{who}}" } }] : [];
  });
  const initial = world.tools.task.prompt.id;
  const beams = world.events.filter((event) => event.type === "round-started").map(({ beam }) => beam);
  expect(beams.every((beam) => beam.includes(initial))).toBe(true);
  expect(outcome.ranked.map(({ candidate }) => candidate.prompt.id)).toContain(initial);
  expect(
    world.events.some((event) => event.type === "candidate-rejected" && event.breach.kind === "placeholder-added"),
  ).toBe(true);
});
