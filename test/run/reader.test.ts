/** What is sent of the models' sizes: who reads the prompt, and in which form a small writer replies. */
import { describe, expect, it } from "vitest";
import type { Model, ModelRequest } from "../../src/core/model.ts";
import { isSmall, readerOf } from "../../src/run/reader.ts";
import { readPieceRequest } from "../../src/testing/piece-request.ts";
import { simulatedReviews } from "../../src/testing/simulated-reviews.ts";
import { smallRun } from "./runs.ts";

const LABEL = { kind: "choice", choices: ["a", "b"] } as const;
const model = (more: Partial<Model>): Model => ({ ...simulatedReviews(), id: "x:1b [4096]", name: "x:1b", ...more });

describe("readerOf", () => {
  it("names the model, says that it is small, and what its answers are restricted to", () => {
    expect(readerOf(model({ parameters: 1 }), LABEL)).toBe(
      "x:1b (1 billion parameters). It is small: short plain rules work best for it. Its answer is restricted to one of the labels.",
    );
    expect(readerOf(model({ parameters: 4 }), { kind: "text" })).toBe(
      "x:1b (4 billion parameters). It answers in free text.",
    );
    expect(readerOf(model({ holds: { choice: false, json: false } }), LABEL)).toBe(
      "x:1b. It answers in free text, where one of the labels is looked for.",
    );
    const json = { kind: "json", name: "answer", schema: {} } as const;
    expect(readerOf(model({}), json)).toBe("x:1b. Its answer is restricted to JSON of a given shape.");
  });

  it("leaves out folders and addresses, which whoever serves the other model need not know", () => {
    for (const name of ["local:/home/ann/models/x.gguf", "local:C:\\models\\x.gguf", "local:../x.gguf"])
      expect(readerOf(model({ name }), { kind: "text" })).toBe("x.gguf. It answers in free text.");
    const { name: _, ...unnamed } = model({ id: "local:/home/ann/x.gguf [1a2b, context 4096]" });
    expect(readerOf(unnamed, { kind: "text" })).toBe("x.gguf. It answers in free text.");
  });

  it("takes a model of unknown size for no small one", () => {
    expect([{}, { parameters: 3.9 }, { parameters: 4 }].map(isSmall)).toEqual([false, true, false]);
  });
});

describe("a run", () => {
  const asked = async (parameters: number): Promise<ModelRequest[]> => {
    const inner = simulatedReviews();
    const requests: ModelRequest[] = [];
    const optimizer: Model = {
      ...inner,
      id: `writer of ${parameters}`,
      parameters,
      generate: (request, signal) => {
        requests.push(request);
        return inner.generate(request, signal);
      },
    };
    const { candidates } = await smallRun({ model: { ...inner, parameters: 0.5 }, optimizer });
    expect(candidates.length).toBeGreaterThan(1);
    return requests;
  };

  it("has a small writer reply between tags, and any other in JSON; both know the reader", async () => {
    const whole = (requests: readonly ModelRequest[]): readonly ModelRequest[] =>
      requests.filter(({ messages }) => readPieceRequest(messages[0]!.content) === undefined);
    const [small, large] = [whole(await asked(1.5)), whole(await asked(70))];
    expect(small.length).toBeGreaterThan(1);
    expect(new Set(small.map(({ format }) => format.kind))).toEqual(new Set(["text"]));
    expect(small.every(({ messages }) => messages[0]!.content.endsWith(", and nothing else."))).toBe(true);
    expect(new Set(large.map(({ format }) => format.kind))).toEqual(new Set(["json"]));
    for (const { messages } of [...small, ...large])
      expect(messages[0]!.content).toContain(
        "## Who reads the prompt\nsim:reviews (0.5 billion parameters). It is small: ",
      );
  });
});
