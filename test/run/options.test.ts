import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { INSTRUCTIONS } from "../../src/core/asking/templates.ts";
import { optimize, optimizeEvents } from "../../src/jobs/optimize.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { PRESETS, type Preset } from "../../src/options/presets.ts";
import { REVIEWS, SMALL } from "../e2e/small-run.ts";
import { failureOf } from "./runs.ts";

/** The error that these options end in. */
function refusal(given: unknown): UsageError {
  try {
    parseGroups(given);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return error as UsageError;
  }
  return expect.fail(`${JSON.stringify(given)} was taken`);
}

describe("parseGroups", () => {
  it("fills in the defaults", () => {
    expect(parseGroups({})).toEqual({
      preset: "default",
      ...PRESETS.default,
      budget: {},
      requests: { concurrency: 16, retries: 6, maxOutputTokens: 4096 },
      seed: 1,
      prices: {},
      instructions: INSTRUCTIONS,
    });
  });

  it.each<Preset>(["default", "paper"])("takes the preset %s by its name, alone or beside options", (preset) => {
    const { search, selection, splits } = PRESETS[preset];
    expect(parseGroups({ search: preset })).toMatchObject({ preset, search, selection, splits });
    expect(parseGroups({ search: { preset } })).toEqual(parseGroups({ search: preset }));
    expect(parseGroups({ search: { preset, rounds: 2 } }).search).toEqual({ ...search, rounds: 2 });
  });

  it("has the paper's settings in the paper preset", () => {
    const { search, selection, splits } = parseGroups({ search: "paper" });
    expect(search).toMatchObject({
      rounds: 6,
      beamWidth: 4,
      minibatchSize: 64,
      errorGroups: 4,
      errorsPerGroup: 4,
      gradientsPerGroup: 4,
    });
    expect(search).toMatchObject({
      editsPerGradient: 1,
      paraphrasesPerPrompt: 2,
      maxSuccessors: 8,
      screenOnErrors: false,
      patience: 0,
    });
    expect(search).toMatchObject({
      temperature: 0,
      optimizerTemperature: 1,
      grouping: "random",
      correctPerGroup: 0,
      headroom: false,
    });
    expect(selection).toEqual({
      selector: "ucb",
      perCandidate: 50,
      budget: 2048,
      explorationC: 1,
      pullSize: 32,
      armsPerPull: 8,
      rows: "fresh",
    });
    expect(splits).toMatchObject({ maxDev: 50, maxTest: 150 });
  });

  it("overrides one option of a group and leaves its neighbours", () => {
    const settings = parseGroups({
      search: { beamWidth: 2 },
      splits: { maxTest: 50 },
      requests: { retries: 0 },
      instructions: { edit: "Mend it." },
    });
    expect(settings.search).toEqual({ ...PRESETS.default.search, beamWidth: 2 });
    expect(settings.splits).toEqual({ ...PRESETS.default.splits, maxTest: 50 });
    expect(settings.requests).toEqual({ concurrency: 16, retries: 0, maxOutputTokens: 4096 });
    expect(settings.instructions).toEqual({ ...INSTRUCTIONS, edit: "Mend it." });
  });

  it("takes evaluations for each candidate instead of the preset's total, and a total before either", () => {
    expect(parseGroups({ search: "paper", selection: { perCandidate: 25 } }).selection).not.toHaveProperty("budget");
    expect(parseGroups({ search: "paper", selection: { perCandidate: 25, budget: 100 } }).selection).toMatchObject({
      perCandidate: 25,
      budget: 100,
    });
    expect(parseGroups({ selection: { budget: 100 } }).selection.budget).toBe(100);
    expect(parseGroups({ selection: { budget: 100 } }).selection.perCandidate).toBe(
      PRESETS.default.selection.perCandidate,
    );
  });

  it("takes prices by model, per million tokens", () => {
    const prices = {
      "openai-compatible:mine": { input: 0.5, output: 2 },
      "openai:gpt-5.6-mini": { input: 1, output: 4, cachedInput: 0.1 },
    };
    expect(parseGroups({ prices }).prices).toEqual(prices);
    expect(parseGroups({ prices: { m: { input: 0, output: 0, cachedInput: undefined } } }).prices).toEqual({
      m: { input: 0, output: 0 },
    });
    expect(refusal({ prices: { m: { input: -1, output: 0 } } }).where).toBe("prices.m.input");
    expect(refusal({ prices: { m: { input: 1 } } }).where).toBe("prices.m.output");
  });

  it("takes an option given as undefined for one left out", () => {
    const undefinedEverywhere = {
      search: { rounds: undefined },
      selection: { perCandidate: undefined },
      splits: undefined,
      budget: { usd: undefined },
      seed: undefined,
    };
    expect(parseGroups(undefinedEverywhere)).toEqual(parseGroups({}));
    expect(parseGroups({ search: { preset: "paper" }, selection: { budget: undefined } }).selection).toHaveProperty(
      "budget",
      2048,
    );
  });

  it.each([
    [{ serach: {} }, "serach", "search"],
    [{ price: {} }, "price", "prices"],
    [{ search: { beamwidth: 3 } }, "search.beamwidth", "beamWidth"],
    [{ search: { round: 3 } }, "search.round", "rounds"],
    [{ selection: { selecter: "ucb" } }, "selection.selecter", "selector"],
    [{ budget: { dollars: 2, calls: 100 } }, "budget.dollars", undefined],
    [{ budget: { call: 2 } }, "budget.call", "calls"],
    [{ requests: { concurency: 2 } }, "requests.concurency", "concurrency"],
    [{ instructions: { gradients: "Say why." } }, "instructions.gradients", "gradient"],
  ])("names an unknown key and the nearest known one: %j", (given, where, near) => {
    const error = refusal(given);
    expect(error.where).toBe(where);
    if (near === undefined) expect(error.message).not.toContain("did you mean");
    else expect(error.message).toMatch(new RegExp(`\\b${near}\\b`));
  });

  it.each([
    [{ search: { rounds: 0 } }, "search.rounds", "0"],
    [{ search: { rounds: 2.5 } }, "search.rounds", "2.5"],
    [{ search: { rounds: "3" } }, "search.rounds", "3"],
    [{ search: { rounds: null } }, "search.rounds", "null"],
    [{ search: { temperature: 2.1 } }, "search.temperature", "2.1"],
    [{ search: { grouping: "cells" } }, "search.grouping", "cells"],
    [{ search: { headroom: "yes" } }, "search.headroom", "yes"],
    [{ search: "papers" }, "search", "papers"],
    [{ search: { preset: "papers" } }, "search.preset", "papers"],
    [{ search: 3 }, "search", "3"],
    [{ selection: { selector: "ucb1" } }, "selection.selector", "ucb1"],
    [{ selection: { explorationC: -1 } }, "selection.explorationC", "-1"],
    [{ splits: { train: 1 } }, "splits.train", "1"],
    [{ splits: { maxDev: 9 } }, "splits.maxDev", "9"],
    [{ budget: { usd: 0 } }, "budget.usd", "0"],
    [{ budget: { usd: "2" } }, "budget.usd", "2"],
    [{ budget: { usd: Number.NaN } }, "budget.usd", ""],
    [{ budget: { calls: Number.POSITIVE_INFINITY } }, "budget.calls", ""],
    [{ budget: 2 }, "budget", "2"],
    [{ requests: { concurrency: 0 } }, "requests.concurrency", "0"],
    [{ requests: { concurrency: 1025 } }, "requests.concurrency", "1025"],
    [{ requests: [] }, "requests", "[]"],
    [{ seed: 0.5 }, "seed", "0.5"],
    [{ instructions: { edit: "" } }, "instructions.edit", '""'],
  ])("names the option and what came: %j", (given, where, came) => {
    const error = refusal(given);
    expect(error.where).toBe(where);
    expect(error.message.slice(where.length)).toContain(came);
  });

  it("refuses what is no options at all", () => {
    for (const given of [null, 3, "paper", []]) expect(refusal(given).message).not.toBe("");
  });

  it("ends in settings or in a UsageError, whatever comes", () => {
    const key = fc.constantFrom(
      "search",
      "selection",
      "splits",
      "budget",
      "requests",
      "seed",
      "instructions",
      "rounds",
      "preset",
      "usd",
      "__proto__",
    );
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom("paper", "default", Number.NaN, 1e308));
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value))), (given) => {
        try {
          expect(parseGroups(given).search.rounds).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});

