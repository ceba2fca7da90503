/** One run from its events: rounds, beam, gradients, verdict. Used by everything that shows a run. */
import type { Origin } from "../core/candidate.ts";
import type { Breach } from "../core/prompt/contract.ts";
import type { DropReason, RunEvent } from "../core/events.ts";
import type { StopReason } from "../core/stop-reason.ts";
import type { Spending } from "../core/spending.ts";
import type { Headroom } from "../core/measuring/headroom/facts.ts";
import type { Changes } from "../core/prompt/prompt.ts";
import type { Estimate } from "../core/stats/estimate.ts";
import type { Verdict } from "../core/measuring/verdict.ts";
import { gradientsOf, type GradientQuality } from "./gradients.ts";
import { all, type Of, standing } from "./of.ts";
import type { Signature } from "./signatures/signature.ts";
import { signaturesOf } from "./signatures.ts";
import { writerYieldsOf, type WriterYield } from "./writer.ts";
import { yieldsOf, type RoundYield } from "./yields.ts";

export interface RoundSummary {
  readonly round: number;
  readonly gradients: readonly GradientQuality[];
  /** Ids of every two gradients that pull opposite ways, and of those of them that edits were asked for. */
  readonly conflicts: readonly { readonly gradients: readonly [string, string]; readonly kept: readonly string[] }[];
  /** Absent when its selection did not end. */
  readonly yield?: RoundYield;
  readonly candidates: number;
  /** New prompts that break the contract, by kind of breach. */
  readonly rejected: Readonly<Partial<Record<Breach["kind"], number>>>;
  /** New prompts that keep it and were not tried, by reason. */
  readonly notTried: Readonly<Partial<Record<DropReason, number>>>;
  /** Replies of the optimizer model that could not be used, by reason. */
  readonly dropped: Readonly<Partial<Record<string, number>>>;
  /** Rows that the optimizer model calls broken or mislabelled, each once. */
  readonly setAside: readonly SuspiciousRow[];
  readonly evaluations: number;
  /** The beam after the round, best first, with its estimate by selection. */
  readonly beam: readonly { readonly id: string; readonly estimate: Estimate; readonly dev?: Estimate }[];
}

export interface RunSummary {
  readonly initial: { readonly id: string; readonly text: string } | undefined;
  readonly headroom: Headroom | undefined;
  readonly rounds: readonly RoundSummary[];
  /** What came of the requests to the optimizer model, by kind. */
  readonly writer: readonly WriterYield[];
  /** Where the run turned to small questions by itself, and why; absent where it did not. */
  readonly turned?: Pick<Of<"writer-turned">, "round" | "gradients" | "prompts">;
  /** Every candidate that entered selection, by id. */
  readonly prompts: Readonly<
    Record<string, { readonly parts: Changes; readonly origin: Origin; readonly round: number }>
  >;
  /** What the initial prompt answers on the protected rows; absent where there are none, or nobody has asked. */
  readonly protectedRows?: Omit<Of<"protected-rows">, "type">;
  /** Finalists that may not win, and why; absent for none. */
  readonly refused?: readonly Refused[];
  readonly best: { readonly id: string; readonly foundInRound: number } | undefined;
  readonly stopped: StopReason | undefined;
  readonly signatures: readonly Signature[];
  readonly verdict: Verdict | undefined;
  readonly cost: Spending | undefined;
  readonly message: string | undefined;
}

/**
 * Reads the events of a run in any order within a round; those of a run that was cut off give what there is, and those of
 * one that was resumed one story: what was withdrawn is skipped, and of what can be only once the last counts.
 */
export function summarize(reported: readonly RunEvent[]): RunSummary {
  const events = standing(reported);
  const started = find(events, "run-started");
  // While a resumed run goes on, nobody knows whether its search ends as it did before.
  const latest = endOf(events) === undefined ? events.slice(Math.max(0, lastStart(events))) : events;
  const ended = find(latest, "search-ended");
  const candidates = all(events, "candidate");
  const turned = find(events, "writer-turned");
  return {
    initial: started && { id: started.prompt, text: started.text },
    headroom: find(events, "headroom")?.headroom,
    rounds: roundsIn(events),
    writer: writerYieldsOf(events),
    ...(turned && { turned: { round: turned.round, gradients: turned.gradients, prompts: turned.prompts } }),
    prompts: Object.fromEntries(candidates.map(({ id, parts, origin, round }) => [id, { parts, origin, round }])),
    ...restrictionsIn(latest),
    best: ended && { id: ended.best, foundInRound: ended.foundInRound },
    stopped: ended?.reason,
    signatures: signaturesOf(events),
    verdict: find(latest, "verdict")?.verdict,
    cost: all(events, "spending").at(-1)?.spending,
    message: endOf(events)?.message,
  };
}

