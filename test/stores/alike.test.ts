/** Nothing that a caller can do tells the two stores apart. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { RunRecord, Store, StoredAnswer } from "../../src/stores/store.ts";
import type { StampedEvent, StoredExchange, StoredOutcome, StoredRow } from "../../src/stores/stored.ts";
import type { StoreUnderTest } from "../../src/testing/store-contract.ts";
import { stamped } from "./stamped.ts";
import { freshMemory, freshSqlite } from "./under-test.ts";

const key = fc.constantFrom("a", "b", "c", "");
const text = fc.string({ unit: "binary", maxLength: 20 });
const moment = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") });
const answer: fc.Arbitrary<StoredAnswer> = fc.record(
  {
    text,
    finish: fc.constantFrom("stop", "length", "refusal", "overflow"),
    usage: fc.record({ input: fc.nat(), output: fc.nat(), cachedInput: fc.nat(), reasoning: fc.nat() }),
    latency: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    run: key,
    at: moment.map((date) => date.toISOString()),
  },
  { requiredKeys: ["text", "finish", "usage", "latency"] },
);
const events: fc.Arbitrary<StampedEvent[]> = fc.array(
  text.map((said) => stamped({ type: "notice", text: said })),
  { maxLength: 4 },
);
const round = fc.nat(2);
const row: fc.Arbitrary<StoredRow> = fc.record({ id: key, fields: fc.dictionary(key, text), expected: fc.jsonValue() });
const outcome: fc.Arbitrary<StoredOutcome> = fc.record({
  prompt: key,
  row: key,
  repeat: round,
  split: fc.constantFrom("train", "dev", "test"),
  key,
  answer: text,
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  correct: fc.boolean(),
  invalid: fc.boolean(),
});
const whichOutcomes = fc.record({ prompt: key, row: key }, { requiredKeys: [] });
const exchange: fc.Arbitrary<StoredExchange> = fc.record(
  {
    key,
    at: text,
    round,
    parent: key,
    asked: text,
    part: key,
    messages: fc.constant([]),
    items: fc.array(text),
    dropped: text,
  },
  { requiredKeys: ["key", "at", "round", "parent", "asked", "part", "messages"] },
);
const input = fc.record({ round, stage: key, kind: text });
const change: fc.Arbitrary<Omit<RunRecord, "id">> = fc.record({
  fingerprint: text,
  testSet: text,
  readTest: fc.boolean(),
  salt: text,
  status: fc.constantFrom("running", "finished", "stopped", "failed"),
  startedAt: moment.map((date) => date.toISOString()),
  options: fc.dictionary(text, fc.jsonValue()),
  result: fc.dictionary(text, fc.jsonValue()),
});

const which = fc.record(
  { run: key, before: moment.map((date) => date.toISOString()), except: fc.array(key) },
  { requiredKeys: [] },
);

type Step = (store: Store) => Promise<unknown>;

function step<T>(given: fc.Arbitrary<T>, act: (store: Store, given: T) => Promise<unknown>): fc.Arbitrary<Step> {
  return given.map(
    (value): Step =>
      (store) =>
        act(store, value),
  );
}

const steps = fc.array(
  fc.oneof(
    step(fc.tuple(key, answer), (store, [key, answer]) => store.putAnswer(key, answer)),
    step(key, (store, key) => store.getAnswer(key)),
    step(fc.constant(undefined), (store) => store.cacheSize()),
    step(fc.constant(undefined), (store) => store.clearAnswers()),
    step(fc.constant(undefined), allOf),
    step(which, (store, which) => store.cacheSize(which)),
    step(which, (store, which) => store.clearAnswers(which)),
    step(fc.tuple(key, change), (store, [id, rest]) => store.createRun({ id, ...rest })),
    step(fc.tuple(key, change), (store, [id, change]) => store.updateRun(id, change)),
    step(key, (store, id) => store.getRun(id)),
    step(fc.constant(undefined), (store) => store.listRuns()),
    step(fc.tuple(key, events), (store, [id, events]) => store.appendEvents(id, events)),
    step(fc.tuple(key, fc.nat(6)), (store, [id, from]) => store.readEvents(id, from)),
    step(fc.tuple(key, fc.array(outcome, { maxLength: 4 })), (store, [id, some]) => store.putOutcomes(id, some)),
    step(fc.tuple(key, whichOutcomes), (store, [id, which]) => store.readOutcomes(id, which)),
    step(key, (store, id) => store.clearOutcomes(id)),
    step(fc.array(row, { maxLength: 4 }), (store, rows) => store.putRows(rows)),
    step(fc.option(fc.array(key), { nil: undefined }), (store, ids) => store.readRows(ids)),
    step(fc.tuple(key, fc.array(exchange, { maxLength: 3 })), (store, [id, some]) => store.putExchanges(id, some)),
    step(fc.tuple(key, fc.option(round, { nil: undefined })), (store, [id, of]) => store.readExchanges(id, of)),
    step(fc.tuple(key, input), (store, [id, given]) => store.appendInput(id, given)),
    step(fc.tuple(key, fc.nat(4)), (store, [id, after]) => store.readInputs(id, after)),
  ),
  { minLength: 1, maxLength: 60 },
);

async function allOf(store: Store): Promise<StoredAnswer[]> {
  const answers: StoredAnswer[] = [];
  for await (const one of store.readAnswers()) answers.push(one);
  return answers;
}

async function outcomes(made: StoreUnderTest, steps: readonly Step[]): Promise<unknown[]> {
  const told: unknown[] = [];
  for (const step of steps) told.push(await step(made.store).catch((error: Error) => error.message));
  await made[Symbol.asyncDispose]();
  return told;
}

it("memory and SQLite answer any steps alike, errors too", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      expect(await outcomes(await freshSqlite(), steps)).toEqual(await outcomes(await freshMemory(), steps));
    }),
    { numRuns: 25 },
  );
});
