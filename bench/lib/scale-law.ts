/** The law of what a run costs: its form, the fit of its constants, and what it predicts. docs/scale.md says it in words. */
import { fitRelative } from "./least-squares.ts";
import type { Measured } from "./scale-process.ts";
import type { Sizes } from "./scale-world.ts";

export interface Point {
  readonly sizes: Sizes;
  readonly measured: Measured;
}

export interface Predicted {
  readonly calls: number;
  readonly tokens: number;
}

export interface Law {
  /** Each constant with its letter in the formula of docs/scale.md, and what it says. */
  readonly constants: readonly { readonly letter: string; readonly name: string; readonly value: number }[];
  predict(point: Point): Predicted;
}

/** A column value is shown to the optimizer model up to this many tokens (800 characters). */
const SHOWN_TOKENS = 200;

/** Fits the law to these points; of a point it is to predict it reads the sizes, the prompt and the plan only. */
export function fitLaw(points: readonly Point[]): Law {
  const [made = 0] = fitted(
    points,
    searching,
    (point) => point.measured.taskCalls - fixed(point),
    ({ measured }) => measured.taskCalls,
  );
  const [written = 0] = fitted(points, proposing, ({ measured }) => measured.optimizerCalls);
  const [growth = 0] = fitted(
    points,
    ({ sizes }) => [sizes.rounds],
    ({ sizes, measured }) => measured.taskInput / measured.taskCalls - measured.prompt - sizes.row,
    ({ measured }) => measured.taskInput / measured.taskCalls,
  );
  const [answer = 0] = fitted(
    points,
    () => [1],
    ({ measured }) => measured.taskOutput / measured.taskCalls,
  );
  const asked = fitted(points, request, ({ measured }) => measured.optimizerInput / measured.optimizerCalls);
  const [least = 0, echoed = 0, longer = 0] = fitted(
    points,
    reply,
    ({ measured }) => measured.optimizerOutput / measured.optimizerCalls,
  );
  return {
    constants: [
      { letter: "a", name: "share of the planned evaluations that are made", value: made },
      { letter: "b", name: "share of the planned requests that are made", value: written },
      {
        letter: "c",
        name: "tokens that prompts grow by, per round, on the mean over all calls of a run",
        value: growth,
      },
      { letter: "d", name: "tokens of an answer", value: answer },
      { letter: "e", name: "tokens of a request to the optimizer, whatever it shows", value: asked[0]! },
      { letter: "f", name: "... for each token of the prompt, and of its section once more", value: asked[1]! },
      { letter: "g", name: "... for each token of a row, up to 200", value: asked[2]! },
      { letter: "h", name: "... for each label", value: asked[3]! },
      { letter: "i", name: "... for each round", value: asked[4]! },
      { letter: "j", name: "tokens of a reply, whatever it is about", value: least },
      { letter: "k", name: "... for each token of the section", value: echoed },
      { letter: "l", name: "... for each round", value: longer },
    ],
    predict(point) {
      const taskCalls = fixed(point) + made * searching(point)[0]!;
      const optimizerCalls = written * proposing(point)[0]!;
      const { prompt } = point.measured;
      const { row, rounds } = point.sizes;
      const perEvaluation = prompt + row + growth * rounds + answer;
      const perRequest = dot(asked, request(point)) + dot([least, echoed, longer], reply(point));
      return { calls: taskCalls + optimizerCalls, tokens: taskCalls * perEvaluation + optimizerCalls * perRequest };
    },
  };
}

/** Evaluations that every run makes: the headroom's, dev's and the verdict's. */
function fixed({ measured: { plan } }: Point): number {
  return plan.headroom + plan.dev + plan.verdict;
}

function searching({ measured: { plan } }: Point): number[] {
  return [plan.errors + plan.selecting];
}

function proposing({ measured: { plan } }: Point): number[] {
  return [plan.proposing];
}

function request({ sizes: { row, labels, rounds }, measured: { prompt, section } }: Point): number[] {
  return [1, prompt + section, Math.min(row, SHOWN_TOKENS), labels, rounds];
}

function reply({ sizes: { rounds }, measured: { section } }: Point): number[] {
  return [1, section, rounds];
}

/** @param of what an error in `y` is a share of, where `y` is a part of it */
function fitted(
  points: readonly Point[],
  x: (point: Point) => readonly number[],
  y: (point: Point) => number,
  of: (point: Point) => number = y,
): number[] {
  return fitRelative(points.map((point) => ({ x: x(point), y: y(point), of: of(point) })));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
