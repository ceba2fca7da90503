/** The simulated model as a model: deterministic, blind to all but the messages, and stoppable. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { ModelError } from "../../src/core/errors.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { answersTo, observed, optimizerRequest, P0, ROWS, taskRequest } from "./reviews/example.ts";

const rows = ROWS.slice(0, 300);
const task = taskRequest(P0.render({ text: "An awful film." })[0]!.content);
const gradient = optimizerRequest({ asked: "gradient", errors: observed(rows.slice(0, 4)), count: 2 });

afterEach(() => {
  vi.useRealTimers();
});

describe("simulatedReviews", () => {
  it("says the same to the same request, in another instance too", async () => {
    for (const request of [task, gradient])
      expect(await simulatedReviews().generate(request)).toEqual(await simulatedReviews().generate(request));
  });

  it("looks at nothing but the messages, the format and the sample", async () => {
    const model = simulatedReviews();
    const answers = await answersTo(model, P0, rows);
    expect((await answersTo(model, P0, rows.toReversed())).toReversed()).toEqual(answers);
    expect(await model.generate({ ...gradient, temperature: 0 })).toEqual(
      await model.generate({ ...gradient, temperature: 1 }),
    );
    const texts = await Promise.all(
      [0, 1, 2, 3, 4].map(async (sample) => (await model.generate({ ...gradient, sample })).text),
    );
    expect(new Set(texts).size).toBeGreaterThan(1);
  });

  it("with another seed is another optimizer, by its id as well, and the same reader", async () => {
    const [one, two] = [simulatedReviews(), simulatedReviews({ seed: 2 })];
    expect([one.id, two.id, simulatedReviews({ seed: 2, noise: 0.1 }).id]).toEqual([
      "sim:reviews",
      "sim:reviews?seed=2",
      "sim:reviews?seed=2&noise=0.1",
    ]);
    expect(await answersTo(two, P0, rows)).toEqual(await answersTo(one, P0, rows));
    const said = async (model: typeof one): Promise<string[]> =>
      Promise.all([0, 1, 2].map(async (sample) => (await model.generate({ ...gradient, sample })).text));
    expect(await said(two)).not.toEqual(await said(one));
  });

  it("flips about as many answers as noise says, always the same ones", async () => {
    const clean = await answersTo(simulatedReviews(), P0, rows);
    const noisy = await answersTo(simulatedReviews({ noise: 0.2 }), P0, rows);
    const flipped = noisy.filter((answer, i) => answer !== clean[i]).length / rows.length;
    expect(flipped).toBeGreaterThan(0.12);
    expect(flipped).toBeLessThan(0.28);
    expect(await answersTo(simulatedReviews({ noise: 0.2 }), P0, rows)).toEqual(noisy);
  });

  it("counts tokens, and cuts an answer that is too long", async () => {
    const { usage, finish } = await simulatedReviews().generate(gradient);
    expect(usage.input).toBe(Math.ceil(gradient.messages[0]!.content.length / 4));
    expect(usage.output).toBeGreaterThan(10);
    expect(finish).toBe("stop");
    const cut = await simulatedReviews().generate({ ...gradient, maxOutputTokens: 5 });
    expect(cut).toMatchObject({ finish: "length", usage: { output: 5 } });
    expect(cut.text).toHaveLength(20);
  });
});

describe("faults", () => {
  it("come by chance, try by try, the same in every instance", async () => {
    const tries = async (): Promise<string[]> => {
      const model = simulatedReviews({ faults: { chance: 0.5, kind: "rate-limit" } });
      const outcomes: string[] = [];
      for (let i = 0; i < 40; i++)
        outcomes.push(
          await model.generate(task).then(
            ({ text }) => text,
            (error: ModelError) => error.kind,
          ),
        );
      return outcomes;
    };
    const outcomes = await tries();
    expect(new Set(outcomes)).toEqual(new Set(["negative", "rate-limit"]));
    expect(await tries()).toEqual(outcomes);
  });

  it("are retryable unless said otherwise", async () => {
    const failure = await simulatedReviews({ faults: { chance: 1 } })
      .generate(task)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ModelError);
    expect(failure).toMatchObject({ kind: "overloaded", retryable: true });
  });
});

describe("latency", () => {
  it("passes before the answer comes", async () => {
    vi.useFakeTimers();
    const model = simulatedReviews({ latency: ({ sample }) => 1000 * (sample + 1) });
    let answered = false;
    const answer = model.generate({ ...task, sample: 1 }).then(() => (answered = true));
    await vi.advanceTimersByTimeAsync(1999);
    expect(answered).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(answered).toBe(true);
  });

  it("ends at once when the caller stops it, and leaves no timer behind", async () => {
    vi.useFakeTimers();
    const caller = new AbortController();
    const answer = simulatedReviews({ latency: 60_000 }).generate(task, caller.signal);
    caller.abort();
    await expect(answer).rejects.toMatchObject({ name: "ModelError", kind: "aborted" });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is not begun when the caller has stopped already", async () => {
    await expect(simulatedReviews().generate(task, AbortSignal.abort())).rejects.toMatchObject({ kind: "aborted" });
  });
});
