/** The contract of a store as a test suite: every store, ours or yours, is to pass it. */
import type { Store } from "../stores/store.ts";
import { answersContract } from "./store-contract/answers.ts";
import { eventsContract } from "./store-contract/events.ts";
import { exchangesContract } from "./store-contract/exchanges.ts";
import { inputsContract } from "./store-contract/inputs.ts";
import { outcomesContract } from "./store-contract/outcomes.ts";
import { runsContract } from "./store-contract/runs.ts";
import { ANSWERS, answerOf, eventOf, exchangeOf, outcomeOf, rowOf, runOf, textsOf } from "./store-contract/samples.ts";
import type { TestTools } from "./test-tools.ts";

/** A store under test, and how to be rid of it. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Opens what the closed store left behind; absent when it leaves nothing. */
  readonly reopen?: () => Promise<Store>;
  /** Closes what is still open and removes the files. */
  [Symbol.asyncDispose](): PromiseLike<void>;
}

/** Declares the tests of one kind of store; each test gets a fresh one from `create`. */
export function storeContract(tools: TestTools, name: string, create: () => Promise<StoreUnderTest>): void {
  const { describe, it, expect } = tools;
  const withStore = (sentence: string, body: (store: Store, made: StoreUnderTest) => Promise<void>): unknown =>
    it(sentence, async () => {
      const made = await create();
      try {
        await body(made.store, made);
      } finally {
        await made[Symbol.asyncDispose]();
      }
    });

  describe(`${name}: answers`, () => answersContract({ expect, withStore }));
  describe(`${name}: runs`, () => runsContract({ expect, withStore }));
  describe(`${name}: events`, () => eventsContract({ expect, withStore }));
  describe(`${name}: rows and outcomes`, () => outcomesContract({ expect, withStore }));
  describe(`${name}: exchanges`, () => exchangesContract({ expect, withStore }));
  describe(`${name}: inputs`, () => inputsContract({ expect, withStore }));
  describe(`${name}: closed and opened again`, () => {
    withStore("has what was put before, where it says so, and goes on", async (store, { reopen }) => {
      await store.createRun(runOf("r"));
      await store.putAnswer("a", ANSWERS.unicode!);
      await store.appendEvents("r", [eventOf("0"), eventOf("1")]);
      await store.updateRun("r", { status: "stopped", result: { word: "better" } });
      await store.putRows([rowOf("1")]);
      await store.putOutcomes("r", [outcomeOf("p", "1")]);
      await store.putExchanges("r", [exchangeOf("e")]);
      await store.appendInput("r", { round: 1, stage: "dev", kind: "stop" });
      const late = store.putAnswer("late", answerOf("asked for just before closing"));
      await store.close();
      await late;
      if (reopen === undefined) return;

      const again = await reopen();
      expect(await again.getAnswer("a")).toEqual(ANSWERS.unicode);
      expect((await again.getAnswer("late"))?.text).toBe("asked for just before closing");
      expect(await again.getRun("r")).toEqual({ ...runOf("r"), status: "stopped", result: { word: "better" } });
      expect(await again.readRows()).toEqual([rowOf("1")]);
      expect(await again.readOutcomes("r")).toEqual([outcomeOf("p", "1")]);
      expect(await again.readExchanges("r")).toEqual([exchangeOf("e")]);
      await again.appendInput("r", { round: 2, stage: "dev", kind: "stop" });
      expect((await again.readInputs("r")).map(({ round, sequence }) => [round, sequence])).toEqual([
        [1, 1],
        [2, 2],
      ]);
      await again.appendEvents("r", [eventOf("2")]);
      expect(textsOf(await again.readEvents("r", 1))).toEqual(["1", "2"]);
      await again.putAnswer("a", answerOf("second"));
      expect(await again.getAnswer("a")).toEqual(ANSWERS.unicode);
    });
  });
}
