/** The headroom of simulated models: go where wording decides, no-go where the same models are kept from following it. */
import { describe, expect, it } from "vitest";
import { check } from "../../../../src/index.ts";
import type { Headroom } from "../../../../src/core/measuring/headroom/facts.ts";
import type { Model } from "../../../../src/core/model.ts";
import { teachesLittle } from "../../../../src/core/measuring/headroom/teaching.ts";
import { memoryStore } from "../../../../src/stores/memory.ts";
import { simulatedReviews } from "../../../../src/testing/index.ts";
import { simulatedWorld, worldFamilies } from "../../../../src/testing/simulated-world.ts";
import type { FamilyName } from "../../../../src/testing/worlds/families.ts";
import { partsOfPrompt } from "../../../../src/testing/worlds/task-model.ts";
import { PROMPT, REVIEWS } from "../../../e2e/small-run.ts";

const SPLITS = { train: 240, dev: 100 };

type Options = Omit<Parameters<typeof check<Readonly<Record<string, unknown>>>>[0], "live" | "store">;

async function headroomOf(options: Options): Promise<Headroom> {
  const { headroom } = await check({ ...options, live: true, store: memoryStore(), seed: 1 });
  return headroom!;
}

/** The world with all rows answered as under its first prompt; what has another form is answered as a message of its own. */
function fixed(model: Model, prompt: string): Model {
  return {
    ...model,
    id: `${model.id}&fixed`,
    generate(request, signal) {
      const content = request.messages.at(-1)!.content;
      const message = partsOfPrompt(content).message || content.replaceAll(/\s+/g, " ");
      const filled = prompt.replace("{{message}}", () => message);
      return model.generate({ ...request, messages: [{ role: "user", content: filled }] }, signal);
    },
  };
}

describe.each(worldFamilies)("the world %s", (family) => {
  const { prompt, examples: made, model, metric } = simulatedWorld({ family, seed: 2, rows: 740 });
  const examples = made.map((row) => ({ ...row }));
  const rows = {
    train: examples.slice(0, SPLITS.train),
    dev: examples.slice(SPLITS.train, SPLITS.train + SPLITS.dev),
    test: examples.slice(SPLITS.train + SPLITS.dev),
  };

  it("is a go", async () => {
    const { word, movement } = await headroomOf({ prompt, examples: rows, label: "label", metric, model });
    expect(word).toBe("go");
    if (movement !== undefined) expect(movement.moved).toBeGreaterThan(0);
  });

  // What is written freely has no labels, so that movement is not measured.
  if (family === "formats") return;

  it("is a no-go where the model answers as under the first prompt", async () => {
    const stuck = { prompt, examples: rows, label: "label", metric, model: fixed(model, prompt) };
    const { word, movement, room } = await headroomOf({ ...stuck, optimizer: model });
    expect({ word, room }).toEqual({ word: "no-go", room: 0 });
    expect(movement!.moved).toBe(0);
    expect(movement!.wordings).toBeGreaterThanOrEqual(4);
  });
});

it("tells the world whose errors teach nothing from those whose errors do, more often than not", async () => {
  const warned = async (family: FamilyName): Promise<number> => {
    const found = await Promise.all(
      [11, 12, 13, 14].map(async (seed) => {
        const { prompt, examples, model, metric } = simulatedWorld({ family, seed, rows: 740 });
        return headroomOf({ prompt, examples: examples.map((row) => ({ ...row })), label: "label", metric, model });
      }),
    );
    expect(found.map(({ word }) => word)).toEqual(["go", "go", "go", "go"]);
    return found.filter(({ teaching }) => teaching !== undefined && teachesLittle(teaching)).length;
  };
  expect(await warned("blind")).toBeGreaterThanOrEqual(3);
  expect((await Promise.all((["rules", "length", "formats"] as const).map(warned))).join()).toBe("0,0,0");
});

it("sim:reviews is a go", async () => {
  const options = { prompt: PROMPT, examples: REVIEWS, label: "label", model: simulatedReviews() } as const;
  expect((await headroomOf(options)).word).toBe("go");
});