describe("optimize", () => {
  it.each([
    [{ serach: {} }, "serach", "search"],
    [{ example: [] }, "example", "examples"],
    [{ onevent: () => {} }, "onevent", "onEvent"],
    [{ prompt: 3 }, "prompt", "text, or a list of messages, got 3"],
    [{ prompt: undefined }, "prompt", "text"],
    [{ section: 3 }, "section", "text, got 3"],
    [{ examples: undefined }, "examples", "a list of rows"],
    [{ examples: "reviews.csv" }, "examples", 'got "reviews.csv"'],
    [{ examples: { train: REVIEWS, dev: REVIEWS } }, "examples", "{ train, dev, test }"],
    [{ label: 3 }, "label", "text, got 3"],
    [{ label: "lable" }, "label", "label"],
    [{ metric: 3 }, "metric", "a function, got 3"],
    [{ metric: "accuracies" }, "metric", "accuracy"],
    [{ model: undefined }, "model", "provider:name"],
    [{ optimizer: 3 }, "model", "provider:name"],
    [{ store: {} }, "store", "memoryStore()"],
    [{ fresh: "yes" }, "fresh", "true or false"],
    [{ signal: "stop" }, "signal", "an AbortSignal"],
    [{ onEvent: 3 }, "onEvent", "a function, got 3"],
  ])("takes no %j, whoever compiled it, and says why", async (wrong, where, said) => {
    const options = { ...SMALL, model: "sim:reviews", ...wrong } as Parameters<typeof optimize>[0];
    for (const run of [optimize(options), optimizeEvents(options).next()]) {
      const error = await failureOf(run);
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toMatchObject({ where });
      expect((error as UsageError).message).toContain(said);
    }
  });
});
