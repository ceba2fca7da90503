/** An option that nothing reads is an error that names who does not read it; what a preset says is no such option. */
import { describe, expect, it } from "vitest";
import { methods } from "../../src/core/methods/index.ts";
import { UsageError } from "../../src/core/errors.ts";
import { parseGroups, type GroupOptions } from "../../src/options/settings.ts";
import { checkRead, unreadOf } from "../../src/options/unread.ts";

const unread = (groups: GroupOptions): string[] => unreadOf(groups, parseGroups(groups)).map(({ option }) => option);
const refusal = (...all: readonly GroupOptions[]): unknown => {
  try {
    checkRead(all.map((groups) => unreadOf(groups, parseGroups(groups))));
    return undefined;
  } catch (error) {
    return error;
  }
};

describe("an option that the method does not read", () => {
  it("is an error that names the method and what it reads", () => {
    const error = refusal({ search: { method: "agent-loop", paraphrasesPerPrompt: 3 } });
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toBe(
      "search.paraphrasesPerPrompt: the method agent-loop does not read it, so it would have no effect\n" +
        "  Leave it out. Of search, the method agent-loop reads rounds, beamWidth, minibatchSize, errorGroups, errorsPerGroup, correctPerGroup, writer.",
    );
  });

  it("is an error of the group selection too, where the method chooses without a selector", () => {
    expect(refusal({ search: { method: "opro" }, selection: { selector: "ucb" } })).toMatchObject({
      where: "selection.selector",
    });
    expect(unread({ search: { method: "monte-carlo" }, selection: { selector: "ucb", perCandidate: 10 } })).toEqual([]);
  });

  it("is none where a preset sets it, or it was given as undefined", () => {
    for (const method of Object.keys(methods) as (keyof typeof methods)[]) {
      expect(unread({ search: { method, preset: "paper" } })).toEqual([]);
      expect(unread({ search: { method, rounds: undefined } })).toEqual([]);
    }
    expect(unread({ search: "paper" })).toEqual([]);
  });

  it("is none where the headroom reads it", () => {
    expect(unread({ search: { method: "monte-carlo", minibatchSize: 8 } })).toEqual([]);
    expect(unread({ search: { method: "monte-carlo", minibatchSize: 8, headroom: false } })).toEqual([
      "search.minibatchSize",
    ]);
  });
});

it("an option that the selector does not read is an error that names the selector", () => {
  expect(refusal({ selection: { armsPerPull: 4 } })).toMatchObject({
    message:
      "selection.armsPerPull: the selector least-regret does not read it, so it would have no effect\n" +
      "  Leave it out. Of selection, the selector least-regret reads tolerance.",
  });
  expect(refusal({ selection: { selector: "ucb", armsPerPull: 4, perCandidate: 10 } })).toBeUndefined();
  expect(refusal({ search: "paper", selection: { explorationC: 2 } })).toBeUndefined();
});

it("of several variants, one that reads it is enough", () => {
  const [protegi, loop] = (["protegi", "agent-loop"] as const).map((method) => ({
    search: { method, paraphrasesPerPrompt: 2 },
  }));
  expect(refusal(protegi!, loop!)).toBeUndefined();
  expect(refusal(loop!, loop!)).toMatchObject({ where: "search.paraphrasesPerPrompt" });
});