function roundsIn(events: readonly RunEvent[]): RoundSummary[] {
  const gradients = gradientsOf(events);
  const yields = new Map(yieldsOf(events).map((one) => [one.round, one]));
  const dev = new Map(all(events, "dev-score").map(({ id, score }) => [id, score]));
  const begun = new Set(all(events, "round-started").map(({ round }) => round));
  return [...begun]
    .toSorted((a, b) => a - b)
    .map((round) => {
      const selected = all(events, "selected").findLast((event) => event.round === round);
      return {
        round,
        gradients: gradients.filter((gradient) => gradient.round === round),
        conflicts: all(events, "gradient-conflict")
          .filter((event) => event.round === round)
          .map((event) => ({ gradients: event.gradients, kept: event.kept }))
          // Which parent was answered first says nothing.
          .toSorted((a, b) => (a.gradients.join() < b.gradients.join() ? -1 : 1)),
        ...(yields.has(round) && { yield: yields.get(round)! }),
        candidates: all(events, "candidate").filter((event) => event.round === round).length,
        rejected: tally(all(events, "candidate-rejected"), round, ({ breach }) => breach.kind),
        notTried: tally(all(events, "candidate-dropped"), round, ({ why }) => why),
        dropped: tally(all(events, "reply-dropped"), round, ({ reason }) => reason),
        setAside: setAsideIn(events, round),
        evaluations: selected?.evaluations ?? 0,
        beam: selected === undefined ? [] : beamAfter(selected, dev),
      };
    });
}

/** The beam after a round, best first. */
function beamAfter({ kept, ranking }: Of<"selected">, dev: ReadonlyMap<string, Estimate>): RoundSummary["beam"] {
  return kept.map((id) => {
    const { value, low, high, n } = ranking.find((arm) => arm.id === id)!;
    const score = dev.get(id);
    return { id, estimate: { value, low, high, n }, ...(score && { dev: score }) };
  });
}

/** A finalist as `finalist-refused` names it. */
export type Refused = Omit<Of<"finalist-refused">, "type">;

/** What the limits and the protected rows have decided. */
export function restrictionsIn(events: readonly RunEvent[]): Pick<RunSummary, "protectedRows" | "refused"> {
  const held = find(events, "protected-rows");
  const refused = all(events, "finalist-refused").map(({ type: _, ...one }) => one);
  return {
    ...(held && { protectedRows: { rows: held.rows, wrong: held.wrong } }),
    ...(refused.length > 0 && { refused }),
  };
}

/** A row as `row-set-aside` names it: its id, its place, its beginning, and what the optimizer model says of it. */
export type SuspiciousRow = Omit<Of<"row-set-aside">, "type" | "round" | "parent">;

function setAsideIn(events: readonly RunEvent[], of: number): RoundSummary["setAside"] {
  const own = all(events, "row-set-aside").filter(({ round }) => round === of);
  const first = new Map(own.toReversed().map(({ type: _, round: __, parent: ___, ...row }) => [row.row, row]));
  return [...first.values()].toSorted((a, b) => (a.row < b.row ? -1 : 1));
}

function find<T extends RunEvent["type"]>(events: readonly RunEvent[], type: T): Of<T> | undefined {
  return all(events, type).at(-1);
}

/** Where the last attempt begins. */
function lastStart(events: readonly RunEvent[]): number {
  return events.findLastIndex(({ type }) => type === "run-started");
}

/** How the last attempt ended; undefined while it runs. */
function endOf(events: readonly RunEvent[]): Of<"run-ended"> | undefined {
  return find(events.slice(lastStart(events) + 1), "run-ended");
}

function tally<E extends { readonly round: number }, K extends string>(
  events: readonly E[],
  round: number,
  reasonOf: (event: E) => K,
): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const event of events) {
    if (event.round !== round) continue;
    const reason = reasonOf(event);
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}
