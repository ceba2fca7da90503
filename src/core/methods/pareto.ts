/**
 * Reflective search along a Pareto front (the idea of GEPA, Agrawal et al. 2025, arXiv 2507.19457): a prompt that is best
 * on some rows is worth continuing from, even when others are better on the whole. A parent is drawn from the front, the
 * optimizer model rewrites it in view of a few errors, and a child that does better on the same rows joins the pool.
 */
import type { Candidate } from "../candidate.ts";
import { observeParent } from "../gradients/errors.ts";
import { rowOrder } from "../row-order.ts";
import { shuffle, type Rng } from "../rng.ts";
import type { Observation } from "../task.ts";
import type { Tools } from "../tools.ts";
import { candidateFrom } from "./admitted.ts";
import { framed, type Loop, type Round } from "./frame.ts";
import type { Method, MethodOptions } from "./method.ts";
import { byScore, missed, reportScores, scoreAll, type Scored } from "./scored.ts";

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
      leastCalls: 2 * fewRows(options) + 1,
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
  const { metric, train } = tools.task;
  const order = rowOrder(train, stream.fork("front"));
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
      if (children.length > 0 && children.every((one) => one === "nothing wrong")) return { kind: "nothing-to-mend" };
      const better = children.filter((one) => typeof one === "object");
      const before = budget.spent;
      pool = [...pool, ...(await onFront(better, at))];
      const scored = pool.toSorted(byScore);
      const calls = budget.spent - before;
      reportScores(tools, { method: "pareto", scored, keep: options.beamWidth, calls }, at);
      return count === 0 ? { kind: "budget", cap: "calls" } : undefined;
    },
  };

  /** A rewrite of `parent` that does better than it on a few rows, if the model finds one. */
  async function child(
    parent: Scored,
    { round, rng, budget }: Pick<Round, "round" | "rng" | "budget">,
  ): Promise<Child | "nothing wrong" | undefined> {
    const { prompt } = parent.candidate;
    const drawn = shuffle(others, rng.fork("rows"));
    const minibatch = { order: drawn, minibatchSize: fewRows(options), enough: 1 };
    const observed = await observeParent(tools, prompt, minibatch, { round, phase: "errors", budget });
    const before = observed.slice(-fewRows(options));
    const errors = before.filter(({ correct }) => !correct);
    const correct = before.filter((row) => row.correct);
    if (errors.length === 0) return budget.left > 0 ? "nothing wrong" : undefined;
    const [changes] = await tools.write({
      asked: "rewrite",
      prompt,
      errors,
      correct,
      score: parent.score,
      count: 1,
      round,
      rng,
      budget,
    });
    const candidate = candidateFrom(tools, changes, prompt, { kind: "rewrite", parent: prompt.id }, before, round);
    if (candidate === undefined) return undefined;
    const rows = before.map(({ example }) => example);
    const after = await tools.evaluate(candidate.prompt, rows, { round, phase: "proposing", budget });
    return metric.score(after) > metric.score(before) ? { candidate, parent, before, after } : undefined;
  }

  /** Children with their scores on the rows of the front; one that the budget cuts short is held against its parent on the rows that it met. */
  async function onFront(children: readonly Child[], { round, budget }: Round): Promise<Scored[]> {
    const known = new Set(pool.map(({ candidate }) => candidate.prompt.id));
    const fresh = children.filter(({ candidate: { prompt } }) => !known.has(prompt.id) && known.add(prompt.id));
    const shares = fresh.map(() => budget.reserve(tools.callsFor(frontRows.length)));
    const scored = await Promise.all(
      fresh.map(async ({ candidate, parent, before, after }, i): Promise<Scored> => {
        const seen = await tools.evaluate(candidate.prompt, frontRows, {
          round,
          phase: "selecting",
          budget: shares[i]!,
        });
        if (seen.length === frontRows.length)
          return { candidate, seen, score: metric.score(seen), ...missed(tools.task, candidate, seen) };
        const met = new Set(seen.map(({ example }) => example.id));
        const ofParent = [...before, ...parent.seen.filter(({ example }) => met.has(example.id))];
        const own = [...after, ...seen];
        const share = own.length / (before.length + frontRows.length);
        const score = parent.score + share * (metric.score(own) - metric.score(ofParent));
        return { candidate, seen: own, score, ...missed(tools.task, candidate, own) };
      }),
    );
    for (const share of shares) share.release();
    return scored;
  }
}

/** A rewrite that did better than its parent on a few rows: what both did there. */
interface Child {
  readonly candidate: Candidate;
  readonly parent: Scored;
  readonly before: readonly Observation[];
  readonly after: readonly Observation[];
}

/**
 * For each of the pool: on how many rows it is among the best. 0 where others are so on all of these rows together: from
 * the worst on, a prompt leaves whose rows those that are left cover without it, as in GEPA.
 */
export function frontWeights(pool: readonly Scored[]): number[] {
  const byRow = pool.map(({ seen }) => new Map(seen.map(({ example, score }) => [example.id, score])));
  const all = [...pool.keys()];
  // The rows of the first, for one that the budget cut short has met others as well.
  const fronts = [...(byRow[0]?.keys() ?? [])].map((row) => {
    const scores = byRow.map((own) => own.get(row) ?? 0);
    const best = Math.max(...scores);
    return new Set(all.filter((one) => scores[one] === best));
  });
  const left = new Set(all);
  for (const one of all.toSorted((a, b) => pool[a]!.score - pool[b]!.score || b - a)) {
    const own = fronts.filter((front) => front.has(one));
    if (left.size > 1 && own.every((front) => [...front].some((other) => other !== one && left.has(other))))
      left.delete(one);
  }
  return pool.map((_, one) => (left.has(one) ? fronts.filter((front) => front.has(one)).length : 0));
}

function draw(pool: readonly Scored[], weights: readonly number[], rng: Rng): Scored {
  let point = rng.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (point -= weight) < 0);
  return pool[Math.max(0, index)]!;
}
