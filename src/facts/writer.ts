/** What came of the requests to the optimizer model, by their kind: from what was asked for to what beat its parent. */
import type { Instructions } from "../core/asking/templates.ts";
import { askedFor } from "../core/candidate.ts";
import type { RunEvent } from "../core/events.ts";
import { gradientsOf } from "./gradients.ts";
import { all, type Of } from "./of.ts";
import { repeatedGradients } from "./yields.ts";

/** What came of one kind of request. Each count is a part of the one before it, but for `tried`. */
export interface WriterYield {
  /** The kind of request, such as `gradient` or `edit`. */
  readonly asked: keyof Instructions;
  /** Requests that were answered. */
  readonly requests: number;
  /** Texts that they asked for. */
  readonly wanted: number;
  /** Texts that could be read from the replies. */
  readonly usable: number;
  /** Prompts made of them that keep the contract; absent for gradients, which are no prompts. */
  readonly admitted?: number;
  /** Prompts that differ from their parent and from all others of the round; gradients that say what no earlier one said. */
  readonly different: number;
  /** Those that met rows in common with their parent; of gradients, those with such an edit. */
  readonly tried: number;
  /** Those of them that scored higher on these rows, by however little. */
  readonly better: number;
}

/** The yield of every kind of request that was made, in the order in which a search makes them. */
export function writerYieldsOf(events: readonly RunEvent[]): WriterYield[] {
  const answered = answeredRequests(events);
  const kinds = [...Map.groupBy(answered, ({ asked }) => asked)].toSorted(([a], [b]) => PLACES[a] - PLACES[b]);
  return kinds.map(([asked, own]): WriterYield => {
    const sum = (of: (event: (typeof own)[number]) => number): number =>
      own.reduce((total, event) => total + of(event), 0);
    const counts = { asked, requests: own.length, wanted: sum(({ wanted }) => wanted), usable: sum((e) => e.usable) };
    return { ...counts, ...(asked === "gradient" ? ofGradients(events) : ofPrompts(events, asked)) };
  });
}

/** The place of each kind in that order; all are named, so that a new one cannot be left out unseen. */
const PLACES: Readonly<Record<keyof Instructions, number>> = {
  gradient: 1,
  edit: 2,
  paraphrase: 3,
  rule: 4,
  contrast: 5,
  shorten: 6,
  rewrite: 7,
  history: 8,
  crossover: 9,
  induce: 10,
};

/** Each request of the rounds once: what the headroom alone asked for was never to be a candidate. */
function answeredRequests(events: readonly RunEvent[]): Of<"asked">[] {
  const keyOf = ({ asked, parent, sample }: Of<"asked">): string => [asked, parent, sample].join(" ");
  return [...new Map(all(ofRounds(events), "asked").map((event) => [keyOf(event), event])).values()];
}

function ofGradients(events: readonly RunEvent[]): Pick<WriterYield, "different" | "tried" | "better"> {
  // A sentence of a small question is a gradient too, and counted as what it was asked for.
  const pieces = new Set(all(events, "gradient").flatMap(({ id, asked }) => (asked === undefined ? [] : [id])));
  const gains = gradientsOf(events)
    .filter(({ id }) => !pieces.has(id))
    .map(({ children }) => children.flatMap(({ gain }) => gain?.value ?? []));
  return {
    different: repeatedGradients(events).filter(({ id, repeats }) => !repeats && !pieces.has(id)).length,
    tried: gains.filter((values) => values.length > 0).length,
    better: gains.filter((values) => values.some((value) => value > 0)).length,
  };
}

function ofPrompts(
  events: readonly RunEvent[],
  asked: keyof Instructions,
): Pick<WriterYield, "different" | "tried" | "better"> & { readonly admitted: number } {
  const entered = all(events, "candidate").filter(({ origin }) => askedFor(origin) === asked);
  // One that a person vetoed has entered before.
  const dropped = all(events, "candidate-dropped").filter(
    ({ origin, why }) => why !== "veto" && askedFor(origin) === asked,
  );
  const unchanged = all(ofRounds(events), "candidate-rejected").filter(
    (event) => event.asked === asked && event.breach.kind === "unchanged",
  );
  const different = entered.length + dropped.filter(({ why }) => why === "cap").length;
  const gains = all(events, "selected").flatMap(({ round, ranking }) => {
    const ids = new Set(entered.filter((event) => event.round === round).map(({ id }) => id));
    return ranking.flatMap(({ id, gain }) => (ids.has(id) && gain !== undefined ? [gain.value] : []));
  });
  return {
    admitted: different + dropped.filter(({ why }) => why === "duplicate").length + unchanged.length,
    different,
    tried: gains.length,
    better: gains.filter((value) => value > 0).length,
  };
}

/** What happened in the rounds; all of it where none began. What the headroom asked for and rejected, round 1 asks for again. */
function ofRounds(events: readonly RunEvent[]): readonly RunEvent[] {
  const begins = events.findIndex(({ type }) => type === "round-started");
  return events.slice(Math.max(0, begins));
}
