/**
 * Reflective search along a Pareto front (the idea of GEPA, Agrawal et al. 2025, arXiv 2507.19457): a prompt that is best
 * on some rows is worth continuing from, even when others are better on the whole. A parent is drawn from the front, the
 * optimizer model rewrites it in view of a few errors, and a child that does better on the same rows joins the pool.
 */
import type { Candidate } from "../candidate.ts";
import { rowOrder } from "../row-order.ts";
import { shuffle, type Rng } from "../rng.ts";
import type { Tools } from "../tools.ts";
import { candidateFrom } from "./admitted.ts";
import { framed, type Loop, type Round } from "./frame.ts";
import type { Method, MethodOptions } from "./method.ts";
import { byScore, reportScores, scoreAll, type Scored } from "./scored.ts";

/** Rows that a parent is reflected on, and its child tried on. */
function fewRows({ errorsPerGroup }: MethodOptions): number {
  return 2 * errorsPerGroup;
}

/** As many rewrites as ProTeGi asks gradients of, in steps of `beamWidth` at once. */
function stepsOf({ rounds, errorGroups }: MethodOptions): number {
  return rounds * errorGroups;
}

export const pareto: Method = {
  name: "pareto",
  about: "rewrites prompts that are best on some row in view of a few errors",
  reads: ["rounds", "beamWidth", "minibatchSize", "errorGroups", "errorsPerGroup"],
  rounds: stepsOf,
  search: (options) =>
    framed((tools, initial, rng) => reflect(tools, initial, options, rng), {
      rounds: stepsOf(options),
      finalists: options.beamWidth,
      leastCalls: options.minibatchSize,
    }),
  plan: (options, { dev }) => {
    const rewrites = stepsOf(options) * options.beamWidth;
    return {
      errors: rewrites * fewRows(options),
      proposing: rewrites,
      screening: 0,
      selecting: options.minibatchSize + rewrites * (fewRows(options) + options.minibatchSize),
      dev: options.beamWidth * dev,
    };
  },
};

function reflect(tools: Tools, initial: Candidate, options: MethodOptions, stream: Rng): Loop {
  const order = rowOrder(tools.task.train, stream.fork("front"));
  const frontRows = order.slice(0, options.minibatchSize);
  const others = order.length > options.minibatchSize ? order.slice(options.minibatchSize) : order;
  let pool: readonly Scored[] = [];
  return {
    finalists: () =>
      pool.length === 0
        ? [initial]
        : pool
            .toSorted(byScore)
            .slice(0, options.beamWidth)
            .map(({ candidate }) => candidate),
    async step(at) {
      const { round, rng, budget } = at;
      if (pool.length === 0) pool = await scoreAll(tools, [initial], frontRows, round, budget);
      if (pool.length === 0) return { kind: "budget", cap: "calls" };
      const weights = frontWeights(pool);
      const count = Math.min(options.beamWidth, Math.floor(budget.left / (tools.callsFor(2 * fewRows(options)) + 1)));
      const share = Math.floor(budget.left / Math.max(1, count));
      const parts = Array.from({ length: count }, () => budget.reserve(share));
      const children = await Promise.all(
        parts.map((part, i) => {
          const own = rng.fork(`step ${i}`);
          return child(draw(pool, weights, own.fork("parent")), { round, rng: own, budget: part });
        }),
      );
      for (const part of parts) part.release();
      const known = new Set(pool.map(({ candidate }) => candidate.prompt.id));
      const better = children.filter((one) => one !== undefined).filter(({ prompt }) => !known.has(prompt.id));
      const before = budget.spent;
      pool = [...pool, ...(await scoreAll(tools, better, frontRows, round, budget))];
      reportScores(tools, "pareto", pool.toSorted(byScore), options.beamWidth, round, budget.spent - before, rng);
      return count === 0 ? { kind: "budget", cap: "calls" } : undefined;
    },
  };

  /** A rewrite of `parent` that does better than it on a few rows, if the model finds one. */
  async function child(
    { candidate: { prompt }, score }: Scored,
    { round, rng, budget }: Pick<Round, "round" | "rng" | "budget">,
  ): Promise<Candidate | undefined> {
    const rows = shuffle(others, rng.fork("rows")).slice(0, fewRows(options));
    const seen = await tools.evaluate(prompt, rows, { round, phase: "errors", budget });
    const errors = seen.filter(({ correct }) => !correct);
    const correct = seen.filter((row) => row.correct);
    if (errors.length === 0) return undefined;
    const [changes] = await tools.write({
      asked: "rewrite",
      prompt,
      errors,
      correct,
      score,
      count: 1,
      round,
      rng,
      budget,
    });
    const rewritten = candidateFrom(tools, changes, prompt, { kind: "rewrite", parent: prompt.id }, seen, round);
    if (rewritten === undefined) return undefined;
    const again = await tools.evaluate(rewritten.prompt, rows, { round, phase: "proposing", budget });
    return tools.task.metric.score(again) > tools.task.metric.score(seen) ? rewritten : undefined;
  }
}

/** For each of the pool: on how many rows it is among the best; 0 where another is as good everywhere and better somewhere. */
export function frontWeights(pool: readonly Scored[]): number[] {
  const byRow = pool.map(({ seen }) => new Map(seen.map(({ example, score }) => [example.id, score])));
  const rows = [...new Set(byRow.flatMap((scores) => [...scores.keys()]))];
  const at = (one: number, row: string): number => byRow[one]!.get(row) ?? 0;
  const best = new Map(rows.map((row) => [row, Math.max(...byRow.map((_, one) => at(one, row)))]));
  const dominated = (one: number): boolean =>
    pool.some(
      (_, other) =>
        rows.every((row) => at(other, row) >= at(one, row)) && rows.some((row) => at(other, row) > at(one, row)),
    );
  return pool.map((_, one) => (dominated(one) ? 0 : rows.filter((row) => at(one, row) === best.get(row)).length));
}

function draw(pool: readonly Scored[], weights: readonly number[], rng: Rng): Scored {
  let point = rng.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (point -= weight) < 0);
  return pool[Math.max(0, index)]!;
}
