/** Every kind of model keeps the contract. */
import { describe, expect, it } from "vitest";
import { aiSdkModel } from "../../src/models/hosted/ai-sdk.ts";
import { functionModel } from "../../src/models/function.ts";
import { modelContract, type ModelUnderTest } from "../../src/testing/model-contract.ts";
import { generates, resultOf } from "./language-model.ts";
import { setup, WIRES } from "./setup.ts";
import type { Wire } from "./wires/wire.ts";

async function onWire(wire: Wire): Promise<ModelUnderTest> {
  const made = await setup(wire);
  made.does((asked) =>
    wire.answer(
      asked.includes('"items"') ? '{"items":["a"]}' : asked.includes('"enum"') ? '{"answer":"positive"}' : "positive",
    ),
  );
  return {
    model: made.model,
    stall: () => (made.does("silence"), made.nextCall()),
    fail: () => made.does("reset"),
    [Symbol.asyncDispose]: made[Symbol.asyncDispose],
  };
}

/** Answers, waits or fails as told, whatever asks it. */
function teller(): { tell: () => Promise<string>; stall: () => Promise<void>; fail: () => void } {
  let tell = async (): Promise<string> => "positive";
  return {
    tell: () => tell(),
    stall: () =>
      new Promise((underWay) => {
        tell = () => (underWay(), new Promise(() => {}));
      }),
    fail: () => {
      tell = async () => Promise.reject(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
    },
  };
}

async function fromFunction(): Promise<ModelUnderTest> {
  const { tell, ...rest } = teller();
  return { model: functionModel(tell), ...rest, [Symbol.asyncDispose]: async () => {} };
}

async function fromAiSdk(): Promise<ModelUnderTest> {
  const { tell, fail } = teller();
  const double = generates(async ({ responseFormat }) => {
    const text = await tell();
    if (responseFormat?.type !== "json") return resultOf(text);
    return resultOf(responseFormat.name === "answer" ? `{"answer":"${text}"}` : '{"items":[]}');
  });
  return { model: aiSdkModel(double), fail, [Symbol.asyncDispose]: async () => {} };
}

for (const wire of WIRES) modelContract({ describe, it, expect }, wire.provider, () => onWire(wire));
modelContract({ describe, it, expect }, "function", fromFunction);
modelContract({ describe, it, expect }, "AI SDK object", fromAiSdk);
