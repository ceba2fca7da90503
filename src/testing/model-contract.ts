/** The contract of a model as a test suite: every model, ours or yours, is to pass it. */
import { ModelError } from "../core/errors.ts";
import type { Model, ModelAnswer, ModelRequest } from "../core/model.ts";
import type { TestTools } from "./test-tools.ts";

/** A model under test, and how to be rid of it. */
export interface ModelUnderTest {
  readonly model: Model;
  /** Makes calls wait without end from now on; resolves when the next one is under way. Absent when it cannot be done. */
  readonly stall?: () => Promise<void>;
  /** Makes calls fail from now on, as its transport would. Absent when nothing can fail. */
  readonly fail?: () => void;
  /** Closes the model and all that was set up for it. */
  [Symbol.asyncDispose](): PromiseLike<void>;
}

/** Declares the tests of one kind of model; each test gets a fresh one from `create`. */
export function modelContract(tools: TestTools, name: string, create: () => Promise<ModelUnderTest>): void {
  const { describe, it, expect } = tools;
  const withModel = (sentence: string, body: (model: Model, made: ModelUnderTest) => Promise<void>): unknown =>
    it(sentence, async () => {
      const made = await create();
      try {
        await body(made.model, made);
      } finally {
        await made[Symbol.asyncDispose]();
      }
    });
  const expectAnswer = ({ text, finish, usage, warnings = [] }: ModelAnswer): void => {
    expect(typeof text).toBe("string");
    expect(["stop", "length", "refusal", "overflow"].includes(finish)).toBe(true);
    const counts = [usage.input, usage.output, usage.cachedInput, usage.reasoning];
    expect(counts.every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
    expect(usage.cachedInput <= usage.input && usage.reasoning <= usage.output).toBe(true);
    expect(warnings.every((warning) => typeof warning === "string" && warning !== "")).toBe(true);
  };
  const expectFailure = async (call: Promise<ModelAnswer>): Promise<ModelError> => {
    const error: unknown = await call.then(
      () => "an answer",
      (thrown: unknown) => thrown,
    );
    if (error instanceof ModelError) return error;
    throw new Error(`Expected a ModelError, got ${String(error)}`);
  };

  describe(`${name}: the contract of a model`, () => {
    withModel("is named provider:name", async ({ id }) => {
      expect(/^[^:\s]+:\S/.test(id)).toBe(true);
    });

    withModel("answers with text, a reason why it ended, and counts of tokens", async (model) => {
      expectAnswer(await model.generate(REQUEST));
    });

    withModel("answers several messages with every setting", async (model) => {
      expectAnswer(await model.generate(FULL, new AbortController().signal));
    });

    withModel("answers many requests at once", async (model) => {
      const requests = Array.from({ length: 20 }, (_, sample) => ({ ...REQUEST, sample }));
      const answers = await Promise.all(requests.map((request) => model.generate(request)));
      for (const answer of answers) expectAnswer(answer);
    });

    withModel("gives back one of the choices when it holds replies to them, else text", async (model) => {
      const choices = ["positive", "negative"];
      const answer = await model.generate({ ...REQUEST, format: { kind: "choice", choices } });
      expectAnswer(answer);
      if (model.holds.choice && answer.finish === "stop") expect(choices.includes(answer.text)).toBe(true);
    });

    withModel("gives back JSON by the schema when it holds replies to it, else text", async (model) => {
      const answer = await model.generate({ ...REQUEST, format: { kind: "json", name: "items", schema: SCHEMA } });
      expectAnswer(answer);
      if (!model.holds.json || answer.finish !== "stop") return;
      const { items } = JSON.parse(answer.text) as { items: unknown };
      expect(Array.isArray(items) && items.every((item) => typeof item === "string")).toBe(true);
    });

    withModel("makes no call when it is stopped before", async (model) => {
      const error = await expectFailure(model.generate(REQUEST, AbortSignal.abort()));
      expect(error.kind).toBe("aborted");
      expect(error.retryable).toBe(false);
    });

    withModel("stops a call under way", async (model, { stall }) => {
      if (stall === undefined) return;
      const controller = new AbortController();
      const underWay = stall();
      const failure = expectFailure(model.generate(REQUEST, controller.signal));
      await underWay;
      controller.abort(new Error("for a reason of the caller's own"));
      expect((await failure).kind).toBe("aborted");
    });

    withModel("throws a ModelError that names the model when a call fails", async (model, { fail }) => {
      if (fail === undefined) return;
      fail();
      const error = await expectFailure(model.generate(REQUEST));
      expect(error.message.includes(model.id)).toBe(true);
      expect(error.kind === "aborted").toBe(false);
    });

    withModel("may be closed twice", async (model) => {
      await model.generate(REQUEST);
      await model.close?.();
      await model.close?.();
    });
  });
}

const SCHEMA = deepFreeze({
  type: "object",
  properties: { items: { type: "array", items: { type: "string" } } },
  required: ["items"],
  additionalProperties: false,
});

/** Requests are frozen all the way down: a model changes nothing in them. */
const REQUEST: ModelRequest = deepFreeze({
  messages: [{ role: "user", content: "Is this positive or negative? {{text}} “Best. Film. Ever.”\n" }],
  format: { kind: "text" },
  maxOutputTokens: 64,
  sample: 0,
});

const FULL: ModelRequest = deepFreeze({
  messages: [
    { role: "system", content: "Answer in one word." },
    { role: "user", content: "Dreadful." },
    { role: "assistant", content: "negative" },
    { role: "user", content: "Lovely." },
  ],
  format: { kind: "text" },
  temperature: 0.7,
  maxOutputTokens: 64,
  sample: 3,
});

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
