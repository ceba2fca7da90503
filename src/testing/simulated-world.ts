/**
 * A simulated world with known truth: rows, a prompt that misses something, and a model of both roles that reads nothing
 * but its messages. It is a test of search: whether a method finds what can be found, at what price. It is no test of
 * language: its prompts are made of a few stock sentences, and its figures say nothing about any real model.
 */
import { pieceReply, readPieceRequest } from "./piece-request.ts";
import { ModelError } from "../core/errors.ts";
import { NO_USAGE, type Model } from "../core/model.ts";
import { rng } from "../core/rng.ts";
import type { MetricFunction } from "../metrics/function.ts";
import { families, type FamilyName, type WorldRow } from "./worlds/families.ts";
import { answerRequest } from "./worlds/optimizer-model.ts";
import { readWorldRequest, worldRequestOf } from "./worlds/request.ts";
import { partsOfPrompt, taskModel } from "./worlds/task-model.ts";

/** Options of `simulatedWorld`. */
export interface SimulatedWorldOptions {
  /** What there is to find. */
  readonly family: FamilyName;
  /** Which world of the family: its words, rows and wordings. Default 1. */
  readonly seed?: number;
  /** Rows; default 400. */
  readonly rows?: number;
  /** Chance from 0 to 1 that a task answer is a mistake; default 0. The same request always gets the same answer. */
  readonly noise?: number;
  /** Chance from 0 to 1 that the optimizer model goes by the evidence of the rows shown; default 0.7. */
  readonly skill?: number;
}

/** What `optimize` takes, spread. */
export interface SimulatedWorld {
  readonly prompt: string;
  readonly examples: readonly WorldRow[];
  readonly model: Model;
  readonly metric: "accuracy" | MetricFunction;
}

/** The names of all families. */
export const worldFamilies: readonly FamilyName[] = Object.values(families).map(({ name }) => name);

/** A world of this family and seed. Deterministic: answers depend on the options, the messages and the sample number only. */
export function simulatedWorld({
  family: name,
  seed = 1,
  rows = 400,
  noise = 0,
  skill = 0.7,
}: SimulatedWorldOptions): SimulatedWorld {
  const family = families[name];
  const made = family.make(rng(seed).fork(name));
  const task = taskModel(family, seed);
  const format =
    family.reading === "form" ? "The value in the right form" : family.reading === "labels" ? "One label" : "yes or no";
  const model: Model = {
    id: `sim:${name}?seed=${seed}&noise=${noise}&skill=${skill}`,
    pricing: "free",
    simulated: true,
    holds: { choice: false, json: true },
    async generate({ messages, sample }) {
      const content = messages.at(-1)?.content ?? "";
      const piece = readPieceRequest(content);
      if (piece !== undefined) {
        const own = rng(seed).fork(`reply ${sample} ${content}`);
        const [text = ""] = answerRequest(worldRequestOf(piece), family, task, skill, own);
        return { text: pieceReply(piece, text), finish: "stop", usage: NO_USAGE };
      }
      const asked = readWorldRequest(messages);
      if (asked === undefined) {
        const { section, message } = partsOfPrompt(content);
        if (message === "") throw new ModelError("bad-request", "The simulated world finds no message in the prompt.");
        const answer = task.answer(section, message);
        const mistaken = noise > 0 && rng(seed).fork(`noise ${sample} ${content}`).next() < noise;
        return { text: mistaken ? task.mistake(answer) : answer, finish: "stop", usage: NO_USAGE };
      }
      const items = answerRequest(asked, family, task, skill, rng(seed).fork(`reply ${sample} ${content}`));
      return { text: JSON.stringify({ items }), finish: "stop", usage: NO_USAGE };
    },
  };
  return {
    prompt: `# Task\n${made.section.join(" ")}\n\n# Message\n{{message}}\n\n# Answer\n${format}:`,
    examples: made.rows(rows),
    model,
    metric: family.reading === "form" ? exactly : "accuracy",
  };
}

/** Right or wrong, letter for letter. */
const exactly: MetricFunction = (answer, { expected }) => ({ score: answer === expected ? 1 : 0, predicted: answer });
