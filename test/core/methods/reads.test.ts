/** What a method says that it reads is what it reads: another value changes its search or its plan, one of any other option nothing. */
import { describe, expect, it } from "vitest";
import { methods } from "../../../src/core/methods/index.ts";
import type { Method, MethodOptions } from "../../../src/core/methods/method.ts";
import { rng } from "../../../src/core/rng.ts";
import { toy, TOY_OPTIONS, TOY_SEARCH } from "../toy.ts";

/** Another value for each option. */
const OTHERS: MethodOptions = {
  rounds: 8,
  beamWidth: 1,
  patience: 1,
  emptyRounds: 0,
  maxSuccessors: 3,
  screenOnErrors: true,
  minibatchSize: 12,
  errorGroups: 1,
  errorsPerGroup: 2,
  correctPerGroup: 0,
  grouping: "confusion",
  gradientsPerGroup: 1,
  conflicts: "average",
  editsPerGradient: 2,
  paraphrasesPerPrompt: 2,
};
/** So that there is something to screen. */
const BASE: MethodOptions = { ...TOY_SEARCH, beamWidth: 2, maxSuccessors: 2, minibatchSize: 24 };

it("every method has the name that it has in the table", () => {
  expect(Object.values(methods).map(({ name }) => name)).toEqual(Object.keys(methods));
});

describe.each(Object.values(methods))("$name", (method) => {
  it.each(Object.keys(OTHERS) as (keyof MethodOptions)[])("reads %s if it says so, and else not", async (option) => {
    // Where every round brings a prompt, nobody sees what happens after one that does not.
    const admits = option !== "emptyRounds";
    const before = await traceOf(method, BASE, admits);
    const after = await traceOf(method, { ...BASE, [option]: OTHERS[option] }, admits);
    if (method.reads.includes(option)) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  });

  it("chooses by the run's selector if it says so, and else not", async () => {
    const { selection } = TOY_OPTIONS;
    const fewer = { selection: { ...selection, budgetFor: (arms: number) => 4 * arms } };
    const same = (await searched(method, BASE)) === (await searched(method, BASE, fewer));
    expect(same).toBe(!method.reads.includes("selection"));
  });

  it("asks for gradients or edits, which show lessons, if it says so, and else not", async () => {
    const { tools, budget, events } = toy();
    await method.search(BASE)(tools, budget, rng(1));
    expect(events.some(({ type }) => type === "gradient")).toBe(method.reads.includes("lessons"));
  });
});

async function traceOf(method: Method, options: MethodOptions, admits: boolean): Promise<unknown> {
  const sizes = { dev: 40, budgetFor: TOY_OPTIONS.selection.budgetFor };
  return [method.plan(options, sizes), await searched(method, options, {}, admits)];
}

/** All calls of a search, in an order of their own, and why it ended. */
async function searched(
  method: Method,
  options: MethodOptions,
  more: Parameters<typeof toy>[2] = {},
  admits = true,
): Promise<string> {
  const { tools, budget, call } = toy(undefined, undefined, more);
  const { reason } = await method.search(options)(
    admits ? tools : { ...tools, admit: () => undefined },
    budget,
    rng(1),
  );
  const calls = call.made.map(({ role, request }) => JSON.stringify([role, request])).toSorted();
  return [reason.kind, ...calls].join("\n");
}
