/** One simulated run for the benchmark of the headroom: what its word was before the search, and whether the search then gained. */
import { words } from "../../src/core/values/hash.ts";
import type { HeadroomWord } from "../../src/core/measuring/headroom/facts.ts";
import type { Movement } from "../../src/core/measuring/headroom/movement-facts.ts";
import { NO_USAGE, type Model } from "../../src/core/model.ts";
import { rng, shuffle } from "../../src/core/rng.ts";
import { optimize, type StopReason, type VerdictWord } from "../../src/index.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { splitPrompt } from "../../src/testing/reviews/task-answer.ts";
import { simulatedWorld } from "../../src/testing/simulated-world.ts";
import type { FamilyName } from "../../src/testing/worlds/families.ts";
import { partsOfPrompt } from "../../src/testing/worlds/task-model.ts";
import { example } from "./example.ts";

/**
 * What wording can do: all that the simulated model lets it (`free`), that on a tenth of the rows (`tenth`) or on half of them
 * (`half`), nothing (`fixed`), or set the one label that every row gets (`constant`).
 */
export type Freedom = "free" | "half" | "tenth" | "fixed" | "constant";

export interface Game {
  readonly world: FamilyName | "reviews";
  readonly freedom: Freedom;
  readonly seed: number;
  readonly noise: number;
  readonly skill: number;
  /** Test rows. */
  readonly test: number;
}

export interface Outcome {
  readonly word: HeadroomWord;
  readonly reasons: readonly string[];
  readonly movement?: Movement;
  readonly verdict: VerdictWord | undefined;
  /** Of the best prompt found over the initial one, on the test rows. */
  readonly gain: number;
  readonly stopped: StopReason["kind"];
}

const ROWS = { train: 240, dev: 100 };
/** The share of rows that wording may move. */
const FREE = { half: 0.5, tenth: 0.1, fixed: 0 };

type Row = Readonly<Record<string, string>>;

export async function play(game: Game): Promise<Outcome> {
  const { prompt, rows, model, metric } = await drawn(game);
  const optimizer: Model = { ...model, id: `${model.id} as writer` };
  let found: Pick<Outcome, "word" | "reasons" | "movement"> | undefined;
  const { verdict, stopped } = await optimize({
    prompt,
    examples: {
      train: rows.slice(0, ROWS.train),
      dev: rows.slice(ROWS.train, ROWS.train + ROWS.dev),
      test: rows.slice(ROWS.train + ROWS.dev, ROWS.train + ROWS.dev + game.test),
    },
    label: "label",
    metric,
    model: bound(model, game, prompt, rows),
    optimizer,
    seed: game.seed,
    onEvent: (event) => {
      if (event.type === "headroom") found = event.headroom;
    },
  });
  if (found === undefined) throw new Error("The headroom was not measured.");
  const { word, reasons, movement } = found;
  const gain = verdict?.difference.value ?? 0;
  return { word, reasons, ...(movement && { movement }), verdict: verdict?.word, gain, stopped: stopped.kind };
}

async function drawn({ world, seed, noise, skill }: Game): Promise<{
  readonly prompt: string;
  readonly rows: readonly Row[];
  readonly model: Model;
  readonly metric: NonNullable<Parameters<typeof optimize>[0]["metric"]>;
}> {
  if (world === "reviews") {
    const { prompt, examples } = await example();
    const rows = shuffle(examples, rng(seed).fork("rows"));
    return { prompt, rows, model: simulatedReviews({ seed, noise }), metric: "accuracy" };
  }
  const { prompt, examples, model, metric } = simulatedWorld({ family: world, seed, rows: 740, noise, skill });
  return { prompt, rows: examples.map(({ message, label }) => ({ message, label })), model, metric };
}

/** The model, as far as wording may move it: rows that it may not move are answered as under the initial prompt. */
function bound(model: Model, { world, freedom, seed }: Game, initial: string, rows: readonly Row[]): Model {
  if (freedom === "free") return model;
  const labels = [...new Set(rows.map(({ label }) => label!))].toSorted();
  const name = world === "reviews" ? "text" : "message";
  const texts = rows.map((row) => row[name]!);
  const die = (text: string): number => (words(`${seed} ${text}`, 1)[0]! >>> 0) / 2 ** 32;
  return {
    ...model,
    id: `${model.id}&${freedom}`,
    async generate(request, signal) {
      const content = request.messages.at(-1)!.content;
      const marked = world === "reviews" ? splitPrompt(request.messages).review : partsOfPrompt(content).message;
      const row = marked.trim() || texts.findLast((text) => content.includes(text)) || "";
      if (freedom === "constant") {
        const label = labels[Math.floor(labels.length * die(content.replaceAll(row, "")))]!;
        return { text: label, finish: "stop", usage: NO_USAGE };
      }
      if (marked.trim() !== "" && die(row) < FREE[freedom]) return model.generate(request, signal);
      const filled = initial.replace(/\{\{ ?\w+ ?\}\}/, () => row);
      return model.generate({ ...request, messages: [{ role: "user", content: filled }] }, signal);
    },
  };
}
