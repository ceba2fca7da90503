/** What came of a writer's replies in a run: asked, usable, admitted, different, better; by kind of request. */
import type { Origin } from "../../src/core/candidate.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { all } from "../../src/facts/of.ts";
import type { StoredExchange, StoredOutcome } from "../../src/stores/stored.ts";

/** Requests for prompts, by what is asked for. */
const KINDS = {
  edit: ["edit", "rule", "contrast"],
  paraphrase: ["paraphrase", "shorten"],
  rewrite: ["rewrite", "history", "induce"],
  crossover: ["crossover"],
} as const;

type Kind = keyof typeof KINDS;

interface KindYield {
  /** Requests. */
  readonly asked: number;
  /** Those whose reply could be read. */
  readonly usable: number;
  /** Prompts that kept the contract. */
  readonly admitted: number;
  /** Those that answered a row in another way than the prompt they were written from. */
  readonly different: number;
  /** Those that scored higher than it on the same rows. */
  readonly better: number;
}

export type WriterYield = Readonly<Partial<Record<Kind, KindYield>>>;

/**
 * The yield of a run.
 * @param outcomes what its prompts answered
 */
export function yieldOf(
  events: readonly RunEvent[],
  exchanges: readonly StoredExchange[],
  outcomes: readonly StoredOutcome[],
): WriterYield {
  const counts: Partial<Record<Kind, KindYield>> = {};
  const made = [...all(events, "candidate"), ...all(events, "candidate-dropped")];
  const answers = Map.groupBy(
    outcomes.filter(({ repeat }) => repeat === 0),
    ({ prompt }) => prompt,
  );
  const gained = new Set(
    all(events, "selected").flatMap(({ ranking }) =>
      ranking.filter(({ gain }) => gain !== undefined && gain.value > 0).map(({ id }) => id),
    ),
  );
  for (const [kind, names] of Object.entries(KINDS) as [Kind, readonly string[]][]) {
    const asked = exchanges.filter((exchange) => names.includes(exchange.asked));
    if (asked.length === 0) continue;
    const inPieces = asked.some((exchange) => exchange.asked === "rule" || exchange.asked === "contrast");
    const written = made.filter(({ origin }) => origin.kind === kind && !(inPieces && isUnion(origin)));
    const differs = ({ id, origin }: (typeof written)[number]): boolean =>
      "parent" in origin && differ(answers.get(id), answers.get(origin.parent));
    counts[kind] = {
      asked: asked.length,
      usable: asked.filter(({ items = [] }) => items.length > 0).length,
      admitted: written.length,
      different: written.filter(differs).length,
      better: written.filter(({ id }) => gained.has(id)).length,
    };
  }
  return counts;
}

/** Of requests for prompts: admitted for each one asked; NaN where none was. */
export function admittedShare(yields: readonly WriterYield[]): number {
  const sum = (name: "asked" | "admitted"): number =>
    yields.flatMap((one) => Object.values(one)).reduce((total, counts) => total + counts[name], 0);
  return sum("admitted") / sum("asked");
}

/** Rules of several replies in one prompt: nobody was asked for it. */
function isUnion(origin: Origin): boolean {
  return origin.kind === "edit" && origin.others !== undefined;
}

function differ(own: readonly StoredOutcome[] = [], parents: readonly StoredOutcome[] = []): boolean {
  const before = new Map(parents.map(({ row, answer }) => [row, answer]));
  return own.some(({ row, answer }) => before.has(row) && before.get(row) !== answer);
}
