/** What every call took: tokens and money, in all, by role, by round and by prompt. */
import type { CallTag } from "../../core/work.ts";
import type { Cost, Spending } from "../../core/spending.ts";
import type { ByRole, Role, Usage } from "../../core/model.ts";
import type { Nanodollars, PriceOf } from "./prices.ts";

export interface Ledger {
  /** A model answered. */
  answered(role: Role, tag: Partial<CallTag>, usage: Usage, ms: number): void;
  /** The store answered. `found` is given once for each answer: what it had taken, and whether this very run had paid, before it was cut off. */
  recalled(role: Role, tag: Partial<CallTag>, found?: { readonly usage: Usage; readonly paid: boolean }): void;
  failed(): void;
  /** So far, without the list by prompt. */
  spending(): Spending;
  byPrompt(): Readonly<Record<string, Cost>>;
  readonly tokens: number;
  readonly nanodollars: Nanodollars;
  /**
   * Mean of the calls that a role's model was paid for, or of the last of them when these took more, since prompts grow, or of the
   * calls of the longest prompt, which may be the one that is judged; undefined before the first call.
   */
  meanCall(role: Role): MeanCall | undefined;
}

export interface MeanCall {
  readonly tokens: number;
  readonly nanodollars: Nanodollars;
  readonly ms: number;
}

/** A line of the ledger, in numbers that add up exactly in any order. */
interface Line {
  calls: number;
  cached: number;
  inputTokens: number;
  outputTokens: number;
  nanodollars: Nanodollars;
  savedTokens: number;
  savedNanodollars: Nanodollars;
}

/** Calls of one prompt from which on their mean counts: of fewer, one long row decides. */
const ENOUGH = 8;

/** What one more call counts in the mean of the last ones, which thus looks back some 50 calls. */
const NEWEST = 1 / 32;

/** @param prices of each role; undefined when unknown, and then no money is reported */
export function createLedger(prices: ByRole<PriceOf | undefined>): Ledger {
  const known = Object.values(prices).every((price) => price !== undefined);
  const all = emptyLine();
  const roles: Record<Role, RoleLine> = { task: emptyRoleLine(), optimizer: emptyRoleLine(), judge: emptyRoleLine() };
  const rounds = new Map<number, Line>();
  const prompts = new Map<string, Line>();
  const verdict = emptyLine();
  let failures = 0;
  let cachedInputTokens = 0;
  let reasoningTokens = 0;

  function linesOf(role: Role, { phase, round, prompt }: Partial<CallTag>): Line[] {
    const lines = [all, roles[role].line];
    if (phase === "verdict") lines.push(verdict);
    else if (round !== undefined) lines.push(lineOf(rounds, round));
    if (prompt !== undefined) lines.push(lineOf(prompts, prompt));
    return lines;
  }

  function add(role: Role, tag: Partial<CallTag>, usage: Usage | undefined, cached: boolean): void {
    const nanodollars = usage === undefined ? 0 : (prices[role]?.(usage) ?? 0);
    for (const line of linesOf(role, tag)) {
      line.calls++;
      if (cached) line.cached++;
      line.inputTokens += usage?.input ?? 0;
      line.outputTokens += usage?.output ?? 0;
      line.nanodollars += nanodollars;
    }
    if (usage !== undefined) {
      const of = roles[role];
      const { lately } = of;
      const weight = of.paid++ === 0 ? 1 : NEWEST;
      lately.tokens += weight * (usage.input + usage.output - lately.tokens);
      lately.nanodollars += weight * (nanodollars - lately.nanodollars);
      if (tag.prompt !== undefined) addTo(of.byPrompt, tag.prompt, usage.input + usage.output, nanodollars);
    }
    cachedInputTokens += usage?.cachedInput ?? 0;
    reasoningTokens += usage?.reasoning ?? 0;
  }

  function save(role: Role, tag: Partial<CallTag>, usage: Usage): void {
    const nanodollars = prices[role]?.(usage) ?? 0;
    for (const line of linesOf(role, tag)) {
      line.savedTokens += usage.input + usage.output;
      line.savedNanodollars += nanodollars;
    }
  }

  const cost = ({ nanodollars, savedTokens, savedNanodollars, ...line }: Line): Cost => ({
    ...line,
    ...(known && { usd: nanodollars / 1e9 }),
    ...(savedTokens > 0 && { savedTokens, ...(known && { savedUsd: savedNanodollars / 1e9 }) }),
  });

  return {
    answered(role, tag, usage, ms) {
      add(role, tag, usage, false);
      roles[role].answered++;
      roles[role].ms += ms;
    },
    recalled(role, tag, found) {
      add(role, tag, found?.paid === true ? found.usage : undefined, true);
      if (found?.paid === false) save(role, tag, found.usage);
    },
    failed: () => void failures++,
    spending: () => ({
      ...cost(all),
      failures,
      cachedInputTokens,
      reasoningTokens,
      byRole: {
        task: cost(roles.task.line),
        optimizer: cost(roles.optimizer.line),
        ...("judge" in prices && { judge: cost(roles.judge.line) }),
      },
      byRound: [...rounds].sort(([a], [b]) => a - b).map(([round, line]) => ({ round, ...cost(line) })),
      verdict: cost(verdict),
    }),
    byPrompt: () => Object.fromEntries([...prompts].map(([id, line]) => [id, cost(line)])),
    get tokens() {
      return all.inputTokens + all.outputTokens;
    },
    get nanodollars() {
      return all.nanodollars;
    },
    meanCall(role) {
      const { line, lately, byPrompt, paid, answered, ms } = roles[role];
      if (paid === 0) return undefined;
      const known = [...byPrompt.values()].filter((one) => one.calls >= ENOUGH);
      const most = (of: (one: Taken) => number): number => Math.max(0, ...known.map((one) => of(one) / one.calls));
      return {
        tokens: Math.max(
          lately.tokens,
          (line.inputTokens + line.outputTokens) / paid,
          most(({ tokens }) => tokens),
        ),
        nanodollars: Math.max(
          lately.nanodollars,
          line.nanodollars / paid,
          most((one) => one.nanodollars),
        ),
        ms: answered === 0 ? 0 : ms / answered,
      };
    },
  };
}

/** A role's line, and what its mean is made of. */
interface RoleLine {
  readonly line: Line;
  paid: number;
  answered: number;
  ms: number;
  readonly lately: { tokens: number; nanodollars: number };
  readonly byPrompt: Map<string, Taken>;
}

/** What the calls of one prompt took. */
interface Taken {
  calls: number;
  tokens: number;
  nanodollars: Nanodollars;
}

function addTo(byPrompt: Map<string, Taken>, prompt: string, tokens: number, nanodollars: Nanodollars): void {
  const { calls, ...taken } = byPrompt.get(prompt) ?? { calls: 0, tokens: 0, nanodollars: 0 };
  byPrompt.set(prompt, {
    calls: calls + 1,
    tokens: taken.tokens + tokens,
    nanodollars: taken.nanodollars + nanodollars,
  });
}

function emptyRoleLine(): RoleLine {
  return { line: emptyLine(), paid: 0, answered: 0, ms: 0, lately: { tokens: 0, nanodollars: 0 }, byPrompt: new Map() };
}

function emptyLine(): Line {
  return { calls: 0, cached: 0, inputTokens: 0, outputTokens: 0, nanodollars: 0, savedTokens: 0, savedNanodollars: 0 };
}

function lineOf<K>(lines: Map<K, Line>, key: K): Line {
  let line = lines.get(key);
  if (line === undefined) lines.set(key, (line = emptyLine()));
  return line;
}
