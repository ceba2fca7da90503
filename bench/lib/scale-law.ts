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
  /** What a run takes that begins all its rounds and finds something better. */
  ahead(point: Point): Predicted;
  /** What a run takes that begins so many rounds as this one did. */
  begun(point: Point): Predicted;
}

/** A column value is shown to the optimizer model up to this many tokens (800 characters). */
const SHOWN_TOKENS = 200;

/** Fits the law to these points; of a point it is to predict it reads the sizes, the prompt, the plan and the rounds that were begun only. */
export function fitLaw(points: readonly Point[]): Law {
  const [made = 0] = fitted(
    points,
    ({ measured }) => searching(measured.begun),
    ({ measured }) => measured.taskCalls - fixed(measured.begun),
    ({ measured }) => measured.taskCalls,
  );
  const [written = 0] = fitted(
    points,
    ({ measured }) => [measured.begun.proposing],
    ({ measured }) => measured.optimizerCalls,
  );
  const [growth = 0] = fitted(
    points,
    ({ measured }) => [measured.rounds],
    ({ sizes, measured }) => measured.taskInput / measured.taskCalls - measured.prompt - sizes.row,
    ({ measured }) => measured.taskInput / measured.taskCalls,
  );
  const [answer = 0] = fitted(
    points,
    () => [1],
    ({ measured }) => measured.taskOutput / measured.taskCalls,
  );
  const asked = fitted(
    points,
    (point) => request(point, point.measured.rounds),
    ({ measured }) => measured.optimizerInput / measured.optimizerCalls,
  );
  const [least = 0, echoed = 0, longer = 0] = fitted(
    points,
    (point) => reply(point, point.measured.rounds),
    ({ measured }) => measured.optimizerOutput / measured.optimizerCalls,
  );
  const predict = (point: Point, planned: Measured["begun"], rounds: number): Predicted => {
    const taskCalls = fixed(planned) + made * searching(planned)[0]!;
    const optimizerCalls = written * planned.proposing;
    const perEvaluation = point.measured.prompt + point.sizes.row + growth * rounds + answer;
    const perRequest = dot(asked, request(point, rounds)) + dot([least, echoed, longer], reply(point, rounds));
    return { calls: taskCalls + optimizerCalls, tokens: taskCalls * perEvaluation + optimizerCalls * perRequest };
  };
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
    ahead: (point) => predict(point, point.measured.plan, point.sizes.rounds),
    begun: (point) => predict(point, point.measured.begun, point.measured.rounds),
  };
}

/** Evaluations that every run makes: the headroom's, dev's and the verdict's. */
function fixed({ headroom, dev, verdict }: Measured["begun"]): number {
  return headroom + dev + verdict;
}

function searching({ errors, selecting }: Measured["begun"]): number[] {
  return [errors + selecting];
}

function request({ sizes: { row, labels }, measured: { prompt, section } }: Point, rounds: number): number[] {
  return [1, prompt + section, Math.min(row, SHOWN_TOKENS), labels, rounds];
}

function reply({ measured: { section } }: Point, rounds: number): number[] {
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
